import { describe, expect, test } from 'vitest';
import { type JsonValue, parseJson, stringifyJson } from '../../../src/core/json.ts';
import { chainOf, outputOf, run, single } from './run.ts';

describe('data in JSONPath states', () => {
  const input: JsonValue = { a: { b: 1 }, list: [1, 2] };

  test.each<[string, object, unknown]>([
    ['nothing', {}, input],
    ['InputPath', { InputPath: '$.a' }, { b: 1 }],
    ['InputPath null', { InputPath: null }, {}],
    ['OutputPath', { OutputPath: '$.list' }, [1, 2]],
    ['OutputPath null', { OutputPath: null }, {}],
    ['a wildcard', { InputPath: '$.list[*]' }, [1, 2]],
    ['Result', { Result: { r: true } }, { r: true }],
    ['Result null', { Result: null }, null],
    ['ResultPath', { Result: 1, ResultPath: '$.a.c' }, { a: { b: 1, c: 1 }, list: [1, 2] }],
    ['ResultPath null', { Result: 1, ResultPath: null }, input],
    ['Parameters', { Parameters: { 'x.$': '$.a.b', y: '$.a.b' } }, { x: 1, y: '$.a.b' }],
    ['Parameters in lists', { Parameters: { l: [{ 'x.$': '$.a.b' }, 2] } }, { l: [{ x: 1 }, 2] }],
    ['the context object', { Parameters: { 'x.$': '$$.State.Name' } }, { x: 'State' }],
    ['an index past the end', { Parameters: { 'x.$': '$.list[5]' } }, { x: null }],
    [
      'InputPath before ResultPath',
      { InputPath: '$.a', ResultPath: '$.c' },
      { ...(input as object), c: { b: 1 } },
    ],
  ])('%s', async (_name, fields, expected) => {
    expect(await outputOf(single({ Type: 'Pass', ...fields, End: true }), { input })).toEqual(expected);
  });

  test.each([
    [{ InputPath: '$.no' }, "Invalid path '$.no' : No results for path: $['no']"],
    [{ OutputPath: '$.no.where' }, "Invalid path '$.no.where' : Missing property in path $['no']"],
    [
      { Parameters: { 'v.$': '$.no' } },
      `The JSONPath '$.no' specified for the field 'v.$' could not be found in the input '{"a":{"b":1},"list":[1,2]}'`,
    ],
  ])('%j fails', async (fields, cause) => {
    const { result } = await run(single({ Type: 'Pass', ...fields, End: true }), { input });
    expect(result).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'State' (entered at the event id #2). ${cause}`,
    });
  });

  test('numbers that a double cannot hold pass unchanged', async () => {
    const text = '{"big":12345678901234567890,"small":1e-400}';
    const machine = single({ Type: 'Pass', Parameters: { 'copy.$': '$.big' }, ResultPath: '$.r', End: true });
    const output = await outputOf(machine, { input: parseJson(text) });
    expect(stringifyJson(output)).toBe(
      '{"big":12345678901234567890,"small":1e-400,"r":{"copy":12345678901234567890}}',
    );
  });

  test('through JSONata, integers of 64 bits do', async () => {
    const input = parseJson('{"id":9007199254740993,"big":12345678901234567890}');
    const fields = { Output: '{% {"all": $states.input, "id": $states.input.id, "assigned": $v} %}' };
    const states = {
      First: { Type: 'Pass', Assign: { v: '{% $states.input.id %}' }, Next: 'State' },
      State: { Type: 'Pass', ...fields, End: true },
    };
    const output = await outputOf({ QueryLanguage: 'JSONata', StartAt: 'First', States: states }, { input });
    expect(stringifyJson(output)).toBe(
      '{"all":{"id":9007199254740993,"big":12345678901234567000},"id":9007199254740993,"assigned":9007199254740993}',
    );
  });

  test('members named __proto__ pass as ordinary ones', async () => {
    const input = parseJson('{"__proto__":{"x":1}}');
    const machine = single({
      Type: 'Pass',
      Parameters: { 'v.$': "$['__proto__'].x" },
      ResultPath: '$.r',
      End: true,
    });
    expect(stringifyJson(await outputOf(machine, { input }))).toBe('{"__proto__":{"x":1},"r":{"v":1}}');
  });
});

