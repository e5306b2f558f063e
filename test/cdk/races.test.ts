import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { JsonObject } from '../../src/core/json.ts';
import type { SpanRecord } from '../../src/core/trace.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

/**
 * Clients connect, set patterns, and leave while events happen, in any order and at the same time. Whatever the
 * order: a client that keeps still gets exactly the events that its pattern matches; one that is just changing its
 * pattern may or may not get those that only one of the two matches, and gets none that neither does; nobody gets an
 * event twice or after it has left; rows of connections that are gone are removed; and no execution fails.
 */

const KINDS = ['red', 'green', 'blue'] as const;
type Kind = (typeof KINDS)[number];
const CLIENTS = 4;

type Action =
  | { readonly do: 'connect' | 'disconnect' | 'reconnect' }
  | { readonly do: 'pattern'; readonly kinds: readonly Kind[] }
  /** Two patterns in a row, without waiting for the first answer: the second counts. */
  | { readonly do: 'patterns'; readonly first: readonly Kind[]; readonly kinds: readonly Kind[] };

/** What happens at the same time: at most one action of each client, and events. */
interface Step {
  readonly actions: readonly (Action | undefined)[];
  readonly events: readonly Kind[];
  /** A row whose connection is gone, still valid or expired. */
  readonly left?: 'behind' | 'expired';
}

const kinds = fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constantFrom('connect', 'disconnect', 'reconnect') }),
  fc.record({ do: fc.constant('pattern'), kinds }),
  fc.record({ do: fc.constant('patterns'), first: kinds, kinds }),
);
const step: fc.Arbitrary<Step> = fc.record(
  {
    actions: fc.array(fc.option(action, { nil: undefined, freq: 2 }), {
      minLength: CLIENTS,
      maxLength: CLIENTS,
    }),
    events: fc.array(fc.constantFrom(...KINDS), { maxLength: 3 }),
    left: fc.constantFrom('behind', 'expired'),
  },
  { requiredKeys: ['actions', 'events'] },
);

let stack: StackForTest;
beforeAll(async () => {
  stack = await startForTest({ traces: 2000 });
});
afterAll(() => stack?.close());

/** A client, and what is known about it. */
class Client {
  readonly received: string[] = [];
  pattern: readonly Kind[] = [];
  private socket: WebSocket | undefined;
  private readonly waiting: ((reply: JsonObject) => void)[] = [];

  async act(action: Action): Promise<void> {
    if (action.do === 'disconnect' || action.do === 'reconnect') await this.disconnect();
    if (action.do === 'connect' || action.do === 'reconnect') await this.connect();
    if (action.do === 'pattern') await this.setPatterns([action.kinds]);
    if (action.do === 'patterns') await this.setPatterns([action.first, action.kinds]);
  }

  async disconnect(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    this.pattern = [];
    if (!socket) return;
    await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.close();
    });
  }

  private async connect(): Promise<void> {
    if (this.socket) return;
    const socket = new WebSocket(stack.webSocketAPIurl);
    socket.on('message', (data) => this.take(JSON.parse(String(data)) as JsonObject));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    this.socket = socket;
  }

  private take(message: JsonObject): void {
    if ('type' in message) this.waiting.shift()?.(message);
    else this.received.push(message['id'] as string);
  }

  private async setPatterns(patterns: readonly (readonly Kind[])[]): Promise<void> {
    const socket = this.socket;
    if (!socket) return;
    const replies = patterns.map((detailType) => {
      const reply = new Promise<JsonObject>((resolve) => this.waiting.push(resolve));
      socket.send(JSON.stringify({ action: 'pattern', pattern: { 'detail-type': detailType } }));
      return reply;
    });
    for (const reply of await Promise.all(replies)) expect(reply['type']).toBe('pattern.accepted');
    this.pattern = patterns.at(-1) ?? [];
  }
}

async function put(events: readonly Kind[]): Promise<Map<string, Kind>> {
  if (events.length === 0) return new Map();
  const Entries = events.map((kind) => ({
    EventBusName: stack.eventBusName,
    Source: 'races',
    DetailType: kind,
    Detail: '{}',
  }));
  const answer = (await stack.call('events:PutEvents', { Entries })) as { Entries: { EventId: string }[] };
  return new Map(answer.Entries.map(({ EventId }, index) => [EventId, events[index] as Kind]));
}

async function leaveRow(left: 'behind' | 'expired'): Promise<void> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  await stack.call('dynamodb:PutItem', {
    TableName: stack.outputs['connectionsTableName'] as string,
    Item: {
      scope: { S: 'connections' },
      connectionId: { S: randomUUID() },
      expiresAt: { N: String(left === 'expired' ? nowSeconds - 10 : nowSeconds + 1000) },
      pattern: { S: '{"source":["races"]}' },
      matcher: { S: 'none' },
    },
  });
}

/** Does everything at once, waits until nothing is under way, and checks who got what. */
async function run(clients: readonly Client[], { actions, events, left }: Step): Promise<void> {
  const before = clients.map(({ pattern, received }) => ({ pattern, count: received.length }));
  if (left) await leaveRow(left);
  const [ids] = await Promise.all([
    put(events),
    ...clients.map((client, index) => actions[index] && client.act(actions[index])),
  ]);
  await stack.idle();
  await new Promise((resolve) => setTimeout(resolve, 5));
  clients.forEach((client, index) => {
    const got = client.received.slice(before[index]?.count);
    const action = actions[index];
    const old = before[index]?.pattern ?? [];
    const possible = new Set([...old, ...client.pattern, ...(action?.do === 'patterns' ? action.first : [])]);
    const want = (wanted: (kind: Kind) => boolean) =>
      [...ids].filter(([, kind]) => wanted(kind)).map(([id]) => id);
    const may = want((kind) => possible.has(kind));
    const must = action ? [] : want((kind) => old.includes(kind));
    expect(new Set(got).size).toBe(got.length);
    expect(may).toEqual(expect.arrayContaining(got));
    expect(got).toEqual(expect.arrayContaining(must));
  });
}

function* failures(span: SpanRecord): Generator<string> {
  if (span.kind === 'execution' && span.error) yield `${span.name}: ${span.error.code} ${span.error.message}`;
  for (const child of span.children) yield* failures(child);
}

it('each client gets exactly the events that match its pattern, whatever happens at the same time', {
  timeout: 120_000,
}, async () => {
  let delivered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const clients = Array.from({ length: CLIENTS }, () => new Client());
      try {
        for (const one of steps) await run(clients, one);
        await run(clients, { actions: [], events: ['red'] });
      } finally {
        await Promise.all(clients.map((client) => client.disconnect()));
        await stack.idle();
      }
      for (const { received } of clients) delivered += received.length;
      expect(stack.traces().flatMap(({ root }) => [...failures(root)])).toEqual([]);
    }),
    { numRuns: 25 },
  );
  expect(delivered).toBeGreaterThan(0);
  const table = (await stack.call('dynamodb:Scan', {
    TableName: stack.outputs['connectionsTableName'] as string,
    FilterExpression: 'expiresAt > :now',
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(Date.now() / 1000)) } },
  })) as { Count: number };
  expect(table.Count).toBe(0);
});
