import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { outputOf, run } from './run.ts';

function choosing(rule: object, machine: object = {}): unknown {
  return {
    ...machine,
    StartAt: 'Choice',
    States: {
      Choice: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Pass', Result: 'yes', End: true },
      No: { Type: 'Pass', Result: 'no', End: true },
    },
  };
}

const INSTANT = '2026-01-01T00:00:00Z';

describe('choice rules', () => {
  test.each<[object, JsonValue, 'yes' | 'no']>([
    [{ Variable: '$.v', StringEquals: 'a' }, 'a', 'yes'],
    [{ Variable: '$.v', StringEquals: 'a' }, 1, 'no'],
    [{ Variable: '$.v', StringEqualsPath: '$.w' }, 'w', 'yes'],
    [{ Variable: '$.v', StringLessThan: 'b' }, 'a', 'yes'],
    [{ Variable: '$.v', StringGreaterThanEquals: 'b' }, 'a', 'no'],
    [{ Variable: '$.v', StringMatches: 'log-*.txt' }, 'log-2026.txt', 'yes'],
    [{ Variable: '$.v', StringMatches: String.raw`a\*b` }, 'a*b', 'yes'],
    [{ Variable: '$.v', StringMatches: String.raw`a\*b` }, 'axb', 'no'],
    [{ Variable: '$.v', StringMatches: 'a.c' }, 'abc', 'no'],
    [{ Variable: '$.v', StringMatches: 'a**c' }, 'abc', 'yes'],
    [{ Variable: '$.v', StringMatches: '*' }, '', 'yes'],
    [{ Variable: '$.v', StringMatches: '' }, 'a', 'no'],
    [{ Variable: '$.v', StringMatches: 'ab*ba' }, 'aba', 'no'],
    [{ Variable: '$.v', StringMatches: String.raw`\\*` }, String.raw`\x`, 'yes'],
    [{ Variable: '$.v', StringMatches: `${'*a'.repeat(40)}*b` }, 'a'.repeat(50_000), 'no'],
    [{ Variable: '$.v', NumericEquals: 1 }, 1.0, 'yes'],
    [{ Variable: '$.v', NumericEquals: 1 }, '1', 'no'],
    [{ Variable: '$.v', NumericLessThanEquals: 1 }, 1, 'yes'],
    [{ Variable: '$.v', NumericGreaterThanPath: '$.n' }, 6, 'yes'],
    [{ Variable: '$.v', BooleanEquals: false }, false, 'yes'],
    [{ Variable: '$.v', BooleanEquals: false }, null, 'no'],
    [{ Variable: '$.v', TimestampEquals: INSTANT }, '2026-01-01T01:00:00+01:00', 'yes'],
    [{ Variable: '$.v', TimestampLessThan: INSTANT }, '2025-12-31T23:59:59.999Z', 'yes'],
    [{ Variable: '$.v', TimestampLessThan: INSTANT }, '2025-12-31', 'no'],
    [{ Variable: '$.v', TimestampGreaterThan: INSTANT }, INSTANT.replace('Z', '.000001Z'), 'yes'],
    [{ Variable: '$.v', IsNull: true }, null, 'yes'],
    [{ Variable: '$.v', IsNumeric: false }, 'x', 'yes'],
    [{ Variable: '$.v', IsString: true }, '', 'yes'],
    [{ Variable: '$.v', IsBoolean: true }, 0, 'no'],
    [{ Variable: '$.v', IsTimestamp: true }, INSTANT, 'yes'],
    [{ Variable: '$.v', IsTimestamp: true }, '2026-13-01T00:00:00Z', 'no'],
    [{ Variable: '$.missing', IsPresent: false }, 0, 'yes'],
    [{ Variable: '$.v', IsPresent: true }, null, 'yes'],
    [
      {
        And: [
          { Variable: '$.v', NumericGreaterThan: 1 },
          { Variable: '$.v', NumericLessThan: 3 },
        ],
      },
      2,
      'yes',
    ],
    [
      {
        Or: [
          { Variable: '$.v', NumericEquals: 1 },
          { Variable: '$.v', NumericEquals: 2 },
        ],
      },
      2,
      'yes',
    ],
    [{ Not: { Variable: '$.v', NumericEquals: 1 } }, 1, 'no'],
    [
      {
        And: [
          { Variable: '$.none', IsPresent: true },
          { Variable: '$.none', IsNull: true },
        ],
      },
      1,
      'no',
    ],
  ])('%j of %j: %s', async (rule, v, expected) => {
    expect(await outputOf(choosing(rule), { input: { v, w: 'w', n: 5 } })).toBe(expected);
  });

  test('a path to nothing fails the execution, where only IsPresent may look', async () => {
    const { result } = await run(choosing({ Variable: '$.none', IsNull: true }));
    expect(result).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Choice' (entered at the event id #2). Invalid path '$.none': The choice state's condition path references an invalid value.",
    });
  });

  test('a backslash in StringMatches that escapes nothing fails the execution', async () => {
    const rule = { Variable: '$.v', StringMatches: 'a\\b' };
    const { result } = await run(choosing(rule), { input: { v: 'a' } });
    expect(result).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining("Invalid escape sequence in the StringMatches value 'a\\b'"),
    });
  });

  test('no rule and no Default fails the execution', async () => {
    const { result } = await run(
      {
        StartAt: 'Choice',
        States: {
          Choice: { Type: 'Choice', Choices: [{ Variable: '$.v', IsNull: true, Next: 'End' }] },
          End: { Type: 'Succeed' },
        },
      },
      { input: { v: 1 } },
    );
    expect(result).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('Failed to transition out of the state'),
    });
  });

  test("a rule assigns its own variables, Default the state's", async () => {
    const machine = {
      StartAt: 'Choice',
      States: {
        Choice: {
          Type: 'Choice',
          Choices: [{ Variable: '$.v', NumericEquals: 1, Assign: { by: 'rule' }, Next: 'End' }],
          Assign: { by: 'default' },
          Default: 'End',
        },
        End: { Type: 'Pass', Parameters: { 'by.$': '$by' }, End: true },
      },
    };
    expect(await outputOf(machine, { input: { v: 1 } })).toEqual({ by: 'rule' });
    expect(await outputOf(machine, { input: { v: 2 } })).toEqual({ by: 'default' });
  });
});

