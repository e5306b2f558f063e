import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { benchWith } from './support.ts';

const PASS = { Type: 'Pass', End: true };
const machine = (...states: JsonObject[]) => ({
  StartAt: 'S0',
  States: Object.fromEntries(
    states.map((state, at) => [`S${at}`, at + 1 < states.length ? { ...state, Next: `S${at + 1}` } : state]),
  ),
});

function validate(definition: unknown, request: JsonObject = {}): Promise<JsonObject> {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return benchWith({ definition: machine(PASS) }).call('ValidateStateMachineDefinition', {
    definition: text,
    ...request,
  });
}

const NO_DOLLAR = 'No .$ on a field that appears to be a JSONPath or Intrinsic Function.';
const NO_PATH = "Field value looks like a path, but field name does not end with 'Path'.";
const STATIC = 'Attempt to use a path in the result of a pass state.';
const branch = (state: JsonObject) => ({ StartAt: 'In', States: { In: state } });

describe('warnings', () => {
  test.each<[JsonObject, string, string, string]>([
    [{ ...PASS, Parameters: { a: '$.x' } }, 'NO_DOLLAR', NO_DOLLAR, '/States/S0/Parameters/a'],
    [
      { ...PASS, Parameters: { a: [{ b: '$$.Execution' }] } },
      'NO_DOLLAR',
      NO_DOLLAR,
      '/States/S0/Parameters/a[0]/b',
    ],
    [{ ...PASS, Assign: { a: "States.Format('{}', $.x)" } }, 'NO_DOLLAR', NO_DOLLAR, '/States/S0/Assign/a'],
    [{ Type: 'Fail', Error: '$.x' }, 'NO_PATH', NO_PATH, '/States/S0/Error'],
    [{ Type: 'Fail', Cause: '$x' }, 'NO_PATH', NO_PATH, '/States/S0/Cause'],
    [{ ...PASS, Result: { a: '$.x' } }, 'PASS_RESULT_IS_STATIC', STATIC, '/States/S0/Result'],
    [{ ...PASS, Result: [{ 'a.$': 'x' }] }, 'PASS_RESULT_IS_STATIC', STATIC, '/States/S0/Result'],
    [
      { Type: 'Parallel', Branches: [branch({ ...PASS, Result: '$' })], End: true },
      'PASS_RESULT_IS_STATIC',
      STATIC,
      '/States/S0/Branches[0]/States/In/Result',
    ],
    [
      { Type: 'Map', ItemProcessor: branch({ Type: 'Fail', Error: '$.e' }), End: true },
      'NO_PATH',
      NO_PATH,
      '/States/S0/ItemProcessor/States/In/Error',
    ],
  ])('%j', async (state, code, message, location) => {
    expect(await validate(machine(state))).toEqual({ result: 'OK', diagnostics: [], truncated: false });
    expect(await validate(machine(state), { severity: 'WARNING' })).toEqual({
      result: 'OK',
      diagnostics: [{ severity: 'WARNING', code, message, location }],
      truncated: false,
    });
  });

  test('of choice rules and catchers', async () => {
    const definition = {
      StartAt: 'C',
      States: {
        C: {
          Type: 'Choice',
          Choices: [
            {
              And: [{ Variable: '$.a', StringEquals: '$.b' }],
              Assign: { v: '$.c' },
              Next: 'T',
            },
          ],
        },
        T: {
          Type: 'Parallel',
          Branches: [branch(PASS)],
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '$.Error' }, Next: 'E' }],
          End: true,
        },
        E: { Type: 'Succeed' },
      },
    };
    const { diagnostics } = await validate(definition, { severity: 'WARNING' });
    expect((diagnostics as JsonObject[]).map(({ code, location }) => [code, location])).toEqual([
      ['NO_DOLLAR', '/States/C/Choices[0]/Assign/v'],
      ['NO_PATH', '/States/C/Choices[0]/And[0]/StringEquals'],
      ['NO_DOLLAR', '/States/T/Catch[0]/Assign/e'],
    ]);
  });

  test.each([
    { ...PASS, Parameters: { a: '$5 off', b: 'States.Foo', c: 5 } },
    { ...PASS, Result: { price: '$ 5' } },
    { ...PASS, QueryLanguage: 'JSONata', Output: { a: '$.x' } },
  ])('there are none of %j', async (state) => {
    expect(await validate(machine(state as JsonObject), { severity: 'WARNING' })).toMatchObject({
      diagnostics: [],
    });
  });

  test('stand behind errors, and do not hide them', async () => {
    const { result, diagnostics } = await validate(machine({ Type: 'Pass', Result: '$.x' }), {
      severity: 'WARNING',
    });
    expect(result).toBe('FAIL');
    expect((diagnostics as JsonObject[]).map(({ severity }) => severity)).toEqual(['ERROR', 'WARNING']);
    expect(await validate('{', { severity: 'WARNING' })).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ code: 'INVALID_JSON_DESCRIPTION' }],
    });
  });
});

test.each([
  [{ maxResults: 2 }, 2, true],
  [{ maxResults: 3 }, 3, false],
  [{ maxResults: 0 }, 3, false],
  [{}, 3, false],
])('%j gives %i of three diagnostics', async (request, count, truncated) => {
  const bad = { Type: 'Pass', End: true, X: 1, Y: 2, Z: 3 };
  const answer = await validate(machine(bad), request);
  expect(answer['diagnostics']).toHaveLength(count);
  expect(answer['truncated']).toBe(truncated);
});

test.each<[JsonObject, string]>([
  [
    { maxResults: 101 },
    "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
  ],
  [
    { severity: 'INFO' },
    "Value 'INFO' at 'severity' failed to satisfy constraint: Member must satisfy enum value set: [ERROR, WARNING]",
  ],
  [
    { definition: '' },
    "Value at 'definition' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
])('%j is refused', async (request, message) => {
  await expect(validate(machine(PASS), request)).rejects.toMatchObject({
    code: 'ValidationException',
    message: `1 validation error detected: ${message}`,
  });
});
