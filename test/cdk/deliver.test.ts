import { describe, expect, it } from 'vitest';
import { stateMachineDefinition } from '../../src/cdk/files.ts';
import { deliverExpressions } from '../../src/cdk/matching.ts';
import type { Matching } from '../../src/cdk/props.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { parseJson, stringifyJson } from '../../src/core/json.ts';
import { fails, runMachine, type Tasks } from './run-machine.ts';

const PAGE_SIZE = 3;
const definitionFor = (matching: Matching): string =>
  stateMachineDefinition(
    'deliver',
    {
      Partition: 'aws',
      TableName: 'Connections',
      PageSize: PAGE_SIZE,
      MessageMaxBytes: 131_072,
      MaxAttempts: 4,
      DeferredMax: 200,
      TimeLimitSeconds: 270,
      ApiEndpoint: 'a1b2c3.execute-api.eu-west-1.amazonaws.com',
      StageName: 'live',
      DeadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead',
    },
    deliverExpressions(matching),
  );
const definition = definitionFor('testEventPattern');

const EVENT = `{"version":"0","id":"1","detail-type":"t","source":"s","account":"123456789012","time":"2026-01-01T00:00:00Z","region":"eu-west-1","resources":[],"detail":{"big":12345678901234567890,"price":1.10,"none":null,"empty":"","list":[[],[null]],"text":"ü € 😀"}}`;

/** A table with rows of the test's choosing, EventBridge that matches "yes", and connections that may be broken. */
class World {
  readonly received: Record<string, string[]> = {};
  readonly deleted: string[] = [];
  readonly setAside: JsonObject[] = [];
  readonly rows: JsonObject[];
  readonly faults: Record<string, () => void>;

  constructor(rows: readonly JsonObject[], faults: Record<string, () => void> = {}) {
    this.rows = [...rows];
    this.faults = faults;
  }

  readonly tasks: Tasks = {
    'dynamodb:query': (input) => this.query(input),
    'dynamodb:deleteItem': (input) => {
      this.deleted.push((input['Key'] as { connectionId: { S: string } }).connectionId.S);
      return {};
    },
    'eventbridge:testEventPattern': (input) => ({ Result: input['EventPattern'] === 'yes' }),
    'apigateway:invoke': (input) => {
      const id = (input['Path'] as string).replace('/@connections/', '');
      this.faults[id]?.();
      const { [id]: messages = [] } = this.received;
      this.received[id] = [...messages, stringifyJson(input['RequestBody'] as JsonObject)];
      return { StatusCode: 200 };
    },
    'sqs:sendMessage': (input) => {
      this.setAside.push(input);
      return { MessageId: 'm' };
    },
  };

  private query(input: JsonObject): JsonObject {
    const values = input['ExpressionAttributeValues'] as Record<string, { S: string }>;
    const { [':cursor']: cursor, [':first']: first, [':last']: last } = values;
    const rows = this.rows.filter((row) =>
      cursor ? idOf(row) > cursor.S : first && last && idOf(row) >= first.S && idOf(row) <= last.S,
    );
    const page = rows.slice(0, (input['Limit'] as number | undefined) ?? rows.length);
    const end = page.at(-1);
    const more = end !== undefined && rows.length > page.length;
    return {
      Count: page.length,
      Items: page,
      ScannedCount: page.length,
      ...(more && { LastEvaluatedKey: { scope: { S: 'connections' }, connectionId: { S: idOf(end) } } }),
    };
  }

  run(event: string = EVENT) {
    return runMachine(definition, event, this.tasks);
  }
}

const idOf = (row: JsonObject): string => (row['connectionId'] as { S: string }).S;
const row = (id: string, pattern = 'yes'): JsonObject => ({
  connectionId: { S: id },
  pattern: { S: pattern },
});
const rowsOf = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => row(`c${String(index).padStart(3, '0')}=`));

