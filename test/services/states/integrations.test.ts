import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { type Bench, benchWith, MACHINE_ARN, ROLE, type Stub } from './support.ts';

interface Tried {
  readonly bench: Bench;
  readonly answer: JsonObject;
  readonly output: JsonValue;
}

/** Runs one task against stubbed services. */
async function tryTask(
  resource: string,
  parameters: JsonObject,
  stubs: Record<string, Stub>,
): Promise<Tried> {
  const definition = {
    StartAt: 'T',
    States: {
      T: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: parameters, End: true },
    },
  };
  const bench = benchWith({ definition, stubs });
  bench.service.check();
  const answer = await bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN, name: 'run' });
  const output = typeof answer['output'] === 'string' ? (JSON.parse(answer['output']) as JsonValue) : null;
  return { bench, answer, output };
}

function refusing(code: string, message: string, statusCode = 400): Stub {
  return () => {
    throw new AwsError(code, message, statusCode);
  };
}

const UUID = '[0-9a-f-]{36}';
const API = {
  ApiEndpoint: 'id.execute-api.us-east-1.amazonaws.com',
  Method: 'POST',
  Stage: 'live',
  Path: '/@connections/abc=',
} as const;

describe('every call', () => {
  test('is made in the name of the machine, under its role', async () => {
    const { bench } = await tryTask(
      'dynamodb:getItem',
      { TableName: 't', Key: {} },
      { 'dynamodb:GetItem': () => ({}) },
    );
    expect(bench.calls[0]?.call.caller).toEqual({
      kind: 'role',
      roleArn: ROLE,
      service: 'states.amazonaws.com',
      sourceArn: MACHINE_ARN,
    });
  });
});

