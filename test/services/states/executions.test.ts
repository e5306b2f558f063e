import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { benchWith, MACHINE_ARN } from './support.ts';

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', Result: { done: true }, End: true } } };
const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
const EXECUTION_ARN = 'arn:aws:states:us-east-1:123456789012:execution:Machine:run';
const START = { stateMachineArn: MACHINE_ARN, name: 'run' };
const NOW = Date.UTC(2026, 0, 1) / 1000;

describe('StartExecution of a Standard machine', () => {
  test('is described while it runs and when it has ended', async () => {
    const bench = benchWith({ definition: WAIT, type: 'STANDARD' });
    expect(await bench.call('StartExecution', { ...START, input: '{"a": 1}' })).toEqual({
      executionArn: EXECUTION_ARN,
      startDate: NOW,
    });
    expect(await bench.call('DescribeExecution', { executionArn: EXECUTION_ARN })).toEqual({
      executionArn: EXECUTION_ARN,
      stateMachineArn: MACHINE_ARN,
      name: 'run',
      status: 'RUNNING',
      startDate: NOW,
      input: '{"a": 1}',
      inputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    await bench.clock.advance(60_000);
    expect(await bench.call('DescribeExecution', { executionArn: EXECUTION_ARN })).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: NOW + 60,
      output: '{"a":1}',
      outputDetails: { included: true },
    });
    expect(bench.meters).toEqual({ 'states.standard.transitions': 1 });
  });

  test('the same name and input again answers the running execution', async () => {
    const bench = benchWith({ definition: WAIT, type: 'STANDARD' });
    const first = await bench.call('StartExecution', START);
    expect(await bench.call('StartExecution', START)).toEqual(first);
    await expect(bench.call('StartExecution', { ...START, input: '{"b":1}' })).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${EXECUTION_ARN}'`,
    });
  });

  test('a name is not free again when its execution has ended', async () => {
    const bench = benchWith({ definition: PASS, type: 'STANDARD' });
    await bench.call('StartExecution', START);
    await bench.clock.advance(1);
    await expect(bench.call('StartExecution', START)).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
    });
  });

  test.each([
    [{ stateMachineArn: 'nothing' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: nothing'"],
    [
      { stateMachineArn: `${MACHINE_ARN}2` },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${MACHINE_ARN}2'`,
    ],
    [{ ...START, name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [
      { ...START, input: 'not json' },
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'",
    ],
    [
      { ...START, input: `"${'x'.repeat(262_144)}"` },
      'ValidationException',
      expect.stringContaining('262144'),
    ],
    [
      { ...START, input: '['.repeat(5000) + ']'.repeat(5000) },
      'InvalidExecutionInput',
      expect.stringContaining('1000'),
    ],
    [{ ...START, input: 5 }, 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    [
      { ...START, name: 'x'.repeat(81) },
      'ValidationException',
      `1 validation error detected: Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    ],
    [
      {},
      'ValidationException',
      "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      { stateMachineArn: `${MACHINE_ARN}/label` },
      'ValidationException',
      'This operation does not support labeled ARNs',
    ],
    [
      { stateMachineArn: EXECUTION_ARN },
      'InvalidArn',
      "Invalid Arn: 'Resource type not valid in this context: execution'",
    ],
  ])('%j is refused', async (input, code, message) => {
    const bench = benchWith({ definition: PASS, type: 'STANDARD' });
    await expect(bench.call('StartExecution', input as never)).rejects.toMatchObject({ code, message });
  });

  test('StopExecution ends it; an ended one is left as it is', async () => {
    const bench = benchWith({ definition: WAIT, type: 'STANDARD' });
    await bench.call('StartExecution', START);
    await bench.clock.advance(1000);
    const stop = { executionArn: EXECUTION_ARN, error: 'E', cause: 'c' };
    expect(await bench.call('StopExecution', stop)).toEqual({ stopDate: NOW + 1 });
    await bench.clock.advance(1000);
    expect(await bench.call('StopExecution', stop)).toEqual({ stopDate: NOW + 1 });
    expect(await bench.call('DescribeExecution', stop)).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'c',
    });
  });

  test('closing the service ends what runs', async () => {
    const bench = benchWith({ definition: WAIT, type: 'STANDARD' });
    await bench.call('StartExecution', START);
    await bench.service.close();
    expect(await bench.call('DescribeExecution', { executionArn: EXECUTION_ARN })).toMatchObject({
      status: 'ABORTED',
    });
  });
});

describe('GetExecutionHistory', () => {
  test('gives data as text, pages, and turns around', async () => {
    const definition = {
      StartAt: 'P',
      States: { P: { Type: 'Pass', Result: [1], Assign: { x: { y: 1 } }, End: true } },
    };
    const bench = benchWith({ definition, type: 'STANDARD' });
    await bench.call('StartExecution', START);
    const { events } = await bench.call('GetExecutionHistory', { executionArn: EXECUTION_ARN });
    expect(events).toEqual([
      {
        timestamp: NOW,
        type: 'ExecutionStarted',
        id: 1,
        previousEventId: 0,
        executionStartedEventDetails: {
          input: '{}',
          inputDetails: { truncated: false },
          roleArn: 'arn:aws:iam::123456789012:role/machine',
        },
      },
      {
        timestamp: NOW,
        type: 'PassStateEntered',
        id: 2,
        previousEventId: 0,
        stateEnteredEventDetails: { name: 'P', input: '{}', inputDetails: { truncated: false } },
      },
      {
        timestamp: NOW,
        type: 'PassStateExited',
        id: 3,
        previousEventId: 2,
        stateExitedEventDetails: {
          name: 'P',
          output: '[1]',
          outputDetails: { truncated: false },
          assignedVariables: { x: '{"y":1}' },
          assignedVariablesDetails: { truncated: false },
        },
      },
      {
        timestamp: NOW,
        type: 'ExecutionSucceeded',
        id: 4,
        previousEventId: 3,
        executionSucceededEventDetails: { output: '[1]', outputDetails: { truncated: false } },
      },
    ]);
    const page = await bench.call('GetExecutionHistory', {
      executionArn: EXECUTION_ARN,
      maxResults: 3,
      reverseOrder: true,
    });
    expect((page['events'] as { id: number }[]).map(({ id }) => id)).toEqual([4, 3, 2]);
    const rest = await bench.call('GetExecutionHistory', {
      executionArn: EXECUTION_ARN,
      maxResults: 3,
      reverseOrder: true,
      nextToken: page['nextToken'] as string,
    });
    expect((rest['events'] as { id: number }[]).map(({ id }) => id)).toEqual([1]);
    expect(rest['nextToken']).toBeUndefined();
    await expect(
      bench.call('GetExecutionHistory', { executionArn: EXECUTION_ARN, nextToken: 'x' }),
    ).rejects.toMatchObject({ code: 'InvalidToken' });
  });
});

describe('lists and descriptions of machines', () => {
  test('ListExecutions gives the latest first and filters by status', async () => {
    const bench = benchWith({ definition: WAIT, type: 'STANDARD' });
    await bench.call('StartExecution', { ...START, name: 'first' });
    await bench.clock.advance(60_000);
    await bench.call('StartExecution', { ...START, name: 'second' });
    const names = async (input: object): Promise<string[]> => {
      const { executions } = await bench.call('ListExecutions', { stateMachineArn: MACHINE_ARN, ...input });
      return (executions as { name: string }[]).map(({ name }) => name);
    };
    expect(await names({})).toEqual(['second', 'first']);
    expect(await names({ statusFilter: 'RUNNING' })).toEqual(['second']);
    expect(await names({ maxResults: 1 })).toEqual(['second']);
  });

  test('DescribeStateMachine, DescribeStateMachineForExecution and ListStateMachines', async () => {
    const bench = benchWith({ definition: PASS, type: 'STANDARD' });
    await bench.call('StartExecution', START);
    const described = await bench.call('DescribeStateMachine', { stateMachineArn: MACHINE_ARN });
    expect(described).toEqual({
      stateMachineArn: MACHINE_ARN,
      name: 'Machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: JSON.stringify(PASS),
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      creationDate: NOW,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    const { status: _s, type: _t, creationDate, ...common } = described;
    expect(await bench.call('DescribeStateMachineForExecution', { executionArn: EXECUTION_ARN })).toEqual({
      ...common,
      updateDate: creationDate,
    });
    expect(await bench.call('ListStateMachines', {})).toEqual({
      stateMachines: [{ stateMachineArn: MACHINE_ARN, name: 'Machine', type: 'STANDARD', creationDate: NOW }],
    });
  });
});

describe('Express machines', () => {
  const bench = () => benchWith({ definition: PASS, type: 'EXPRESS' });
  const express = 'arn:aws:states:us-east-1:123456789012:express:Machine:run:id';
  const notHere = {
    code: 'InvalidArn',
    message: "Invalid Arn: 'Resource type not valid in this context: express'",
  };

  test.each(['DescribeExecution', 'GetExecutionHistory', 'StopExecution'])(
    '%s knows no Express execution',
    async (name) => {
      await expect(bench().call(name, { executionArn: express })).rejects.toMatchObject(notHere);
    },
  );

  test('ListExecutions is for Standard machines, StartSyncExecution for Express ones', async () => {
    const refused = {
      code: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    };
    await expect(bench().call('ListExecutions', { stateMachineArn: MACHINE_ARN })).rejects.toMatchObject(
      refused,
    );
    const standard = benchWith({ definition: PASS, type: 'STANDARD' });
    await expect(standard.call('StartSyncExecution', START)).rejects.toMatchObject(refused);
  });

  test('names need not be unique', async () => {
    const { call } = bench();
    const [first, second] = [await call('StartExecution', START), await call('StartExecution', START)];
    expect(first['executionArn']).toMatch(
      /^arn:aws:states:us-east-1:123456789012:express:Machine:run:[0-9a-f-]{36}$/,
    );
    expect(second['executionArn']).not.toBe(first['executionArn']);
  });
});

describe('what is metered', () => {
  test('duration in steps of 100 ms', async () => {
    const bench = benchWith({
      definition: { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, End: true } } },
    });
    const answer = bench.call('StartSyncExecution', START);
    await bench.clock.advance(1000);
    expect(await answer).toMatchObject({
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 1000 },
    });
    expect(bench.meters).toEqual({ 'states.express.requests': 1, 'states.express.gbSeconds': 0.0625 });
  });

  test("memory in steps of 64 MB, estimated as AWS's pricing examples do", async () => {
    // 50 MB, and 0.2 MB of input for each iteration: 14 MB are 70 of them.
    const iterations = async (count: number): Promise<unknown> => {
      const bench = benchWith({
        definition: {
          StartAt: 'M',
          States: {
            M: {
              Type: 'Map',
              ItemsPath: '$.items',
              ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
              End: true,
            },
          },
        },
      });
      const input = JSON.stringify({ items: Array(count).fill(0), text: 'x'.repeat(199_000) });
      return ((await bench.call('StartSyncExecution', { ...START, input }))['billingDetails'] as JsonObject)[
        'billedMemoryUsedInMB'
      ];
    };
    expect([await iterations(1), await iterations(69), await iterations(71)]).toEqual([64, 64, 128]);
  });

  test.each([
    ['ALL', true, [4, 400]],
    ['ERROR', true, [0, 0]],
    ['OFF', true, [0, 0]],
  ] as const)('log bytes at level %s', async (Level, IncludeExecutionData, [events, least]) => {
    const bench = benchWith({
      definition: PASS,
      properties: {
        LoggingConfiguration: {
          Level,
          IncludeExecutionData,
          Destinations: [
            { CloudWatchLogsLogGroup: { LogGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:*' } },
          ],
        },
      },
    });
    await bench.call('StartSyncExecution', START);
    const bytes = bench.meters['logs.ingested.bytes'] ?? 0;
    expect(bytes >= least).toBe(true);
    expect(bytes > 0).toBe(events > 0);
  });

  test('a failure at level ERROR is logged, without data unless it is included', async () => {
    const definition = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } };
    const logged = async (IncludeExecutionData: boolean): Promise<number> => {
      const bench = benchWith({
        definition,
        properties: {
          LoggingConfiguration: {
            Level: 'ERROR',
            IncludeExecutionData,
            Destinations: [
              {
                CloudWatchLogsLogGroup: { LogGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:*' },
              },
            ],
          },
        },
      });
      await bench.call('StartSyncExecution', { ...START, input: JSON.stringify('x'.repeat(1000)) });
      return bench.meters['logs.ingested.bytes'] ?? 0;
    };
    expect(await logged(false)).toBeLessThan(1000);
    expect(await logged(true)).toBeGreaterThan(1000);
  });
});

test('one failing execution does not touch another', async () => {
  const definition = {
    StartAt: 'C',
    States: {
      C: { Type: 'Choice', Choices: [{ Variable: '$.bad', BooleanEquals: true, Next: 'F' }], Default: 'W' },
      W: { Type: 'Wait', Seconds: 1, End: true },
      F: { Type: 'Fail' },
    },
  };
  const bench = benchWith({ definition });
  const good = bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN, input: '{"bad":false}' });
  const bad = bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN, input: '{"bad":true}' });
  await bench.clock.advance(1000);
  expect(await bad).toMatchObject({ status: 'FAILED' });
  expect(await good).toMatchObject({ status: 'SUCCEEDED' });
});