describe('Deliver', () => {
  it('succeeds after three states when nobody listens', async () => {
    const { result, calls, transitions } = await new World([]).run();
    expect(result).toEqual({ status: 'SUCCEEDED', output: {} });
    expect(calls.map(({ resource }) => resource)).toEqual(['dynamodb:query']);
    expect(transitions).toBe(3);
  });

  it('sends the event as it came, to those whose pattern matches it', async () => {
    const world = new World([row('a', 'no'), row('b'), row('c', 'no')]);
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(world.received).toEqual({ b: [stringifyJson(parseJson(EVENT))] });
  });

  it.each([1, 2, 3, 4, 6, 7, 20])('reaches each of %i connections once, page by page', async (count) => {
    const world = new World(rowsOf(count));
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(Object.values(world.received).map((messages) => messages.length)).toEqual(Array(count).fill(1));
  });

  it('removes a connection that is gone, and nobody else', async () => {
    const world = new World([row('a'), row('b'), row('c')], { b: fails('ApiGateway.410') });
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(world.deleted).toEqual(['b']);
    expect(Object.keys(world.received)).toEqual(['a', 'c']);
  });

  it('tries a busy connection again after everybody else has got the event', async () => {
    const order: string[] = [];
    let attempts = 0;
    const world = new World(rowsOf(8), {
      'c000=': () => (++attempts < 3 ? fails('ApiGateway.429')() : void order.push('c000=')),
      'c007=': () => void order.push('c007='),
    });
    const { result } = await world.run();
    expect(result.status).toBe('SUCCEEDED');
    expect(order).toEqual(['c007=', 'c000=']);
    expect(Object.keys(world.received)).toHaveLength(8);
  });

  it.each([
    ['ApiGateway.403', 1],
    ['ApiGateway.500', 4],
    ['States.Timeout', 4],
  ])('gives a connection up that answers %s after %i attempts, and says so', async (error, attempts) => {
    const world = new World(rowsOf(7), { 'c001=': fails(error) });
    const { result, calls } = await world.run();
    expect(Object.keys(world.received)).toHaveLength(6);
    expect(world.deleted).toEqual([]);
    const tried = calls.filter(({ input }) => input['Path'] === '/@connections/c001=');
    expect(tried).toHaveLength(attempts);
    expect(result).toEqual({
      status: 'FAILED',
      error: 'Lambdaless.Undelivered',
      cause: JSON.stringify({ connections: 1, first: [{ connectionId: 'c001=', error }] }),
    });
  });

  it('keeps the failures of thousands within what a state may hold', async () => {
    const world = new World(
      rowsOf(5000),
      Object.fromEntries(rowsOf(5000).map((r) => [idOf(r), fails('ApiGateway.500')])),
    );
    const { result } = await world.run();
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambdaless.Undelivered' });
  });

  it('skips a row that holds no pattern text, and says so', async () => {
    const broken: JsonObject = { connectionId: { S: 'b' }, pattern: { N: '1' } };
    const world = new World([row('a'), broken, row('c')]);
    const { result } = await world.run();
    expect(Object.keys(world.received)).toEqual(['a', 'c']);
    expect(result).toMatchObject({
      status: 'FAILED',
      cause: '{"connections":1,"first":[{"connectionId":"b","error":"Lambdaless.BrokenRow"}]}',
    });
  });

  it('skips a row whose pattern EventBridge refuses, and says so', async () => {
    const world = new World([row('a'), row('b', 'bad'), row('c')]);
    const refuse = fails('EventBridge.InvalidEventPatternException');
    const { result } = await runMachine(definition, EVENT, {
      ...world.tasks,
      'eventbridge:testEventPattern': ({ EventPattern }) =>
        EventPattern === 'bad' ? refuse() : { Result: true },
    });
    expect(Object.keys(world.received)).toEqual(['a', 'c']);
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambdaless.Undelivered' });
  });

  it.each([
    ['DynamoDb.ProvisionedThroughputExceededException', 3, 'SUCCEEDED'],
    ['DynamoDb.ProvisionedThroughputExceededException', 99, 'FAILED'],
    ['DynamoDb.AccessDeniedException', 1, 'FAILED'],
  ])('retries or sets the event aside when DynamoDB answers %s %i times', async (error, times, status) => {
    const world = new World([row('a')]);
    let failures = 0;
    const { result } = await runMachine(definition, EVENT, {
      ...world.tasks,
      'dynamodb:query': (input) =>
        ++failures <= times
          ? fails(error, 'busy')()
          : (world.tasks['dynamodb:query'] as Tasks[string])(input),
    });
    expect(result.status).toBe(status);
    expect(world.setAside.map(({ MessageBody }) => stringifyJson(MessageBody as JsonObject))).toEqual(
      status === 'FAILED' ? [stringifyJson(parseJson(EVENT))] : [],
    );
  });
});

describe('Deliver, by size', () => {
  const sized = (bytes: number): string => {
    const event = (padding: string): string => EVENT.replace('"empty":""', `"empty":"${padding}"`);
    const missing = bytes - Buffer.byteLength(event(''));
    return event('ü'.repeat(Math.floor(missing / 2)) + 'x'.repeat(missing % 2));
  };

  it('sends a notice in place of an event that is larger than a message may be', async () => {
    const world = new World([row('a'), row('b', 'no')]);
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
    const world = new World([row('a')]);
    await world.run(sized(131_060));
    expect(world.received['a']?.[0]).toContain('"source":"s"');
  });
});
