import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { benchWith } from './support.ts';

const MACHINE = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

function testState(definition: unknown, request: JsonObject = {}): Promise<JsonObject> {
  const bench = benchWith({
    definition: MACHINE,
    stubs: { 'dynamodb:GetItem': () => ({ Item: { id: { S: 'a' } } }) },
  });
  return bench.call('TestState', {
    definition: JSON.stringify(definition),
    roleArn: 'arn:aws:iam::1:role/r',
    ...request,
  });
}

const TASK = {
  Type: 'Task',
  QueryLanguage: 'JSONata',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  Retry: [{ ErrorEquals: ['Often'], MaxAttempts: 2, IntervalSeconds: 3 }],
  Catch: [{ ErrorEquals: ['Caught'], Output: '{% $states.errorOutput %}', Next: 'Handler' }],
  Output: '{% $states.result.x %}',
  Next: 'After',
};

describe('TestState', () => {
  test('shows the data on its way', async () => {
    const definition = {
      Type: 'Pass',
      InputPath: '$.a',
      Parameters: { 'v.$': '$.b' },
      ResultPath: '$.r',
      End: true,
    };
    expect(await testState(definition, { input: '{"a":{"b":1}}', inspectionLevel: 'DEBUG' })).toEqual({
      status: 'SUCCEEDED',
      output: '{"a":{"b":1},"r":{"v":1}}',
      inspectionData: {
        input: '{"a":{"b":1}}',
        afterInputPath: '{"b":1}',
        afterParameters: '{"v":1}',
        afterResultSelector: '{"v":1}',
        afterResultPath: '{"a":{"b":1},"r":{"v":1}}',
      },
    });
  });

  test('calls a task for real, under the role that is given', async () => {
    const definition = {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { TableName: 't', Key: {} },
      ResultSelector: { 'id.$': '$.Item.id.S' },
      End: true,
    };
    expect(await testState(definition)).toEqual({ status: 'SUCCEEDED', output: '{"id":"a"}' });
  });

  test.each<[JsonObject, JsonObject, JsonObject]>([
    [{ result: '{"x":1}' }, {}, { status: 'SUCCEEDED', output: '1', nextState: 'After' }],
    [
      { errorOutput: { error: 'Often', cause: 'c' } },
      { retrierRetryCount: 1 },
      {
        status: 'RETRIABLE',
        error: 'Often',
        cause: 'c',
        inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 6 } },
      },
    ],
    [
      { errorOutput: { error: 'Often' } },
      { retrierRetryCount: 2 },
      { status: 'FAILED', error: 'Often', inspectionData: { errorDetails: { retryIndex: 0 } } },
    ],
    [
      { errorOutput: { error: 'Caught', cause: 'c' } },
      {},
      {
        status: 'CAUGHT_ERROR',
        nextState: 'Handler',
        output: '{"Error":"Caught","Cause":"c"}',
        inspectionData: { errorDetails: { catchIndex: 0 } },
      },
    ],
    [{ errorOutput: { error: 'Other' } }, {}, { status: 'FAILED', error: 'Other' }],
  ])('mock %j with %j', async (mock, stateConfiguration, expected) => {
    expect(await testState(TASK, { mock, stateConfiguration, inspectionLevel: 'DEBUG' })).toMatchObject(
      expected,
    );
  });

  test('takes a state of a machine, at any depth, and variables', async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'In', States: { In: { Type: 'Pass', Output: '{% $x + 1 %}', End: true } } }],
          End: true,
        },
      },
    };
    expect(await testState(machine, { stateName: 'In', variables: '{"x":1}' })).toEqual({
      status: 'SUCCEEDED',
      output: '2',
    });
  });

  test('a cause names no event', async () => {
    const definition = {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Output: '{% $states.input.none %}',
      End: true,
    };
    expect(await testState(definition)).toMatchObject({
      status: 'FAILED',
      cause:
        "The JSONata expression '$states.input.none' specified for the field 'Output' returned nothing (undefined).",
    });
  });

  test.each<[unknown, JsonObject, string, string]>([
    [MACHINE, { stateName: 'X' }, 'ValidationException', 'State not found in definition'],
    [
      { Type: 'Pass' },
      {},
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/StateName'",
    ],
    [
      { Type: 'Pass', End: true },
      { mock: {} },
      'ValidationException',
      "State type 'Pass' is not supported when a mock is specified",
    ],
    [
      { Type: 'Map', ItemProcessor: MACHINE, End: true },
      {},
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    ],
  ])('%j %j is refused', async (definition, request, code, message) => {
    await expect(testState(definition, request)).rejects.toMatchObject({ code, message });
  });
});

describe('ValidateStateMachineDefinition', () => {
  const validate = (input: JsonObject): Promise<JsonObject> =>
    benchWith({ definition: MACHINE }).call('ValidateStateMachineDefinition', input);

  test('a good definition', async () => {
    expect(await validate({ definition: JSON.stringify(MACHINE) })).toEqual({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    });
  });

  test('at most maxResults diagnostics', async () => {
    expect(
      await validate({ definition: '{"StartAt":1,"States":{"A":{"Type":"Pass"}}}', maxResults: 1 }),
    ).toEqual({
      result: 'FAIL',
      diagnostics: [expect.objectContaining({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED' })],
      truncated: true,
    });
  });
});
