import { describe, expect, it } from 'vitest';
import { checkFaults, createFaults, type FaultRule, parseFaultPlan } from '../../src/services/faults.ts';

const gone = { code: 'GoneException' };

/** Which of ten calls fail: "x" for a fault, "." for none. */
function strikes(rule: FaultRule, seed?: number): string {
  const faults = createFaults({ faults: [rule], ...(seed !== undefined && { seed }) });
  return Array.from({ length: 10 }, () => (faults.next('events:PutEvents', [], {}) ? 'x' : '.')).join('');
}

describe('a fault strikes', () => {
  it.each<[string, Partial<FaultRule>, string]>([
    ['every call', {}, 'xxxxxxxxxx'],
    ['the first so many', { count: 2 }, 'xx........'],
    ['after so many', { after: 8 }, '........xx'],
    ['so many after so many', { after: 3, count: 2 }, '...xx.....'],
    ['never', { count: 0 }, '..........'],
    ['no call at probability 0', { probability: 0 }, '..........'],
    ['a share of the calls', { probability: 0.5 }, 'xxxxx...x.'],
  ])('%s', (_name, rule, expected) => {
    expect(strikes({ operation: 'events:PutEvents', error: gone, ...rule })).toBe(expected);
  });

  it('the same calls again under the same seed, and others under another', () => {
    const rule = { operation: '*', error: gone, probability: 0.5 };
    expect(strikes(rule, 7)).toBe(strikes(rule, 7));
    expect(strikes(rule, 7)).not.toBe(strikes(rule, 8));
  });
});

describe('a fault concerns', () => {
  const table = 'arn:aws:dynamodb:eu-west-1:1:table/Connections';
  it.each<[string, Partial<FaultRule>, boolean]>([
    ['its operation', { operation: 'dynamodb:PutItem' }, true],
    ['operations by wildcard', { operation: 'dynamodb:*Item' }, true],
    ['all operations', { operation: '*' }, true],
    ['no other operation', { operation: 'dynamodb:GetItem' }, false],
    ['its resource', { resource: table }, true],
    ['resources by wildcard', { resource: 'arn:aws:dynamodb:*:*:table/Conn*' }, true],
    ['no other resource', { resource: 'arn:aws:dynamodb:*:*:table/Other' }, false],
    ['an input that matches', { match: { '/TableName': 'Connections' } }, true],
    [
      'an input that matches deep inside',
      { match: { '/Item/id~1x/S': 'a', '/List/1': [1, { b: null }] } },
      true,
    ],
    ['no other input', { match: { '/TableName': 'Other' } }, false],
    ['no input without the member', { match: { '/Nothing/S': 'a' } }, false],
  ])('%s', (_name, rule, expected) => {
    const faults = createFaults({ faults: [{ operation: '*', error: gone, ...rule }] });
    const input = { TableName: 'Connections', Item: { 'id/x': { S: 'a' } }, List: [0, [1, { b: null }]] };
    expect(faults.next('dynamodb:PutItem', [table], input) !== undefined).toBe(expected);
  });
});

describe('a fault answers', () => {
  const faultOf = (rule: Partial<FaultRule>): unknown =>
    createFaults({ faults: [{ operation: '*', ...rule }] }).next('a:B', [], {});

  it.each<[string, Partial<FaultRule>, object]>([
    [
      'a client error with 400',
      { error: { code: 'ThrottlingException' } },
      { code: 'ThrottlingException', statusCode: 400 },
    ],
    ['a known error with its own status', { error: gone }, { code: 'GoneException', statusCode: 410 }],
    [
      'what it is told',
      { error: { code: 'X', message: 'm', statusCode: 503 } },
      { code: 'X', message: 'm', statusCode: 503 },
    ],
    ['a message of its own', { error: { code: 'X' } }, { message: 'Injected fault: X' }],
  ])('%s', (_name, rule, error) => {
    expect(faultOf(rule)).toMatchObject({ error, latencyMs: 0 });
  });

  it('late', () => {
    expect(faultOf({ latencyMs: 250 })).toEqual({ rule: { operation: '*', latencyMs: 250 }, latencyMs: 250 });
  });
});

