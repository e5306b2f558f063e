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

const MAP = {
  Type: 'Map',
  ItemsPath: '$.items',
  ItemSelector: { 'v.$': '$$.Map.Item.Value', 'all.$': '$.factor' },
  MaxConcurrency: 2,
  ItemProcessor: { StartAt: 'Inner', States: { Inner: { Type: 'Pass', End: true } } },
  ResultPath: '$.results',
  Retry: [{ ErrorEquals: ['Again'] }],
  Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Handler' }],
  End: true,
};
const ITEMS = '{"items":[1,2],"factor":3}';
const PARALLEL = {
  Type: 'Parallel',
  QueryLanguage: 'JSONata',
  Branches: ['A', 'B'].map((name) => ({ StartAt: name, States: { [name]: { Type: 'Succeed' } } })),
  Output: '{% $states.result[1] %}',
  End: true,
};

describe('TestState of Map and Parallel states', () => {
  test('shows what a Map would do with its input; the mock is its result', async () => {
    const request = { input: ITEMS, mock: { result: '["a","b"]' }, inspectionLevel: 'DEBUG' };
    const output = '{"items":[1,2],"factor":3,"results":["a","b"]}';
    expect(await testState(MAP, request)).toEqual({
      status: 'SUCCEEDED',
      output,
      inspectionData: {
        input: ITEMS,
        afterInputPath: ITEMS,
        afterParameters: ITEMS,
        afterItemsPath: '[1,2]',
        afterItemSelector: '[{"v":1,"all":3},{"v":2,"all":3}]',
        maxConcurrency: 2,
        result: '["a","b"]',
        afterResultSelector: '["a","b"]',
        afterResultPath: output,
      },
    });
  });

  test('the state that causes an error may be the tested one', async () => {
    const mock = { errorOutput: { error: 'Other' } };
    const stateConfiguration = { errorCausedByState: 'Child' };
    expect(await testState(TASK, { mock, stateConfiguration })).toMatchObject({ error: 'Other' });
  });

  test('a Parallel gives the results of its branches', async () => {
    expect(await testState(PARALLEL, { mock: { result: '[1,{"b":2}]' } })).toEqual({
      status: 'SUCCEEDED',
      output: '{"b":2}',
    });
  });

  test('an error of a Parallel is one of a branch', async () => {
    const state = { ...PARALLEL, Catch: [{ ErrorEquals: ['States.BranchFailed'], Next: 'Next' }] };
    expect(await testState(state, { mock: { errorOutput: { error: 'E' } } })).toMatchObject({
      status: 'CAUGHT_ERROR',
      output: '{"Error":"E","Cause":""}',
    });
  });

  test.each<[JsonObject, JsonObject, JsonObject, JsonObject]>([
    [
      { errorOutput: { error: 'Again', cause: 'c' } },
      { errorCausedByState: 'Inner' },
      {},
      { status: 'RETRIABLE', error: 'Again', cause: 'c' },
    ],
    [
      { result: '[]' },
      { mapIterationFailureCount: 1 },
      {},
      { status: 'CAUGHT_ERROR', error: 'States.ExceedToleratedFailureThreshold', nextState: 'Handler' },
    ],
    [{ result: '[]' }, { mapIterationFailureCount: 0 }, {}, { status: 'SUCCEEDED' }],
    [
      { result: '[]' },
      { mapIterationFailureCount: 1 },
      { ToleratedFailureCount: 1 },
      { status: 'SUCCEEDED' },
    ],
    [
      { result: '[]' },
      { mapIterationFailureCount: 2 },
      { ToleratedFailurePercentage: 50 },
      { status: 'CAUGHT_ERROR', error: 'States.ExceedToleratedFailureThreshold' },
    ],
  ])('mock %j with %j of a Map with %j', async (mock, stateConfiguration, fields, expected) => {
    const definition = {
      ...MAP,
      ...fields,
      ItemProcessor: {
        ...MAP.ItemProcessor,
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
    };
    expect(await testState(definition, { input: ITEMS, mock, stateConfiguration })).toMatchObject(expected);
  });

  test.each<[JsonObject, string, unknown[]]>([
    [{}, '[1,2]', [1, 2]],
    [{ InputType: 'JSON', MaxItems: 1 }, '[1,2]', [1]],
    [{ InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    [{ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'a,b\n1,"x,""y"""', [{ a: '1', b: 'x,"y"' }]],
    [{ InputType: 'CSV', CSVHeaders: ['a'], CSVDelimiter: 'TAB' }, '1\t2', [{ a: '1' }]],
  ])('an ItemReader with %j reads %j', async (ReaderConfig, mapItemReaderData, items) => {
    const definition = {
      ...MAP,
      ItemsPath: undefined,
      ItemSelector: undefined,
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig },
      ItemProcessor: {
        ...MAP.ItemProcessor,
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
    };
    const { inspectionData } = await testState(definition, {
      mock: { result: '[]' },
      stateConfiguration: { mapItemReaderData },
      inspectionLevel: 'DEBUG',
    });
    expect(JSON.parse((inspectionData as JsonObject)['afterItemsPath'] as string)).toEqual(items);
  });
});

describe('the context object of a test', () => {
  const definition = {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Arguments: { QueueUrl: 'u', MessageBody: '{% $states.context %}' },
    Output: '{% $states.context %}',
    End: true,
  };

  test('has the members that are given, and the test its own for the others', async () => {
    const context = { Task: { Token: 'given' }, Execution: { Name: 'run', Input: { a: 1 } } };
    const { output } = await testState(definition, {
      input: '{"b":2}',
      mock: { result: '{}' },
      context: JSON.stringify(context),
      stateConfiguration: { retrierRetryCount: 2 },
    });
    const shown = JSON.parse(output as string) as JsonObject;
    expect((shown['Execution'] as JsonObject)['Input']).toEqual({ a: 1 });
    expect(shown).toMatchObject({
      ...context,
      State: { Name: 'StateName', RetryCount: 2 },
      Execution: { ...context.Execution, RoleArn: 'arn:aws:iam::1:role/r' },
    });
  });

  test('has an item for a state inside a Map', async () => {
    const inner = { Type: 'Pass', Parameters: { 'item.$': '$$.Map.Item' }, End: true };
    const machine = {
      StartAt: 'M',
      States: { M: { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: inner } }, End: true } },
    };
    expect(await testState(machine, { stateName: 'I', input: '"x"' })).toEqual({
      status: 'SUCCEEDED',
      output: '{"item":{"Index":0,"Value":"x","Source":"STATE_DATA"}}',
    });
  });
});

test('variables are shown as they are after the state', async () => {
  const definition = { Type: 'Pass', Assign: { b: 2 }, End: true };
  const request = { variables: '{"a":1}', inspectionLevel: 'DEBUG' };
  expect(await testState(definition, request)).toMatchObject({
    inspectionData: { variables: '{"a":1,"b":2}' },
  });
});

test('.sync:2 makes JSON of the output that its mock answers', async () => {
  const definition = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn: 'm' },
    OutputPath: '$.Output.a',
    End: true,
  };
  const result = JSON.stringify({
    ExecutionArn: 'e',
    StateMachineArn: 'm',
    Status: 'SUCCEEDED',
    StartDate: 0,
    Output: '{"a":1}',
  });
  expect(await testState(definition, { mock: { result } })).toEqual({ status: 'SUCCEEDED', output: '1' });
});