describe('data in JSONata states', () => {
  const jsonata = { QueryLanguage: 'JSONata' };

  test.each<[unknown, unknown]>([
    ['{% $states.input %}', { n: 2 }],
    ['{% $states.input.n + 1 %}', 3],
    [
      { a: ['{% $states.input.n %}', 'plain'], b: '{% null %}' },
      { a: [2, 'plain'], b: null },
    ],
    ['{% $states.context.Execution.Name %}', 'run'],
    ['{% $states.context.State.EnteredTime %}', '2026-01-01T00:00:00Z'],
    ['{% $states %}', expect.objectContaining({ input: { n: 2 }, context: expect.anything() })],
    ['not {% an expression', 'not {% an expression'],
  ])('Output %j', async (output, expected) => {
    const machine = single({ Type: 'Pass', Output: output, End: true }, jsonata);
    expect(await outputOf(machine, { input: { n: 2 } })).toEqual(expected);
  });

  test.each([
    [
      '{% $states.input.none %}',
      "expression '$states.input.none' specified for the field 'Output' returned nothing (undefined).",
    ],
    [{ a: { b: ['{% $none %}'] } }, "the field 'Output/a/b[0]' returned nothing"],
    [
      '{% $fn := function($x){$x} %}',
      "expression '$fn := function($x){$x}' specified for the field 'Output' returned an unsupported result type.",
    ],
    [
      '{% 1 + "a" %}',
      "specified for the field 'Output' threw an error during evaluation. T2002: The right side",
    ],
    [
      `{% ${Array(150).fill('1').join('+')} %}`,
      'threw an error during evaluation: Stack overflow error: Check for',
    ],
  ])('Output %j fails', async (output, cause) => {
    const { result, events } = await run(single({ Type: 'Pass', Output: output, End: true }, jsonata));
    expect(result).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(cause),
    });
    expect(chainOf(events)).toEqual([
      '1 <- 0 ExecutionStarted',
      '2 <- 0 PassStateEntered',
      '3 <- 0 EvaluationFailed',
      '4 <- 3 ExecutionFailed',
    ]);
  });
});

describe('variables', () => {
  test('are assigned together: expressions see the values from before the state', async () => {
    const machine = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { 'x.$': '$y', 'y.$': '$x' }, Next: 'C' },
        C: { Type: 'Pass', Parameters: { 'x.$': '$x', 'y.$': '$y' }, End: true },
      },
    };
    expect(await outputOf(machine)).toEqual({ x: 2, y: 1 });
  });

  test('a Pass state assigns from its Result, in JSONata Output is evaluated with the old values', async () => {
    const machine = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Result: { answer: 42 }, Assign: { 'x.$': '$.answer' }, Next: 'B' },
        B: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Assign: { x: 0, old: '{% $x %}' },
          Output: '{% $x %}',
          Next: 'C',
        },
        C: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% [$states.input, $x, $old] %}', End: true },
      },
    };
    expect(await outputOf(machine)).toEqual([42, 0, 42]);
  });

  test('set inside a branch are not seen outside', async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'In',
              States: {
                In: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'In2' },
                In2: { Type: 'Pass', Output: '{% $inner %}', End: true },
              },
            },
          ],
          Next: 'End',
        },
        End: { Type: 'Pass', Output: '{% [$states.input, $exists($inner)] %}', End: true },
      },
    };
    expect(await outputOf(machine)).toEqual([2, false]);
  });
});

