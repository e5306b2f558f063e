import { describe, expect, it } from 'vitest';
import { EXPRESS_TIME_LIMIT_SECONDS, PAGE_MAX_ROWS } from '../../src/cdk/limits.ts';
import type { Matching } from '../../src/cdk/props.ts';
import { sleep } from '../../src/core/clock.ts';
import { type JsonObject, parseJson, stringifyJson } from '../../src/core/json.ts';
import { fails } from './run-machine.ts';
import { deliverDefinition, EVENT, type Row, stored, storedMany, UNWANTED, WANTED, World } from './world.ts';

const BROKEN: Row = { connectionId: { S: 'b' }, pattern: { N: '1' }, matcher: { S: 'none' } };

describe.each<Matching>(['jsonata', 'testEventPattern'])('Deliver, matching by %s', (matching) => {
  const abc = async (a = WANTED, b = WANTED, c = WANTED): Promise<Row[]> =>
    Promise.all([stored(matching, 'a', a), stored(matching, 'b', b), stored(matching, 'c', c)]);

  it('succeeds after three states when nobody listens', async () => {
    const { result, calls, transitions } = await new World(matching, []).run();
    expect(result.status).toBe('SUCCEEDED');
    expect(calls.map(({ resource }) => resource)).toEqual(['dynamodb:query']);
    expect(transitions).toBe(3);
  });

  it('sends the event as it came, to those whose pattern matches it', async () => {
    const world = new World(matching, await abc(UNWANTED, WANTED, UNWANTED));
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(world.received).toEqual({ b: [stringifyJson(parseJson(EVENT))] });
  });

  it.each([1, 2, 3, 4, 6, 7, 20])('reaches each of %i connections once, page by page', async (count) => {
    const world = new World(matching, await storedMany(matching, count));
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(Object.values(world.received).map((messages) => messages.length)).toEqual(Array(count).fill(1));
  });

  it('fits a page of the longest patterns, and an event of 200 KiB, into what a state may hold', async () => {
    const longest = `{"source":["s","${'€'.repeat(2048 - 19)}"]}`;
    expect(longest).toHaveLength(2048);
    const world = new World(matching, await storedMany(matching, 2 * PAGE_MAX_ROWS, longest), {
      'c0001=': fails('ApiGateway.500'),
    });
    const { result } = await world.run(sized(200 * 1024), {}, PAGE_MAX_ROWS);
    expect(Object.keys(world.received)).toHaveLength(2 * PAGE_MAX_ROWS - 1);
    expect(result).toMatchObject({ error: 'Lambdaless.Undelivered' });
  });

  it('delivers numbers that no double can hold', async () => {
    const event = EVENT.replace('1.10', '1e400');
    const world = new World(matching, await abc(UNWANTED));
    const { result } = await world.run(event);
    expect(result.status).toBe('SUCCEEDED');
    expect(world.received).toEqual({
      b: [stringifyJson(parseJson(event))],
      c: [stringifyJson(parseJson(event))],
    });
  });

  it('removes a connection that is gone, and nobody else', async () => {
    const world = new World(matching, await abc(), { b: fails('ApiGateway.410') });
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(world.deleted).toEqual(['b']);
    expect(Object.keys(world.received)).toEqual(['a', 'c']);
  });

  it('tries a busy connection again after everybody else has got the event', async () => {
    const order: string[] = [];
    let attempts = 0;
    const world = new World(matching, await storedMany(matching, 8), {
      'c0000=': () => (++attempts < 3 ? fails('ApiGateway.429')() : void order.push('c0000=')),
      'c0007=': () => void order.push('c0007='),
    });
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(order).toEqual(['c0007=', 'c0000=']);
    expect(Object.keys(world.received)).toHaveLength(8);
  });

  it.each([
    ['ApiGateway.403', 1],
    ['ApiGateway.500', 4],
    ['States.Timeout', 4],
  ])('gives a connection up that answers %s after %i attempts, and says so', async (error, attempts) => {
    const world = new World(matching, await storedMany(matching, 7), { 'c0001=': fails(error) });
    const { result, calls } = await world.run();
    expect(Object.keys(world.received)).toHaveLength(6);
    expect(world.deleted).toEqual([]);
    expect(calls.filter(({ input }) => input['Path'] === '/@connections/c0001=')).toHaveLength(attempts);
    expect(result).toEqual({
      status: 'FAILED',
      error: 'Lambdaless.Undelivered',
      cause: JSON.stringify({ connections: 1, first: [{ connectionId: 'c0001=', error }] }),
    });
  });

  it('counts every failure and names a hundred, so that their list does not outgrow a state', async () => {
    const rows = await storedMany(matching, 600);
    const faults = Object.fromEntries(rows.map((row) => [row.connectionId.S, fails('ApiGateway.500')]));
    const { result } = await new World(matching, rows, faults).run();
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambdaless.Undelivered' });
    const cause = JSON.parse((result as { cause: string }).cause) as {
      connections: number;
      first: unknown[];
    };
    expect(cause.connections).toBe(600);
    expect(cause.first).toHaveLength(100);
  });

  it('skips a row that holds no pattern text, and says so', async () => {
    const [a, , c] = (await abc()) as [Row, Row, Row];
    const world = new World(matching, [a, BROKEN, c]);
    const { result } = await world.run();
    expect(Object.keys(world.received)).toEqual(['a', 'c']);
    expect(result).toMatchObject({
      status: 'FAILED',
      cause: '{"connections":1,"first":[{"connectionId":"b","error":"Lambdaless.BrokenRow"}]}',
    });
  });

  it('skips a row whose pattern EventBridge refuses, and says so', async () => {
    const [a, b, c] = (await abc()) as [Row, Row, Row];
    const world = new World(matching, [a, { ...b, pattern: { S: 'bad' }, matcher: { S: 'none' } }, c]);
    const { result } = await world.run();
    expect(Object.keys(world.received)).toEqual(['a', 'c']);
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambdaless.Undelivered' });
  });

  it.each([
    ['DynamoDb.ProvisionedThroughputExceededException', 3, 'SUCCEEDED'],
    ['DynamoDb.ProvisionedThroughputExceededException', 99, 'FAILED'],
    ['DynamoDb.AccessDeniedException', 1, 'FAILED'],
  ])('retries or sets the event aside when DynamoDB answers %s %i times', async (error, times, status) => {
    const world = new World(matching, await abc());
    let failures = 0;
    const { result } = await world.run(EVENT, {
      'dynamodb:query': (input) => (++failures <= times ? fails(error, 'busy')() : world.query(input)),
    });
    expect(result.status).toBe(status);
    expect(world.setAside).toEqual(status === 'FAILED' ? [stringifyJson(parseJson(EVENT))] : []);
  });

  it('sets an event aside before the workflow would end without a word', async () => {
    const world = new World(matching, await storedMany(matching, 7, '{"version":["0"]}'));
    const { result } = await world.run(EVENT, {
      'dynamodb:query': async (input, clock) => {
        await sleep(clock, matching === 'jsonata' ? 95_000 : 47_500);
        return world.query(input);
      },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambdaless.OutOfTime' });
    expect(Object.keys(world.received)).toHaveLength(6);
    expect(world.setAside).toHaveLength(1);
  });

  it('sends a notice in place of an event that is larger than a message may be', async () => {
    const world = new World(matching, await abc(WANTED, UNWANTED, UNWANTED));
    const { result } = await world.run(sized(140_000));
    expect(result.status).toBe('SUCCEEDED');
    expect(Object.keys(world.received)).toEqual(['a']);
    const notice = JSON.parse(world.received['a']?.[0] ?? '') as JsonObject;
    expect(notice).toMatchObject({
      type: 'event.oversize',
      id: '1',
      source: 's',
      'detail-type': 't',
      time: '2026-01-01T00:00:00Z',
      limit: 131_072,
    });
    expect(Math.abs((notice['size'] as number) - 140_000)).toBeLessThan(8);
  });

  it('sends an event that is just small enough', async () => {
    const world = new World(matching, await abc());
    await world.run(sized(131_060));
    expect(world.received['a']?.[0]).toContain('"source":"s"');
  });
});

describe('Deliver, matching by testEventPattern', () => {
  it('sets an event aside if more have connected since its page was read than a state can hold', async () => {
    const world = new World('testEventPattern', await storedMany('testEventPattern', 2));
    const crowd = await storedMany('testEventPattern', 150, `{"source":["s","${'x'.repeat(2000)}"]}`);
    const { result } = await world.run(EVENT, {
      'dynamodb:query': (input) => ('Limit' in input ? world.query(input) : { Items: crowd }),
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(world.setAside).toHaveLength(1);
  });

  it('comes to its own end before Express ends it, if every call of a page is retried to the last', () => {
    const { States: states } = JSON.parse(deliverDefinition('testEventPattern', PAGE_MAX_ROWS)) as Definition;
    const ask = states['Ask EventBridge'];
    const questions = Math.ceil(PAGE_MAX_ROWS / (ask?.MaxConcurrency ?? 1));
    const asking =
      longestWait(states['Read patterns']) +
      questions * longestWait(ask?.ItemProcessor?.States['Does it match?']);
    expect(asking).toBe(31 + 4 * 7);
    const page = Math.max(asking, longestWait(states['Find connections']));
    expect(EXPRESS_TIME_LIMIT_SECONDS + page + longestWait(states['Set aside'])).toBeLessThan(300);
  });
});

interface Definition {
  readonly States: Readonly<Record<string, State>>;
}

interface State {
  readonly Retry?: readonly Readonly<
    Record<'IntervalSeconds' | 'BackoffRate' | 'MaxAttempts' | 'MaxDelaySeconds', number>
  >[];
  readonly MaxConcurrency?: number;
  readonly ItemProcessor?: Definition;
}

/** Seconds that a state may spend between attempts. */
function longestWait(state: State | undefined): number {
  const [retry] = state?.Retry ?? [];
  if (!retry) throw new Error('it retries nothing');
  const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds } = retry;
  const waits = Array.from({ length: MaxAttempts }, (_, attempt) =>
    Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** attempt),
  );
  return waits.reduce((sum, wait) => sum + wait, 0);
}

describe('Deliver, when it reports', () => {
  const reporting = async (count: number, faults = {}): Promise<World> => {
    const world = new World('jsonata', await storedMany('jsonata', count), faults);
    world.reports = true;
    return world;
  };

  it("writes one line of CloudWatch's embedded metric format", async () => {
    const world = await reporting(2);
    await world.run();
    expect(world.reported).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Lambdaless',
              Dimensions: [['StateMachine']],
              Metrics: [
                { Name: 'Delivered', Unit: 'Count' },
                { Name: 'Oversize', Unit: 'Count' },
                { Name: 'Connections', Unit: 'Count' },
              ],
            },
          ],
        },
        StateMachine: expect.any(String),
        Delivered: 2,
        Oversize: 0,
        Connections: 2,
      },
    ]);
  });

  it.each<[string, number, Record<string, () => void>, number, object]>([
    ['several pages', 7, {}, 1_000, { Delivered: 7, Oversize: 0, Connections: 7 }],
    ['notices', 4, {}, 140_000, { Delivered: 4, Oversize: 4, Connections: 4 }],
    [
      'a connection that is gone',
      4,
      { 'c0001=': fails('ApiGateway.410') },
      1_000,
      { Delivered: 3, Oversize: 0, Connections: 4 },
    ],
    [
      'one that is given up, and one that is given up after a while',
      5,
      { 'c0001=': fails('ApiGateway.403'), 'c0002=': fails('ApiGateway.500') },
      1_000,
      { Delivered: 3, Oversize: 0, Connections: 5 },
    ],
  ])('counts what was sent, with %s', async (_with, count, faults, bytes, expected) => {
    const world = await reporting(count, faults);
    await world.run(sized(bytes));
    expect(world.reported).toEqual([expect.objectContaining(expected)]);
  });

  it('counts a connection that was busy once', async () => {
    let attempts = 0;
    const world = await reporting(3, {
      'c0001=': () => (++attempts < 3 ? fails('ApiGateway.429')() : undefined),
    });
    await world.run();
    expect(world.reported).toEqual([expect.objectContaining({ Delivered: 3, Connections: 3 })]);
  });

  it('says nothing where nobody listens', async () => {
    const world = await reporting(0);
    const { transitions } = await world.run();
    expect([world.reported, transitions]).toEqual([[], 3]);
  });

  it('has delivered, whether or not the report arrives', async () => {
    const world = await reporting(3);
    const { result, calls } = await world.run(EVENT, {
      'cloudwatchlogs:putLogEvents': fails('CloudWatchLogs.ServiceUnavailableException'),
    });
    expect(result.status).toBe('SUCCEEDED');
    expect(Object.keys(world.received)).toHaveLength(3);
    expect(calls.filter(({ resource }) => resource === 'cloudwatchlogs:putLogEvents')).toHaveLength(3);
  });

  it('fails as it would without, after the report', async () => {
    const world = await reporting(2, { 'c0001=': fails('ApiGateway.403') });
    const { result } = await world.run();
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambdaless.Undelivered' });
    expect(world.reported).toHaveLength(1);
  });
});

