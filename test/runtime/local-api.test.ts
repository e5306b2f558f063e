import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import type { Tracer } from '../../src/core/trace.ts';
import { localApiRoute } from '../../src/runtime/local-api.ts';
import { createTracer } from '../../src/services/tracer.ts';
import { type HttpServer, listen } from '../../src/wire/http-server.ts';

/** A local API over documents that a test knows, and a tracer that it fills. */
interface Served {
  readonly tracer: Tracer;
  readonly listeners: Set<(eventText: string, busName: string) => void>;
  get(path: string, init?: RequestInit): Promise<Response>;
}

describe('the local API', () => {
  let server: HttpServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const serve = async (): Promise<Served> => {
    const tracer = createTracer({ clock: new VirtualClock(1_000) });
    const listeners: Served['listeners'] = new Set();
    server = await listen({
      port: 0,
      routes: [
        localApiRoute({
          tracer,
          stack: () => ({ stackName: 'S' }),
          machines: () => ({ arn: { logicalId: 'M' } }),
          bill: () => ({ usd: 0.5 }),
          permissions: () => [],
          onEvent: (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        }),
      ],
    });
    const { origin } = server;
    return { tracer, listeners, get: (path, init) => fetch(`${origin}${path}`, init) };
  };

  /** Two events put by one request; the second one's rule fails. */
  const traced = ({ tracer }: Served): string => {
    const request = tracer.start('request', 'events:PutEvents');
    for (const [id, failure] of [
      ['e1', undefined],
      ['e2', { code: 'Refused', message: 'no' }],
    ] as const) {
      const event = request.child('event', id, { source: 'shop', detailType: 'Ordered' });
      event.child('rule', 'R').end(failure);
      event.end();
    }
    request.end();
    return request.traceId;
  };

  it.each([
    ['stack', { stackName: 'S' }],
    ['machines', { arn: { logicalId: 'M' } }],
    ['bill', { usd: 0.5 }],
    ['permissions', []],
    ['traces', []],
  ])('answers %s', async (name, document) => {
    const { get } = await serve();
    const answer = await get(`/_lambdaless/${name}`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'application/json',
      'no-store',
    ]);
    expect(await answer.json()).toEqual(document);
  });

  it.each(['nothing', '__proto__', 'toString', ''])('knows no "%s", and says what it knows', async (name) => {
    const { get } = await serve();
    const answer = await get(`/_lambdaless/${name}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      message:
        'Known here: stack, machines, bill, permissions, traces, stream, traces/{id}, traces?event={id}.',
    });
  });

  it('is only read', async () => {
    const { get } = await serve();
    expect((await get('/_lambdaless/stack', { method: 'POST' })).status).toBe(404);
  });

  it('lists traces, the newest first, with their events and how many steps failed', async () => {
    const served = await serve();
    served.tracer.start('request', 'open');
    const traceId = traced(served);
    expect(await (await served.get('/_lambdaless/traces')).json()).toEqual([
      {
        traceId,
        kind: 'request',
        name: 'events:PutEvents',
        startMs: 1_000,
        endMs: 1_000,
        failures: 1,
        events: [
          { id: 'e1', source: 'shop', detailType: 'Ordered' },
          { id: 'e2', source: 'shop', detailType: 'Ordered' },
        ],
      },
      expect.objectContaining({ name: 'open', endMs: null, failures: 0, events: [] }),
    ]);
  });

  it("answers a whole trace, or one event's part of it", async () => {
    const served = await serve();
    const traceId = traced(served);
    const whole = (await (await served.get(`/_lambdaless/traces/${traceId}`)).json()) as Traced;
    expect([whole.traceId, whole.root.children.map(({ name }) => name)]).toEqual([traceId, ['e1', 'e2']]);
    const part = (await (await served.get('/_lambdaless/traces?event=e2')).json()) as Traced;
    expect([part.traceId, part.root.name, part.root.children[0]?.error]).toEqual([
      traceId,
      'e2',
      { code: 'Refused', message: 'no' },
    ]);
  });

  it.each([
    ['traces/none', 'Trace none is not kept, or no longer.'],
    ['traces?event=none', 'No trace of event none is kept, or no longer.'],
  ])('says that there is no %s', async (path, message) => {
    const answer = await (await serve()).get(`/_lambdaless/${path}`);
    expect([answer.status, await answer.json()]).toEqual([404, { message }]);
  });

  it('streams events as they were put, and traces that came to rest, until nobody listens', async () => {
    const served = await serve();
    const stopping = new AbortController();
    const answer = await served.get('/_lambdaless/stream', { signal: stopping.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const [listener] = served.listeners;
    listener?.('{"id":"e1",\n"n":12345678901234567890}', 'orders');
    traced(served);
    const text = await readUntil(answer, '"failures":1');
    expect(text).toContain(
      'event: event\ndata: {"bus":"orders","event":{"id":"e1", "n":12345678901234567890}}\n\n',
    );
    expect(text).toContain('event: trace\ndata: {"traceId":');
    stopping.abort();
    await expect.poll(() => served.listeners.size).toBe(0);
  });
});

interface Traced {
  readonly traceId: string;
  readonly root: {
    readonly name: string;
    readonly children: readonly { readonly name: string; readonly error?: object }[];
  };
}

async function readUntil(answer: Response, part: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.includes(part)) return text;
  }
  throw new Error(`The stream ended before ${part}: ${text}`);
}
