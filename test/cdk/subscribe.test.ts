import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { fails, runMachine, type Tasks } from './run-machine.ts';
import { subscribeDefinition } from './world.ts';

const works: Tasks = {
  'eventbridge:testEventPattern': () => ({ Result: false }),
  'dynamodb:updateItem': () => ({}),
};

const subscribe = (pattern: string, tasks: Tasks = works, characters = pattern.length) =>
  runMachine(
    subscribeDefinition('jsonata'),
    { connectionId: 'C1=', sentAt: 1_767_225_600_123, characters, pattern },
    tasks,
  );

describe('Subscribe', () => {
  it('accepts a valid pattern and keeps its text', async () => {
    const pattern = '{"detail":{"n":[12345678901234567890, 1.0],"s":["ü\\u0000",""]}}';
    const { result, calls } = await subscribe(pattern);
    expect(result).toEqual({ status: 'SUCCEEDED', output: { type: 'pattern.accepted', pattern } });
    expect(calls.map(({ resource }) => resource)).toEqual([
      'eventbridge:testEventPattern',
      'dynamodb:updateItem',
    ]);
    expect(calls[0]?.input['EventPattern']).toBe(pattern);
    expect(calls[1]?.input['Key']).toEqual({ scope: { S: 'connections' }, connectionId: { S: 'C1=' } });
    expect(calls[1]?.input['ExpressionAttributeValues']).toMatchObject({
      ':pattern': { S: pattern },
      ':sentAt': { N: '1767225600123' },
    });
  });

  it.each([
    ['', 0],
    ['""', 2],
  ])('rejects a message without a pattern (%j)', async (pattern, characters) => {
    const { result, calls } = await subscribe(pattern, {}, characters);
    expect(result).toMatchObject({ output: { type: 'pattern.rejected' } });
    expect(calls).toEqual([]);
  });

  it('rejects a pattern that is too long, saying how long it is', async () => {
    const { result } = await subscribe('', {}, 2049);
    expect(result).toMatchObject({
      output: { type: 'pattern.rejected', message: expect.stringContaining('2049 characters, at most 2048') },
    });
  });

  it("rejects an invalid pattern in EventBridge's own words", async () => {
    const words =
      'Event pattern is not valid. Reason: "source" must be an object or an array\n at [Source: (String)"{"source":"a"}"; line: 1, column: 12]';
    const { result, calls } = await subscribe('{"source":"a"}', {
      'eventbridge:testEventPattern': fails(
        'EventBridge.InvalidEventPatternException',
        `${words} (Service: EventBridge, Status Code: 400, Request ID: 2c1b3a) (SDK Attempt Count: 1)`,
      ),
    });
    expect(result).toEqual({ status: 'SUCCEEDED', output: { type: 'pattern.rejected', message: words } });
    expect(calls).toHaveLength(1);
  });

  it('tries again when EventBridge is busy', async () => {
    let attempts = 0;
    const { result } = await subscribe('{"source":["a"]}', {
      ...works,
      'eventbridge:testEventPattern': () =>
        ++attempts < 4 ? fails('EventBridge.EventBridgeException')() : { Result: true },
    });
    expect(attempts).toBe(4);
    expect(result).toMatchObject({ output: { type: 'pattern.accepted' } });
  });

  it.each([
    ['EventBridge stays busy', { 'eventbridge:testEventPattern': fails('EventBridge.EventBridgeException') }],
    ['DynamoDB fails', { ...works, 'dynamodb:updateItem': fails('DynamoDB.InternalServerError') }],
    ['a permission is missing', { ...works, 'dynamodb:updateItem': fails('DynamoDB.AccessDeniedException') }],
  ])('answers with an error within the 29 s that API Gateway waits when %s', async (_when, tasks: Tasks) => {
    const { result, durationMs } = await subscribe('{"source":["a"]}', tasks);
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { type: 'error' } });
    expect(durationMs).toBeLessThan(25_000);
  });

  it('tells a connection whose row has expired to connect again, and makes no row', async () => {
    const { result, calls } = await subscribe('{"source":["a"]}', {
      ...works,
      'dynamodb:updateItem': fails('DynamoDB.ConditionalCheckFailedException'),
      'dynamodb:getItem': () => ({}),
    });
    expect(result).toMatchObject({
      output: { type: 'error', message: expect.stringContaining('Connect again') },
    });
    expect(calls[1]?.input['ConditionExpression']).toContain('attribute_exists(#connectionId)');
  });

  it('accepts a pattern that a later one has overtaken, and leaves the later one in force', async () => {
    const { result } = await subscribe('{"source":["a"]}', {
      ...works,
      'dynamodb:updateItem': fails('DynamoDB.ConditionalCheckFailedException'),
      'dynamodb:getItem': (): JsonObject => ({ Item: { connectionId: { S: 'C1=' } } }),
    });
    expect(result).toMatchObject({ output: { type: 'pattern.accepted' } });
  });

  it('stores beside the pattern what the matcher needs', async () => {
    const { calls } = await subscribe('{"source":["a"]}');
    const values = calls[1]?.input['ExpressionAttributeValues'] as Record<string, { S: string }>;
    expect(values[':matcher']?.S).toContain('"path":"source"');
  });

  it('stores a pattern that JSONata cannot decide without it', async () => {
    const { result, calls } = await subscribe('{"detail":{"big":[12345678901234567890]}}');
    expect(result).toMatchObject({ output: { type: 'pattern.accepted' } });
    expect(calls[1]?.input['ExpressionAttributeValues']).toMatchObject({ ':matcher': { S: 'none' } });
  });
});
