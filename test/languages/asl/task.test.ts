import { describe, expect, test } from 'vitest';
import { StatesError, type TaskCall } from '../../../src/languages/asl/index.ts';
import { chainOf, outputOf, PARAMETERS, run, single, TASK, type TaskStub } from './run.ts';

function task(fields: object = {}): object {
  return { ...TASK, Parameters: PARAMETERS, End: true, ...fields };
}

/** Throws the errors in turn, then answers. */
function failing(...errors: readonly string[]): TaskStub {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error !== undefined) throw new StatesError(error, `cause of ${error}`);
    return { done: true };
  };
}

const never: TaskStub = () => new Promise(() => undefined);

describe('Task', () => {
  test('selects, places and assigns its result', async () => {
    const machine = {
      StartAt: 'Task',
      States: {
        Task: task({
          End: undefined,
          Parameters: { TableName: 't', 'Key.$': '$.key' },
          ResultSelector: { 'item.$': '$.Item' },
          ResultPath: '$.found',
          Assign: { 'raw.$': '$.Item.id' },
          Next: 'After',
        }),
        After: { Type: 'Pass', Parameters: { 'input.$': '$', 'raw.$': '$raw' }, End: true },
      },
    };
    const calls: TaskCall[] = [];
    const output = await outputOf(machine, {
      input: { key: { id: 'k' } },
      task: (call) => {
        calls.push(call);
        return { Item: { id: 7 } };
      },
    });
    expect(calls[0]?.arguments).toEqual({ TableName: 't', Key: { id: 'k' } });
    expect(output).toEqual({ input: { key: { id: 'k' }, found: { item: { id: 7 } } }, raw: 7 });
  });

  test('JSONata: Arguments, and $states.result in Output and Assign', async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Task',
      States: {
        Task: {
          ...TASK,
          Arguments: { TableName: 't', Key: '{% $states.input.key %}' },
          Assign: { id: '{% $states.result.id %}' },
          Output: { got: '{% $states.result.id %}' },
          Next: 'After',
        },
        After: { Type: 'Pass', Output: '{% [$states.input, $id] %}', End: true },
      },
    };
    const seen: unknown[] = [];
    const output = await outputOf(machine, {
      input: { key: 'k' },
      task: ({ arguments: given }) => {
        seen.push(given);
        return { id: 7 };
      },
    });
    expect(seen).toEqual([{ TableName: 't', Key: 'k' }]);
    expect(output).toEqual([{ got: 7 }, 7]);
  });

  test('its events, and the role of its Credentials', async () => {
    const machine = single(task({ Credentials: { 'RoleArn.$': '$.role' }, TimeoutSeconds: 9 }));
    const { events } = await run(machine, { input: { role: 'arn:aws:iam::1:role/other' }, task: () => 'ok' });
    expect(chainOf(events)).toEqual([
      '1 <- 0 ExecutionStarted',
      '2 <- 0 TaskStateEntered',
      '3 <- 2 TaskScheduled',
      '4 <- 3 TaskStarted',
      '5 <- 4 TaskSucceeded',
      '6 <- 5 TaskStateExited',
      '7 <- 6 ExecutionSucceeded',
    ]);
    expect(events[2]?.details).toEqual({
      resourceType: 'dynamodb',
      resource: 'getItem',
      region: 'us-east-1',
      parameters: PARAMETERS,
      timeoutInSeconds: 9,
      heartbeatInSeconds: undefined,
      taskCredentials: { roleArn: 'arn:aws:iam::1:role/other' },
    });
  });

  test.each([
    { TimeoutSeconds: 3 },
    { TimeoutSecondsPath: '$.limit' },
    { TimeoutSeconds: 10, HeartbeatSeconds: 3 },
  ])('%j ends a call that does not answer', async (fields) => {
    const { result, tookMs, events } = await run(single(task(fields)), { input: { limit: 3 }, task: never });
    expect(result).toEqual({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    expect(tookMs).toBe(3000);
    expect(chainOf(events)[4]).toBe('5 <- 4 TaskTimedOut');
  });

  test.each([
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    ['3', '3'],
    [100_000_000, '100000000'],
  ])('TimeoutSecondsPath of %j fails', async (limit, shown) => {
    const { result } = await run(single(task({ TimeoutSecondsPath: '$.limit' })), { input: { limit } });
    expect(result).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(
        `The TimeoutSecondsPath parameter does not reference a positive integer: $.limit == ${shown}`,
      ),
    });
  });

  test.each(['TimeoutSeconds', 'HeartbeatSeconds'])('JSONata: %s out of range', async (field) => {
    const state = { ...TASK, Arguments: PARAMETERS, [field]: '{% 0 - 1 %}', End: true };
    const { result } = await run(single(state, { QueryLanguage: 'JSONata' }));
    expect(result).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(`'${field}' returned an out of range value: -1.`),
    });
  });

  test('a heartbeat starts HeartbeatSeconds anew', async () => {
    let call: TaskCall | undefined;
    const { tookMs } = await run(single(task({ TimeoutSeconds: 60, HeartbeatSeconds: 3 })), {
      task: (given) => {
        call = given;
        return new Promise(() => undefined);
      },
      during: async (_running, clock) => {
        await clock.advance(2000);
        call?.heartbeat();
      },
    });
    expect(tookMs).toBe(5000);
  });

  test('a call that has run out of time is told so', async () => {
    let signal: AbortSignal | undefined;
    await run(single(task({ TimeoutSeconds: 3 })), {
      task: (call) => {
        signal = call.signal;
        return new Promise(() => undefined);
      },
    });
    expect(signal?.aborted).toBe(true);
  });
});