it('the first rule that is due decides, and rules come and go', () => {
  const faults = createFaults({ faults: [{ operation: '*', latencyMs: 1, count: 1 }] });
  const remove = faults.add({ operation: '*', latencyMs: 2 });
  const latencies = (): unknown[] => [1, 2].map(() => faults.next('a:B', [], {})?.latencyMs);
  expect(latencies()).toEqual([1, 2]);
  remove();
  expect(latencies()).toEqual([undefined, undefined]);
  expect(faults.rules).toHaveLength(1);
});

describe('a plan from outside', () => {
  it('is taken as it is', () => {
    const plan = { seed: 3, faults: [{ operation: 'events:Put*', error: { code: 'X' }, probability: 0.1 }] };
    expect(parseFaultPlan(plan)).toEqual(plan);
  });

  it.each<[unknown, string]>([
    [[], 'faults is missing'],
    ['x', 'the plan is "x", but must be Object'],
    [{}, 'faults is missing'],
    [{ faults: [{ operation: 'x:Y' }] }, 'faults.0 needs an error, a latencyMs or both'],
    [
      { faults: [{ operation: 'PutEvents', latencyMs: 1 }] },
      'faults.0.operation must be "service:Operation"',
    ],
    [{ faults: [{ operation: '*', latencyMs: -1 }] }, 'faults.0.latencyMs is -1, but must be >=0'],
    [{ faults: [{ operation: '*', error: { code: '' } }] }, 'faults.0.error.code must not be empty'],
    [
      { faults: [{ operation: '*', latencyMs: 1, probability: 2 }] },
      'faults.0.probability is 2, but must be <=1',
    ],
    [
      { faults: [{ operation: '*', latencyMs: 1, match: { Id: 1 } }] },
      'faults.0.match.Id must be a JSON pointer, as "/ConnectionId"',
    ],
    [{ faults: [{ operation: '*', latencyMs: 1, chance: 1 }] }, 'faults.0.chance is unknown'],
    [
      { faults: [{ operation: '*', latencyMS: 1 }] },
      'faults.0.latencyMS is unknown. Did you mean latencyMs?',
    ],
  ])('%j is refused', (plan, problem) => {
    expect(() => parseFaultPlan(plan)).toThrow(
      expect.objectContaining({ code: 'BAD_ARGUMENT', message: `The faults are not valid:\n  - ${problem}` }),
    );
  });

  const NAMES = ['events:PutEvents', 'events:PutRule', 'sqs:SendMessage', 'sts:GetCallerIdentity'] as const;
  const latencyMs = 1;
  const check = (rule: FaultRule) => () => checkFaults([{ operation: '*', latencyMs }, rule], NAMES);

  it.each<[FaultRule, string]>([
    [
      { operation: 'events:PutEvent', latencyMs },
      'operation: there is no operation events:PutEvent here. Did you mean events:PutEvents?',
    ],
    [
      { operation: 'events:Foo', latencyMs },
      'operation: there is no operation events:Foo here. There are events:PutEvents, events:PutRule.',
    ],
    [
      { operation: 's3:PutObject', latencyMs },
      'operation: there is no operation s3:PutObject here. There are events:*, sqs:*, sts:*.',
    ],
    [
      { operation: 'sqs:*', error: { code: 'RequestThrotled' } },
      'error.code: sqs knows no error RequestThrotled. Did you mean RequestThrottled? With a statusCode beside it, any error is taken.',
    ],
    [
      { operation: 'events:PutRule', error: { code: 'GoneException' } },
      'error.code: events knows no error GoneException. With a statusCode beside it, any error is taken.',
    ],
  ])('names operations and errors that exist: %j', (rule, problem) => {
    expect(check(rule)).toThrow(
      expect.objectContaining({
        code: 'BAD_ARGUMENT',
        message: `The faults are not valid:\n  - faults.1.${problem}`,
      }),
    );
  });

  it.each<FaultRule>([
    { operation: 'events:Put*', error: { code: 'ThrottlingException' } },
    { operation: '*', error: { code: 'RequestThrottled' } },
    { operation: 'sqs:*', error: { code: 'Mine', statusCode: 400 } },
    { operation: 'sts:*', error: { code: 'NotListedHere' } },
  ])('is taken: %j', (rule) => {
    expect(check(rule)).not.toThrow();
  });
});
