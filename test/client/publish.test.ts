import type { PutEventsCommandInput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PublishedEvent, Publisher, type PublishOptions } from '../../src/client/publish.ts';

/** How each entry of each request is answered: an error code, or nothing for success. */
let answer: (entry: PutEventsRequestEntry, request: number) => string | undefined;
let requests: (readonly (string | undefined)[])[];
let failure: Error | undefined;
let configs: object[];

beforeEach(() => {
  requests = [];
  asked = [];
  configs = [];
  failure = undefined;
  answer = () => undefined;
  vi.useFakeTimers();
  vi.doMock('@aws-sdk/client-eventbridge', async (original) => ({
    ...(await original<object>()),
    EventBridgeClient: class {
      constructor(config: object) {
        configs.push(config);
      }
      async send({ input }: { input: PutEventsCommandInput & { readonly Name?: string } }): Promise<object> {
        if (failure) throw failure;
        if (input.Name !== undefined) return described(input.Name);
        const entries = input.Entries ?? [];
        requests.push(entries.map(({ DetailType }) => DetailType));
        return {
          Entries: entries.map((entry) => {
            const ErrorCode = answer(entry, requests.length);
            return ErrorCode ? { ErrorCode, ErrorMessage: 'because' } : { EventId: `id-${entry.DetailType}` };
          }),
        };
      }
    },
  }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.doUnmock('@aws-sdk/client-eventbridge');
});

let asked: string[];
function described(bus: string): object {
  asked.push(bus);
  if (bus === 'b') return {};
  throw Object.assign(new Error('no such bus'), { name: 'ResourceNotFoundException' });
}

const entries = (count: number): PutEventsRequestEntry[] =>
  Array.from({ length: count }, (_, n) => ({ Source: 's', DetailType: String(n), Detail: '{}' }));

async function publish(count: number, options: PublishOptions = {}): Promise<string[]> {
  const results: PublishedEvent[] = [];
  const publishing = (async () => {
    for await (const result of new Publisher({ bus: 'b', ...options }).publish(entries(count)))
      results.push(result);
  })();
  let done = false;
  const settled = publishing.finally(() => {
    done = true;
  });
  settled.catch(() => undefined);
  while (!done) await vi.advanceTimersByTimeAsync(1_000);
  await settled;
  return results.map(({ eventId, error }) => eventId ?? error ?? '');
}

describe('a publisher', () => {
  it('puts ten events to a request, in order', async () => {
    const ids = await publish(25);
    expect(requests.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(ids).toEqual(Array.from({ length: 25 }, (_, n) => `id-${n}`));
  });

  it('sends again what failed for a passing reason, and nothing else', async () => {
    answer = ({ DetailType }, request) => {
      if (DetailType === '1') return 'MalformedDetail';
      return DetailType === '2' && request < 3 ? 'ThrottlingException' : undefined;
    };
    expect(await publish(4)).toEqual(['id-0', 'MalformedDetail: because', 'id-3', 'id-2']);
    expect(requests).toEqual([['0', '1', '2', '3'], ['2'], ['2']]);
  });

  it('gives up after five attempts', async () => {
    answer = () => 'InternalFailure';
    expect(await publish(1)).toEqual(['InternalFailure: because']);
    expect(requests).toHaveLength(5);
  });

  it('sends each event once when asked to, and has the SDK do so', async () => {
    answer = () => 'ThrottlingException';
    expect(await publish(1, { once: true })).toEqual(['ThrottlingException: because']);
    expect(requests).toHaveLength(1);
    expect(configs).toEqual([{ maxAttempts: 1 }]);
  });

  it('says why a whole request failed, and what to do about it', async () => {
    failure = new Error('The security token included in the request is expired');
    await expect(publish(1)).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      message:
        'PutEvents failed: The security token included in the request is expired. Renew them; with SSO, by `aws sso login`.',
    });
  });

  it.each([
    ['http://127.0.0.1:4650', 'typo', ['typo'], ['typo']],
    ['http://127.0.0.1:4650', 'b', ['b'], []],
    ['https://events.eu-west-1.amazonaws.com', 'typo', [], []],
  ])(
    'asks once whether a runtime on this machine has a bus: %s, %s',
    async (endpointUrl, bus, of, unknown) => {
      const told: string[] = [];
      await publish(25, { endpointUrl, bus, onUnknownBus: (name) => told.push(name) });
      expect(asked).toEqual(of);
      expect(told).toEqual(unknown);
    },
  );
});
