import { describe, expect, test } from 'vitest';
import { StatesError } from '../../../src/languages/asl/index.ts';
import { chainOf, outputOf, PARAMETERS, run, single, TASK } from './run.ts';

const pass = (name: string): object => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });

function map(fields: object = {}, processor: object = pass('Item')): object {
  return { Type: 'Map', ItemProcessor: processor, End: true, ...fields };
}

describe('Map', () => {
  test.each<[string, object, unknown, unknown]>([
    ['its input', {}, [1, 2], [1, 2]],
    ['ItemsPath', { ItemsPath: '$.l' }, { l: ['a'] }, ['a']],
    ['nothing', {}, [], []],
    [
      'ItemSelector',
      {
        ItemsPath: '$.l',
        ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'x.$': '$.x' },
      },
      { l: ['a', 'b'], x: 9 },
      [
        { i: 0, v: 'a', x: 9 },
        { i: 1, v: 'b', x: 9 },
      ],
    ],
    ['Parameters, its older name', { Parameters: { 'v.$': '$$.Map.Item.Value' } }, [1], [{ v: 1 }]],
    ['ResultPath', { ItemsPath: '$.l', ResultPath: '$.r' }, { l: [1] }, { l: [1], r: [1] }],
    ['ResultSelector', { ResultSelector: { 'n.$': '$.length()' } }, [1, 2], { n: 2 }],
  ])('over %s', async (_name, fields, input, expected) => {
    expect(await outputOf(single(map(fields)), { input: input as never })).toEqual(expected);
  });

  test('Iterator is the older name of ItemProcessor', async () => {
    const machine = single({ Type: 'Map', Iterator: pass('Item'), End: true });
    expect(await outputOf(machine, { input: [1, 2] })).toEqual([1, 2]);
  });

  test('JSONata: Items, ItemSelector and the item in the context', async () => {
    const machine = single(
      map({
        Items: '{% $states.input.l %}',
        ItemSelector: { v: '{% $states.context.Map.Item.Value * 10 %}' },
        Output: '{% $states.result.v %}',
      }),
      { QueryLanguage: 'JSONata' },
    );
    expect(await outputOf(machine, { input: { l: [1, 2] } })).toEqual([10, 20]);
  });

  test.each([
    [map(), {}, 5, 'Reference path "$" must point to array.'],
    [
      map({ MaxConcurrencyPath: '$.m' }),
      {},
      { m: 'x' },
      'The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $.m',
    ],
    [map({ MaxConcurrencyPath: '$.m' }), {}, { m: -1 }, 'MaxConcurrency cannot be negative.'],
    [map(), { QueryLanguage: 'JSONata' }, 5, 'Map state input must be an array but was: 5'],
    [
      map({ MaxConcurrency: '{% 0 - 2 %}' }),
      { QueryLanguage: 'JSONata' },
      [1],
      "The JSONata expression '0 - 2' specified for the field 'MaxConcurrency' returned an out of range value: -2. Expected a whole number from 0 to 9007199254740991.",
    ],
    [
      map({ Items: '{% $states.input %}' }),
      { QueryLanguage: 'JSONata' },
      'text',
      `The JSONata expression '$states.input' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: "text"`,
    ],
  ])('%j %j of %j fails', async (state, machine, input, cause) => {
    const { result } = await run(single(state, machine), { input: input as never });
    expect(result).toHaveProperty(
      'cause',
      expect.stringMatching(`#2\\). ${cause.replace(/[.$()?]/g, '\\$&')}$`),
    );
  });

  test('runs at most MaxConcurrency at once, and 40 in any case', async () => {
    const widest = async (MaxConcurrency: number): Promise<number> => {
      let running = 0;
      let most = 0;
      const processor = { StartAt: 'Item', States: { Item: { ...TASK, Parameters: PARAMETERS, End: true } } };
      await run(single(map({ MaxConcurrency }, processor)), {
        input: Array.from({ length: 50 }, (_, at) => at),
        task: async () => {
          running++;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          return {};
        },
      });
      return most;
    };
    expect(await widest(3)).toBe(3);
    expect(await widest(0)).toBe(40);
    expect(await widest(1000)).toBe(40);
  });

  test('one after another, each iteration follows the one before', async () => {
    const { events } = await run(single(map({ MaxConcurrency: 1 })), { input: ['a', 'b'] });
    expect(chainOf(events)).toEqual([
      '1 <- 0 ExecutionStarted',
      '2 <- 0 MapStateEntered',
      '3 <- 2 MapStateStarted',
      '4 <- 3 MapIterationStarted',
      '5 <- 4 PassStateEntered',
      '6 <- 5 PassStateExited',
      '7 <- 6 MapIterationSucceeded',
      '8 <- 6 MapIterationStarted',
      '9 <- 8 PassStateEntered',
      '10 <- 9 PassStateExited',
      '11 <- 10 MapIterationSucceeded',
      '12 <- 11 MapStateSucceeded',
      '13 <- 11 MapStateExited',
      '14 <- 13 ExecutionSucceeded',
    ]);
  });

  test('the first iteration that fails aborts the others and fails the state', async () => {
    const processor = {
      StartAt: 'Item',
      States: { Item: { ...TASK, Parameters: { TableName: 't', 'Key.$': '$' }, End: true } },
    };
    const aborted: boolean[] = [];
    const { result, events } = await run(single(map({}, processor)), {
      input: [0, 1],
      task: ({ arguments: given, signal }) => {
        if ((given as { Key: number }).Key === 1) throw new StatesError('E', 'second');
        return new Promise(() => signal.addEventListener('abort', () => aborted.push(true)));
      },
    });
    expect(result).toEqual({ status: 'FAILED', error: 'E', cause: 'second' });
    expect(aborted).toEqual([true]);
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => /Failed|Aborted/.test(type))).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('Retry runs all iterations again', async () => {
    const processor = { StartAt: 'Item', States: { Item: { Type: 'Fail', Error: 'E' } } };
    const Retry = [{ ErrorEquals: ['E'], MaxAttempts: 1 }];
    const { events } = await run(single(map({ Retry }, processor)), { input: [1] });
    expect(chainOf(events).slice(2)).toEqual([
      '3 <- 2 MapStateStarted',
      '4 <- 3 MapIterationStarted',
      '5 <- 4 FailStateEntered',
      '6 <- 5 MapIterationFailed',
      '7 <- 5 MapStateStarted',
      '8 <- 7 MapIterationStarted',
      '9 <- 8 FailStateEntered',
      '10 <- 9 MapIterationFailed',
      '11 <- 9 MapStateFailed',
      '12 <- 11 ExecutionFailed',
    ]);
  });

  test('distributed: failures within what is tolerated are left out', async () => {
    const processor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Check',
      States: {
        Check: {
          Type: 'Choice',
          Choices: [{ Variable: '$', NumericEquals: 2, Next: 'Bad' }],
          Default: 'Good',
        },
        Bad: { Type: 'Fail', Error: 'E' },
        Good: { Type: 'Succeed' },
      },
    };
    const machine = (fields: object): unknown => single(map({ ...fields }, processor));
    expect(await outputOf(machine({ ToleratedFailureCount: 1 }), { input: [1, 2, 3] })).toEqual([1, 3]);
    expect(await outputOf(machine({ ToleratedFailurePercentage: 34 }), { input: [1, 2, 3] })).toEqual([1, 3]);
    expect((await run(machine({}), { input: [1, 2, 3] })).result).toEqual({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
  });
});