describe('Wait', () => {
  test.each<[object, object, number]>([
    [{ Seconds: 5 }, {}, 5000],
    [{ SecondsPath: '$.s' }, { s: 7 }, 7000],
    [{ Timestamp: '2026-01-01T00:01:00Z' }, {}, 60_000],
    [{ TimestampPath: '$.t' }, { t: '2026-01-01T01:00:30+01:00' }, 30_000],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, {}, 0],
  ])('%j of %j', async (fields, input, tookMs) => {
    const ran = await run(single({ Type: 'Wait', ...fields, End: true }), { input: input as JsonValue });
    expect(ran.tookMs).toBe(tookMs);
    expect(ran.result).toEqual({ status: 'SUCCEEDED', output: input });
  });

  test.each([
    [{ SecondsPath: '$.s' }, { s: -1 }, 'The SecondsPath parameter references a negative value: $.s == -1'],
    [
      { SecondsPath: '$.s' },
      { s: 1.5 },
      'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5',
    ],
    [{ SecondsPath: '$.s' }, {}, 'The SecondsPath parameter does not reference an input value: $.s'],
    [{ SecondsPath: '$.s' }, { s: 100_000_000 }, 'Wait state delay is too long.'],
    [
      { TimestampPath: '$.t' },
      { t: '2026-01-01' },
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2026-01-01',
    ],
  ])('%j of %j fails', async (fields, input, cause) => {
    const { result } = await run(single({ Type: 'Wait', ...fields, End: true }), {
      input: input as JsonValue,
    });
    expect(result).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringMatching(`#2\\). ${cause.replace(/[.$]/g, '\\$&')}$`),
    });
  });

  test('a JSONata timestamp that is none follows the entered event', async () => {
    const machine = single(
      { Type: 'Wait', Timestamp: '{% $states.input.t %}', End: true },
      { QueryLanguage: 'JSONata' },
    );
    const { result, events } = await run(machine, { input: { t: 'noon' } });
    expect(result).toMatchObject({ error: 'States.QueryEvaluationError' });
    expect(chainOf(events)[2]).toBe('3 <- 2 EvaluationFailed');
  });
});

describe('Fail', () => {
  test.each<[object, object]>([
    [
      { Error: 'E', Cause: 'c' },
      { error: 'E', cause: 'c' },
    ],
    [{}, { error: undefined, cause: undefined }],
    [
      { ErrorPath: '$.e', CausePath: "States.Format('because {}', $.c)" },
      { error: 'err', cause: 'because of it' },
    ],
  ])('%j', async (fields, expected) => {
    const { result } = await run(single({ Type: 'Fail', ...fields }), { input: { e: 'err', c: 'of it' } });
    expect(result).toEqual({ status: 'FAILED', ...expected });
  });

  test('JSONata', async () => {
    const machine = single(
      { Type: 'Fail', Error: "{% 'E' & $states.input %}" },
      { QueryLanguage: 'JSONata' },
    );
    expect((await run(machine, { input: 1 })).result).toMatchObject({ error: 'E1' });
  });

  test('JSONata that gives no text', async () => {
    const machine = single({ Type: 'Fail', Cause: '{% 5 %}' }, { QueryLanguage: 'JSONata' });
    expect((await run(machine)).result).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(
        "'5' specified for the field 'Cause' returned an unexpected result type. Expected 'string', but was 'number' for value: 5",
      ),
    });
  });
});