/** An event of so many bytes, of which nearly all are parts of two-byte characters. */
function sized(bytes: number): string {
  const event = (padding: string): string => EVENT.replace('"empty":""', `"empty":"${padding}"`);
  const missing = bytes - Buffer.byteLength(event(''));
  return event('ü'.repeat(Math.floor(missing / 2)) + 'x'.repeat(missing % 2));
}

describe('Deliver, matching by jsonata', () => {
  it('reaches each of 10,000 connections once, in time', { timeout: 60_000 }, async () => {
    const world = new World('jsonata', await storedMany('jsonata', 10_000));
    const { result, transitions } = await world.run(EVENT, {}, PAGE_MAX_ROWS);
    expect(result.status).toBe('SUCCEEDED');
    expect(Object.keys(world.received)).toHaveLength(10_000);
    expect(Object.values(world.received).every((messages) => messages.length === 1)).toBe(true);
    // One for each message; for each of 313 pages a query, a map, a tally and two choices; and the end.
    expect(transitions).toBe(10_000 + 313 * 5 + 1);
  });

  it('calls nobody to find out who wants an event', async () => {
    const rows = await storedMany('jsonata', 5, '{"detail":{"text":[{"prefix":"ü"}],"none":[null]}}');
    const world = new World('jsonata', rows);
    const { calls } = await world.run();
    expect(Object.keys(world.received)).toHaveLength(5);
    expect(new Set(calls.map(({ resource }) => resource))).toEqual(
      new Set(['dynamodb:query', 'apigateway:invoke']),
    );
  });

  it('asks EventBridge about those whose pattern JSONata cannot decide, and about nobody else', async () => {
    const rows = await storedMany('jsonata', 3);
    const world = new World('jsonata', [
      ...rows,
      await stored('jsonata', 'd', '{"detail":{"big":[12345678901234567890]}}'),
      await stored('jsonata', 'e', '{"detail":{"big":[12345678901234567891]}}'),
    ]);
    const { result, calls } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(calls.filter(({ resource }) => resource === 'eventbridge:testEventPattern')).toHaveLength(2);
    expect(Object.keys(world.received)).toContain('d');
  });
});