const GET_ITEM = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
  Parameters: { TableName: 't', Key: {} },
  End: true,
};
const START = {
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution',
  Parameters: { StateMachineArn: 'm' },
  End: true,
};

describe('a mocked result is checked against the API', () => {
  test.each<[JsonObject, JsonObject, string]>([
    [GET_ITEM, { Items: [] }, "the field 'Items' is not part of the response"],
    [GET_ITEM, { Item: { id: 'x' } }, "the field 'Item' must be an object of attribute values"],
    [START, { ExecutionArn: 'e' }, "the required field 'StartDate' is missing"],
    [START, { ExecutionArn: 1, StartDate: 1 }, "the field 'ExecutionArn' must be a string"],
  ])('%j does not answer %j', async (definition, result, reason) => {
    const request = { mock: { result: JSON.stringify(result) } };
    await expect(testState(definition, request)).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Mock result schema validation error: ${reason}`,
    });
    const unchecked = { mock: { ...request.mock, fieldValidationMode: 'NONE' } };
    expect(await testState(definition, unchecked)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('PRESENT asks for no required field', async () => {
    const mock = { result: '{"ExecutionArn":"e"}', fieldValidationMode: 'PRESENT' };
    expect(await testState(START, { mock })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

test('a test ends after five minutes', async () => {
  const bench = benchWith({ definition: MACHINE });
  const answer = bench.call('TestState', {
    definition: JSON.stringify({ Type: 'Wait', Seconds: 301, End: true }),
  });
  await bench.clock.advance(300_000);
  expect(await answer).toEqual({ status: 'FAILED', error: 'States.Timeout' });
});

describe('TestState refuses', () => {
  const mock = { result: '{}' };
  test.each<[unknown, JsonObject, string, string]>([
    [
      TASK,
      { mock: { result: '1', errorOutput: { error: 'E' } } },
      'ValidationException',
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [
      TASK,
      { mock: {} },
      'ValidationException',
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [
      TASK,
      { mock: { errorOutput: { cause: 'c' } } },
      'ValidationException',
      'The error is required if mock.errorOutput is specified.',
    ],
    [TASK, { mock: { result: '{' } }, 'ValidationException', 'Mocked result must be a valid JSON.'],
    [
      TASK,
      { mock, revealSecrets: true },
      'ValidationException',
      'TestState does not support RevealSecrets when a mock is specified.',
    ],
    [
      TASK,
      { context: '{}' },
      'ValidationException',
      'TestState does not support Context when a mock is not specified.',
    ],
    [
      TASK,
      { stateConfiguration: { retrierRetryCount: 1 } },
      'ValidationException',
      'TestState does not support RetrierRetryCount when a mock is not specified.',
    ],
    [
      { ...TASK, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' },
      {},
      'ValidationException',
      "TestState does not support the resource 'arn:aws:states:::lambda:invoke.waitForTaskToken' when a mock is not specified.",
    ],
    [
      TASK,
      { mock, context: '{"Foo":{}}' },
      'ValidationException',
      "The context is not a valid Context object: it has no field 'Foo'",
    ],
    [
      TASK,
      { mock, stateConfiguration: { mapIterationFailureCount: 1 } },
      'ValidationException',
      'MapIterationFailureCount is only supported for Map states.',
    ],
    [MAP, { mock }, 'ValidationException', 'Mocked result must be an array.'],
    [
      PARALLEL,
      { mock: { result: '[1]' } },
      'ValidationException',
      'Mocked result must have one element for each of the 2 branches.',
    ],
    [
      PARALLEL,
      { mock: { errorOutput: { error: 'E' } }, stateConfiguration: { errorCausedByState: 'C' } },
      'ValidationException',
      "ErrorCausedByState must name a state inside the tested Map or Parallel state: 'C'",
    ],
    [
      MAP,
      { mock: { result: '[]' }, stateConfiguration: { mapItemReaderData: '[]' } },
      'ValidationException',
      'MapItemReaderData is only supported for Map states with an ItemReader.',
    ],
    [
      TASK,
      { inspectionLevel: 'ALL' },
      'ValidationException',
      "1 validation error detected: Value 'ALL' at 'inspectionLevel' failed to satisfy constraint: Member must satisfy enum value set: [INFO, DEBUG, TRACE]",
    ],
  ])('%j with %j', async (definition, request, code, message) => {
    await expect(testState(definition, request)).rejects.toMatchObject({ code, message });
  });
});

test('TestState needs permission to pass the role, and to reveal secrets', () => {
  const { service } = benchWith({ definition: MACHINE });
  const operation = service.operations.find(({ name }) => name === 'states:TestState');
  expect(operation?.permissions({ roleArn: 'r', revealSecrets: true })).toEqual([
    { action: 'states:TestState', resource: '*' },
    { action: 'iam:PassRole', resource: 'r', context: { 'iam:PassedToService': 'states.amazonaws.com' } },
    { action: 'states:RevealSecrets', resource: '*' },
  ]);
});