describe('dynamodb', () => {
  test.each(['getItem', 'putItem', 'updateItem', 'deleteItem'])(
    '%s: the API, and what the SDK adds',
    async (operation) => {
      const member = operation === 'putItem' ? 'Item' : 'Key';
      const name = `dynamodb:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
      const parameters = { TableName: 't', [member]: { id: { S: 'a' } } };
      const { bench, output } = await tryTask(`dynamodb:${operation}`, parameters, {
        [name]: () => ({ Item: { id: { S: 'a' } } }),
      });
      expect(bench.calls).toMatchObject([{ name, input: parameters }]);
      expect(output).toEqual({
        Item: { id: { S: 'a' } },
        SdkHttpMetadata: {
          AllHttpHeaders: expect.any(Object),
          HttpHeaders: expect.objectContaining({ 'Content-Type': 'application/x-amz-json-1.0' }),
          HttpStatusCode: 200,
        },
        SdkResponseMetadata: { RequestId: expect.stringMatching(UUID) },
      });
    },
  );

  test.each([
    [
      'ConditionalCheckFailedException',
      'The conditional request failed',
      'DynamoDB.ConditionalCheckFailedException',
    ],
    ['ResourceNotFoundException', 'Requested resource not found', 'DynamoDB.ResourceNotFoundException'],
    ['InternalServerError', 'Internal', 'DynamoDB.InternalServerErrorException'],
    ['ValidationException', '1 validation error', 'DynamoDB.AmazonDynamoDBException'],
    ['AccessDeniedException', 'not authorized', 'DynamoDB.AmazonDynamoDBException'],
  ])('%s', async (code, message, error) => {
    const { answer } = await tryTask(
      'dynamodb:getItem',
      { TableName: 't', Key: {} },
      { 'dynamodb:GetItem': refusing(code, message) },
    );
    expect(answer).toMatchObject({ status: 'FAILED', error });
    expect(answer['cause']).toMatch(
      new RegExp(
        `^${message} \\(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${code}; Request ID: ${UUID}; Proxy: null\\)$`,
      ),
    );
  });
});

describe('apigateway:invoke', () => {
  const sent: Stub = () => ({ StatusCode: 200, StatusText: 'OK', Headers: {}, ResponseBody: { ok: true } });

  test('gives the answer', async () => {
    const { output } = await tryTask(
      'apigateway:invoke',
      { ...API, RequestBody: { a: 1 } },
      { 'execute-api:Invoke': sent },
    );
    expect(output).toEqual({ StatusCode: 200, StatusText: 'OK', Headers: {}, ResponseBody: { ok: true } });
  });

  test.each<[JsonObject, JsonValue]>([
    [{ RequestBody: { a: null, b: [{ c: null, d: 1 }, null] } }, { b: [{ d: 1 }, null] }],
    [{ RequestBody: { a: null }, AllowNullValues: true }, { a: null }],
    [{ RequestBody: 'text' }, 'text'],
  ])('%j sends the body %j', async (fields, body) => {
    const { bench } = await tryTask(
      'apigateway:invoke',
      { ...API, ...fields },
      { 'execute-api:Invoke': sent },
    );
    expect(bench.calls[0]?.input['RequestBody']).toEqual(body);
  });

  test.each<[string, Stub, string, string]>([
    [
      'an answer of 410',
      () => ({ StatusCode: 410, StatusText: 'Gone', ResponseBody: { message: 'Gone' } }),
      'ApiGateway.410',
      '{"message":"Gone"}',
    ],
    ['an answer without a body', () => ({ StatusCode: 500, ResponseBody: '' }), 'ApiGateway.500', ''],
    ['a refusal', refusing('GoneException', 'gone', 410), 'ApiGateway.410', '{"message":"gone"}'],
    [
      'a missing permission',
      refusing('AccessDeniedException', 'User: … is not authorized'),
      'ApiGateway.403',
      '{"message":"User: … is not authorized"}',
    ],
  ])('%s fails the task', async (_name, stub, error, cause) => {
    const { answer } = await tryTask('apigateway:invoke', { ...API }, { 'execute-api:Invoke': stub });
    expect(answer).toMatchObject({ status: 'FAILED', error, cause });
  });

  test.each<[JsonObject, string]>([
    [{ a: 'b' }, "The value of the field 'Headers' has an invalid format"],
    [{ 'X-Amzn-Trace-Id': ['1'] }, "The header 'X-Amzn-Trace-Id' is not permitted"],
    [{ host: ['other'] }, "The header 'host' is not permitted"],
  ])('Headers %j are refused', async (headers, reason) => {
    const { answer, bench } = await tryTask(
      'apigateway:invoke',
      { ...API, Headers: headers },
      { 'execute-api:Invoke': sent },
    );
    expect(answer).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(`could not be used to start the Task: [${reason}]`),
    });
    expect(bench.calls).toEqual([]);
  });
});

describe('events:putEvents', () => {
  const entry = { Source: 's', DetailType: 't', Detail: { a: 1 } };

  test("writes details as text and adds the execution's and the machine's ARN", async () => {
    const { bench, output } = await tryTask(
      'events:putEvents',
      { Entries: [entry, { ...entry, Detail: '{}', Resources: ['r'] }] },
      {
        'events:PutEvents': () => ({ Entries: [{ EventId: '1' }, { EventId: '2' }], FailedEntryCount: 0 }),
      },
    );
    const sources = [expect.stringMatching(/:express:Machine:run:/), MACHINE_ARN];
    expect(bench.calls[0]?.input).toEqual({
      Entries: [
        { ...entry, Detail: '{"a":1}', Resources: sources },
        { ...entry, Detail: '{}', Resources: ['r', ...sources] },
      ],
    });
    expect(output).toMatchObject({ FailedEntryCount: 0 });
  });

  test('an entry that is refused fails the task', async () => {
    const refused = {
      Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
      FailedEntryCount: 1,
    };
    const { answer } = await tryTask(
      'events:putEvents',
      { Entries: [entry] },
      { 'events:PutEvents': () => refused },
    );
    expect(answer).toMatchObject({ error: 'EventBridge.FailedEntry', cause: JSON.stringify(refused) });
  });
});

describe('sqs:sendMessage', () => {
  test('a body that is no text is written as JSON', async () => {
    const { bench } = await tryTask(
      'sqs:sendMessage',
      { QueueUrl: 'u', MessageBody: { a: 1 } },
      { 'sqs:SendMessage': () => ({ MessageId: 'm' }) },
    );
    expect(bench.calls[0]?.input).toEqual({ QueueUrl: 'u', MessageBody: '{"a":1}' });
  });

  test('errors', async () => {
    const { answer } = await tryTask(
      'sqs:sendMessage',
      { QueueUrl: 'u', MessageBody: 'b' },
      { 'sqs:SendMessage': refusing('QueueDoesNotExist', 'no queue') },
    );
    expect(answer).toMatchObject({ error: 'SQS.QueueDoesNotExistException' });
  });
});

describe('aws-sdk', () => {
  test('eventbridge:testEventPattern, whose texts may be given as JSON', async () => {
    const { bench, output } = await tryTask(
      'aws-sdk:eventbridge:testEventPattern',
      { Event: { a: null }, EventPattern: '{"a":[null]}' },
      { 'events:TestEventPattern': () => ({ Result: true }) },
    );
    expect(bench.calls[0]?.input).toEqual({ Event: '{"a":null}', EventPattern: '{"a":[null]}' });
    expect(output).toEqual({ Result: true });
  });

  test.each([
    [
      'aws-sdk:dynamodb:query',
      'dynamodb:Query',
      'ResourceNotFoundException',
      'DynamoDb.ResourceNotFoundException',
    ],
    ['aws-sdk:dynamodb:query', 'dynamodb:Query', 'ValidationException', 'DynamoDb.DynamoDbException'],
    [
      'aws-sdk:eventbridge:testEventPattern',
      'events:TestEventPattern',
      'InvalidEventPatternException',
      'EventBridge.InvalidEventPatternException',
    ],
    [
      'aws-sdk:eventbridge:testEventPattern',
      'events:TestEventPattern',
      'ThrottlingException',
      'EventBridge.EventBridgeException',
    ],
  ])('%s refused by %s with %s', async (resource, name, code, error) => {
    const { answer } = await tryTask(resource, {}, { [name]: refusing(code, 'why') });
    expect(answer).toMatchObject({ status: 'FAILED', error });
    const service = error.split('.')[0];
    expect(answer['cause']).toMatch(
      new RegExp(`^why \\(Service: ${service}, Status Code: 400, Request ID: ${UUID}\\)$`),
    );
  });

  test('sfn: members in upper case, dates as text, input as JSON', async () => {
    const definition = {
      StartAt: 'T',
      States: {
        T: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sfn:startExecution',
          Parameters: { StateMachineArn: 'other', Input: { a: 1 } },
          End: true,
        },
      },
    };
    const bench = benchWith({
      definition,
      stubs: { 'states:StartExecution': () => ({ executionArn: 'e', startDate: 1.5 }) },
    });
    const { output } = await bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN });
    expect(bench.calls[0]?.input).toEqual({ stateMachineArn: 'other', input: '{"a":1}' });
    expect(JSON.parse(String(output))).toEqual({ ExecutionArn: 'e', StartDate: '1970-01-01T00:00:01.500Z' });
  });
});

describe('states:startExecution', () => {
  /** A machine that starts itself once: the inner execution takes the other way. */
  const nesting = (resource: string, inner: object): object => ({
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [{ Variable: '$.inner', IsPresent: true, Next: 'Inner' }],
        Default: 'Start',
      },
      Start: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:${resource}`,
        Parameters: { StateMachineArn: MACHINE_ARN, Name: 'inner', Input: { inner: true } },
        End: true,
      },
      Inner: inner,
    },
  });

  async function nested(resource: string, inner: object): Promise<JsonObject> {
    const bench = benchWith({ definition: nesting(resource, inner), type: 'STANDARD' });
    const { executionArn } = await bench.call('StartExecution', {
      stateMachineArn: MACHINE_ARN,
      name: 'outer',
    });
    await bench.clock.advance(10_000);
    return bench.call('DescribeExecution', { executionArn: executionArn as string });
  }

  const INNER_ARN = 'arn:aws:states:us-east-1:123456789012:execution:Machine:inner';

  test('answers that it has begun', async () => {
    const { output } = await nested('startExecution', { Type: 'Wait', Seconds: 60, End: true });
    expect(JSON.parse(String(output))).toMatchObject({
      ExecutionArn: INNER_ARN,
      StartDate: Date.UTC(2026, 0, 1),
    });
  });

  test.each([
    ['startExecution.sync', '{"done":true}', '{"inner":true}'],
    ['startExecution.sync:2', { done: true }, { inner: true }],
  ])('%s waits for its end', async (resource, Output, Input) => {
    const { output } = await nested(resource, { Type: 'Pass', Result: { done: true }, End: true });
    expect(JSON.parse(String(output))).toMatchObject({
      ExecutionArn: INNER_ARN,
      Status: 'SUCCEEDED',
      Output,
      Input,
      InputDetails: { Included: true },
    });
  });

  test('.sync fails with the description of what failed', async () => {
    const answer = await nested('startExecution.sync', { Type: 'Fail', Error: 'E', Cause: 'c' });
    expect(answer).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(String(answer['cause']))).toMatchObject({
      Error: 'E',
      Cause: 'c',
      Status: 'FAILED',
      Name: 'inner',
    });
  });

  test('giving up the task stops the execution', async () => {
    const bench = benchWith({
      definition: { ...nesting('startExecution.sync', { Type: 'Wait', Seconds: 60, End: true }) },
      type: 'STANDARD',
    });
    const outer = await bench.call('StartExecution', { stateMachineArn: MACHINE_ARN, name: 'outer' });
    await bench.clock.advance(1000);
    await bench.call('StopExecution', { executionArn: outer['executionArn'] as string });
    await bench.clock.advance(1000);
    expect(await bench.call('DescribeExecution', { executionArn: INNER_ARN })).toMatchObject({
      status: 'ABORTED',
    });
  });
});