describe('Retry', () => {
  test.each<[object, readonly string[], number, number]>([
    [{}, ['E', 'E'], 1000 + 2000, 2],
    [{ IntervalSeconds: 3, BackoffRate: 1 }, ['E', 'E'], 6000, 2],
    [
      { IntervalSeconds: 10, BackoffRate: 10, MaxDelaySeconds: 15 },
      ['E', 'E', 'E'],
      10_000 + 15_000 + 15_000,
      3,
    ],
    [{ IntervalSeconds: 0 }, ['E'], 0, 1],
  ])('%j after %j', async (fields, errors, tookMs, retries) => {
    const machine = single(task({ Retry: [{ ErrorEquals: ['E'], ...fields }] }));
    const ran = await run(machine, { task: failing(...errors) });
    expect(ran.result).toEqual({ status: 'SUCCEEDED', output: { done: true } });
    expect(ran.tookMs).toBe(tookMs);
    expect(ran.events.filter(({ type }) => type === 'TaskFailed')).toHaveLength(retries);
  });

  test('FULL jitter waits up to the delay', async () => {
    const machine = single(
      task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 100, JitterStrategy: 'FULL' }] }),
    );
    const { tookMs } = await run(machine, { task: failing('E') });
    expect(tookMs).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(100_000);
  });

  test('each retrier counts its own attempts; exhausted, the error goes on', async () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1, IntervalSeconds: 1 },
    ];
    const { result, events } = await run(single(task({ Retry })), { task: failing('A', 'B', 'A') });
    expect(result).toMatchObject({ status: 'FAILED', error: 'A' });
    expect(events.filter(({ type }) => type === 'TaskScheduled')).toHaveLength(3);
  });

  test('the context object tells how often', async () => {
    const counts: unknown[] = [];
    const machine = single(
      task({
        Parameters: { TableName: 't', Key: { 'n.$': '$$.State.RetryCount' } },
        Retry: [{ ErrorEquals: ['States.ALL'] }],
      }),
    );
    await run(machine, {
      task: ({ arguments: given }) => {
        counts.push((given as typeof PARAMETERS).Key);
        if (counts.length < 3) throw new StatesError('E', undefined);
        return {};
      },
    });
    expect(counts).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });
});

describe('Catch', () => {
  const caught = (ErrorEquals: readonly string[], fields: object = {}): unknown => ({
    StartAt: 'State',
    States: {
      State: task({ Catch: [{ ErrorEquals, Next: 'Caught', ...fields }] }),
      Caught: { Type: 'Pass', End: true },
    },
  });

  test.each([
    ['E', ['E'], true],
    ['E', ['States.ALL'], true],
    ['E', ['States.TaskFailed'], true],
    ['E', ['Other'], false],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.DataLimitExceeded', ['States.ALL'], false],
    ['States.DataLimitExceeded', ['States.DataLimitExceeded'], true],
    ['States.Runtime', ['States.ALL'], false],
    ['States.Runtime', ['States.Runtime'], false],
  ])('%s by %j: %s', async (error, names, isCaught) => {
    const { result } = await run(caught(names), { task: failing(error) });
    expect(result.status).toBe(isCaught ? 'SUCCEEDED' : 'FAILED');
  });

  test.each([
    [{ HeartbeatSeconds: 3 }, ['States.HeartbeatTimeout'], true],
    [{ HeartbeatSeconds: 3 }, ['States.Timeout'], true],
    [{ HeartbeatSeconds: 3 }, ['States.TaskFailed'], false],
    [{ TimeoutSeconds: 3 }, ['States.HeartbeatTimeout'], false],
  ])('a task with %j that does not answer, by %j: %s', async (fields, ErrorEquals, isCaught) => {
    const machine = {
      StartAt: 'State',
      States: {
        State: task({ ...fields, Catch: [{ ErrorEquals, Next: 'Caught' }] }),
        Caught: { Type: 'Pass', End: true },
      },
    };
    const { result } = await run(machine, { task: never });
    expect(result).toEqual(
      isCaught
        ? { status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } }
        : { status: 'FAILED', error: 'States.Timeout', cause: undefined },
    );
  });

  test.each<[object, unknown]>([
    [{}, { Error: 'E', Cause: 'cause of E' }],
    [{ ResultPath: '$.failure' }, { a: 1, failure: { Error: 'E', Cause: 'cause of E' } }],
    [{ ResultPath: null }, { a: 1 }],
  ])('%j hands on', async (fields, expected) => {
    expect(await outputOf(caught(['E'], fields), { input: { a: 1 }, task: failing('E') })).toEqual(expected);
  });

  test('JSONata: errorOutput in Output and Assign', async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'State',
      States: {
        State: {
          ...TASK,
          Arguments: PARAMETERS,
          Catch: [
            {
              ErrorEquals: ['E'],
              Assign: { name: '{% $states.errorOutput.Error %}' },
              Output: { why: '{% $states.errorOutput.Cause %}', given: '{% $states.input %}' },
              Next: 'Caught',
            },
          ],
          End: true,
        },
        Caught: { Type: 'Pass', Output: '{% [$states.input, $name] %}', End: true },
      },
    };
    expect(await outputOf(machine, { input: 1, task: failing('E') })).toEqual([
      { why: 'cause of E', given: 1 },
      'E',
    ]);
  });

  test('catches an expression of its own state', async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'State',
      States: {
        State: {
          ...TASK,
          Arguments: '{% $states.input.none %}',
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Output: 'caught', Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Succeed' },
      },
    };
    expect(await outputOf(machine)).toBe('caught');
  });
});