describe('limits', () => {
  const large = 'x'.repeat(262_144);

  test('a state may not give more than 256 KiB', async () => {
    const { result } = await run(single({ Type: 'Pass', Result: { large }, End: true }));
    expect(result).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'State' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  test('it may give exactly as much', async () => {
    const text = 'x'.repeat(262_144 - 2);
    expect(await outputOf(single({ Type: 'Pass', Result: text, End: true }))).toBe(text);
  });

  const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
  const failing = {
    StartAt: 'F',
    States: { F: { Type: 'Fail', Error: 'E', Cause: 'x'.repeat(200_000) } },
  };
  test.each<[object, object]>([
    [{ Type: 'Pass', Parameters: { a: large } }, {}],
    [{ Type: 'Parallel', Arguments: { a: large }, Branches: [inner] }, { QueryLanguage: 'JSONata' }],
    [{ Type: 'Map', ItemsPath: '$.l', ItemSelector: { a: large }, ItemProcessor: inner }, {}],
    [
      { Type: 'Map', Items: [1], ItemSelector: { a: large }, ItemProcessor: inner },
      { QueryLanguage: 'JSONata' },
    ],
    [
      {
        Type: 'Parallel',
        Branches: [failing],
        Catch: [{ ErrorEquals: ['E'], ResultPath: '$.e', Next: 'After' }],
      },
      {},
    ],
  ])('what %j makes counts as well', async (state, machine) => {
    const definition = {
      ...machine,
      StartAt: 'State',
      States: { State: { ...state, Next: 'After' }, After: { Type: 'Succeed' } },
    };
    const { result } = await run(definition, { input: { l: [1], padding: 'x'.repeat(100_000) } });
    expect(result).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  test('bytes count, not characters', async () => {
    const text = 'ü'.repeat(140_000);
    const { result } = await run(single({ Type: 'Pass', Result: text, End: true }));
    expect(result).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  test.each(['JSONPath', 'JSONata'])(
    'the variables of one Assign have at most 256 KiB: %s',
    async (language) => {
      const machine = single({ Type: 'Pass', Assign: { large }, End: true }, { QueryLanguage: language });
      expect((await run(machine)).result).toMatchObject({
        error: 'States.DataLimitExceeded',
        cause: expect.stringContaining("'State' assigned variables"),
      });
    },
  );

  test('all variables together have at most 10 MiB', async () => {
    const quarter = 'x'.repeat(262_000);
    const names = Array.from({ length: 42 }, (_, at) => `v${at}`);
    const states = names.map((name, at) => [
      name,
      { Type: 'Pass', Assign: { [name]: quarter }, ...(at < 41 ? { Next: `v${at + 1}` } : { End: true }) },
    ]);
    const { result, events } = await run({ StartAt: 'v0', States: Object.fromEntries(states) });
    expect(result).toMatchObject({ error: 'States.DataLimitExceeded' });
    expect(events.at(-2)?.details).toMatchObject({ name: 'v40' });
  });

  test('a machine that never ends leaves room for other work and fails with event 25,000', async () => {
    const machine = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'End' }], Default: 'A' },
        End: { Type: 'Succeed' },
      },
    };
    const { result, events, breaths } = await run(machine);
    expect(breaths).toBeGreaterThan(20);
    expect(result).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(chainOf(events.slice(-1))).toEqual(['25000 <- 24999 ExecutionFailed']);
  });
});

describe('ending from outside', () => {
  const waiting = (machine: object = {}): unknown =>
    single({ Type: 'Wait', Seconds: 60, End: true }, machine);

  test("the machine's TimeoutSeconds", async () => {
    const { result, events, tookMs } = await run(waiting({ TimeoutSeconds: 5 }));
    expect(result).toEqual({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect(tookMs).toBe(5000);
    expect(chainOf(events)[2]).toBe('3 <- 0 ExecutionTimedOut');
    expect(events[2]?.details).toMatchObject({ error: 'States.Timeout' });
  });

  test('an Express execution ends after five minutes', async () => {
    const { result, tookMs } = await run(single({ Type: 'Wait', Seconds: 301, End: true }), {
      type: 'EXPRESS',
    });
    expect(result.status).toBe('TIMED_OUT');
    expect(tookMs).toBe(300_000);
  });

  test('stopping', async () => {
    const { result, events } = await run(waiting(), { during: (running) => running.stop('E', 'c') });
    expect(result).toEqual({ status: 'ABORTED', error: 'E', cause: 'c' });
    expect(chainOf(events)[2]).toBe('3 <- 0 ExecutionAborted');
  });
});