describe('Parallel', () => {
  const parallel = (...branches: readonly object[]): object => ({
    Type: 'Parallel',
    Branches: branches,
    End: true,
  });

  test('gives its input to each branch and lists their outputs', async () => {
    const state = { ...parallel(pass('A'), pass('B')), Parameters: { 'v.$': '$.x' } };
    expect(await outputOf(single(state), { input: { x: 1 } })).toEqual([{ v: 1 }, { v: 1 }]);
  });

  test("branches' events alternate, and what follows the state follows its last branch", async () => {
    const { events } = await run(single(parallel(pass('A'), pass('B'))));
    expect(chainOf(events)).toEqual([
      '1 <- 0 ExecutionStarted',
      '2 <- 0 ParallelStateEntered',
      '3 <- 2 ParallelStateStarted',
      '4 <- 3 PassStateEntered',
      '5 <- 3 PassStateEntered',
      '6 <- 4 PassStateExited',
      '7 <- 5 PassStateExited',
      '8 <- 7 ParallelStateSucceeded',
      '9 <- 7 ParallelStateExited',
      '10 <- 9 ExecutionSucceeded',
    ]);
  });

  test('a failed branch gives up the waits of the others', async () => {
    const slow = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100, End: true } } };
    const bad = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'c' } } };
    const { result, tookMs, events } = await run(single(parallel(slow, bad)));
    expect(result).toEqual({ status: 'FAILED', error: 'E', cause: 'c' });
    expect(tookMs).toBe(0);
    expect(chainOf(events.slice(3))).toEqual([
      '4 <- 3 WaitStateEntered',
      '5 <- 3 FailStateEntered',
      '6 <- 4 WaitStateAborted',
      '7 <- 5 ParallelStateFailed',
      '8 <- 7 ExecutionFailed',
    ]);
  });

  test.each(['States.ALL', 'States.TaskFailed', 'States.BranchFailed', 'E'])(
    'Catch of %s continues after it',
    async (name) => {
      const bad = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } };
      const machine = {
        StartAt: 'P',
        States: {
          P: { ...parallel(bad), Catch: [{ ErrorEquals: [name], ResultPath: '$.e', Next: 'After' }] },
          After: { Type: 'Pass', End: true },
        },
      };
      expect(await outputOf(machine, { input: { a: 1 } })).toEqual({ a: 1, e: { Error: 'E', Cause: '' } });
    },
  );

  test('branches take the language of the machine, not of the state around them', async () => {
    const machine = {
      StartAt: 'P',
      States: {
        P: { ...parallel(pass('A')), QueryLanguage: 'JSONata', Output: '{% $count($states.result) %}' },
      },
    };
    expect(await outputOf(machine)).toBe(1);
  });
});