describe('JSONata conditions', () => {
  const machine = (condition: unknown, rule: object = {}) => ({
    QueryLanguage: 'JSONata',
    StartAt: 'Choice',
    States: {
      Choice: {
        Type: 'Choice',
        Choices: [{ Condition: condition, ...rule, Next: 'Yes' }],
        Output: 'default',
        Default: 'No',
      },
      Yes: { Type: 'Succeed' },
      No: { Type: 'Succeed' },
    },
  });

  test.each<[unknown, object, JsonValue]>([
    ['{% $states.input.n > 1 %}', {}, { n: 2 }],
    ['{% $states.input.n > 1 %}', { Output: '{% $states.input.n %}' }, 2],
    ['{% $states.input.n > 2 %}', { Output: 'rule' }, 'default'],
    [true, { Output: 'constant' }, 'constant'],
  ])('%j %j', async (condition, rule, expected) => {
    expect(await outputOf(machine(condition, rule), { input: { n: 2 } })).toEqual(expected);
  });

  test('must give a boolean', async () => {
    const { result } = await run(machine('{% $states.input.n %}'), { input: { n: 2 } });
    expect(result).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(
        "'$states.input.n' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 2",
      ),
    });
  });

  test("a rule's fields are named under its index", async () => {
    const { result } = await run(machine(true, { Output: { v: '{% $states.input.none %}' } }));
    expect(result).toHaveProperty(
      'cause',
      expect.stringContaining("the field 'Choices[0]/Output/v' returned nothing"),
    );
  });
});