describe('.waitForTaskToken', () => {
  const definition = {
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: 'u', MessageBody: { 'token.$': '$$.Task.Token' } },
        HeartbeatSeconds: 10,
        End: true,
      },
    },
  };

  async function waiting(): Promise<{
    bench: Bench;
    taskToken: string;
    describe: () => Promise<JsonObject>;
  }> {
    const bench = benchWith({
      definition,
      type: 'STANDARD',
      stubs: { 'sqs:SendMessage': () => ({ MessageId: 'm' }) },
    });
    const { executionArn } = await bench.call('StartExecution', { stateMachineArn: MACHINE_ARN });
    await bench.clock.advance(0);
    const body = JSON.parse(bench.calls[0]?.input['MessageBody'] as string) as { token: string };
    return {
      bench,
      taskToken: body.token,
      describe: () => bench.call('DescribeExecution', { executionArn: executionArn as string }),
    };
  }

  test('SendTaskSuccess ends the task with an output', async () => {
    const { bench, taskToken, describe: state } = await waiting();
    expect(await bench.call('SendTaskSuccess', { taskToken, output: '{"a":1}' })).toEqual({});
    await bench.clock.advance(0);
    expect(await state()).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
    await expect(bench.call('SendTaskSuccess', { taskToken, output: '1' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
  });

  test('SendTaskFailure ends it with an error', async () => {
    const { bench, taskToken, describe: state } = await waiting();
    await bench.call('SendTaskFailure', { taskToken, error: 'E', cause: 'c' });
    await bench.clock.advance(0);
    expect(await state()).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
  });

  test('SendTaskHeartbeat keeps it waiting', async () => {
    const { bench, taskToken, describe: state } = await waiting();
    await bench.clock.advance(9000);
    await bench.call('SendTaskHeartbeat', { taskToken });
    await bench.clock.advance(9000);
    expect(await state()).toMatchObject({ status: 'RUNNING' });
    await bench.clock.advance(1000);
    expect(await state()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test.each([
    [{ taskToken: 'wrong', output: '1' }, 'InvalidToken', "Invalid Token: 'Invalid token'"],
    [
      { output: '1' },
      'ValidationException',
      "1 validation error detected: Value null at 'taskToken' failed to satisfy constraint: Member must not be null",
    ],
  ])('%j is refused', async (input, code, message) => {
    const { bench } = await waiting();
    await expect(bench.call('SendTaskSuccess', input)).rejects.toMatchObject({ code, message });
  });

  test('an output that is no JSON is refused and the task goes on waiting', async () => {
    const { bench, taskToken, describe: state } = await waiting();
    await expect(bench.call('SendTaskSuccess', { taskToken, output: 'done' })).rejects.toMatchObject({
      code: 'InvalidOutput',
      message:
        "Invalid Output: 'Unrecognized token 'done': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'",
    });
    expect(await state()).toMatchObject({ status: 'RUNNING' });
  });
});

test('aws-sdk:sfn leaves the names of states and variables as they are', async () => {
  const variableReferences = { 'my state': ['x'] };
  const { output } = await tryTask(
    'aws-sdk:sfn:describeStateMachine',
    { StateMachineArn: MACHINE_ARN },
    { 'states:DescribeStateMachine': () => ({ name: 'M', variableReferences }) },
  );
  expect(output).toEqual({ Name: 'M', VariableReferences: variableReferences });
});
