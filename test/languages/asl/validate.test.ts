import { describe, expect, test } from 'vitest';
import { diagnosticsText, validateDefinition } from '../../../src/languages/asl/index.ts';
import { PARAMETERS, single, TASK } from './run.ts';

function problems(definition: unknown, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return diagnosticsText(validateDefinition(text, type).diagnostics);
}

const end = { End: true };
const schema = (message: string, at = '/States/State'): string =>
  `SCHEMA_VALIDATION_FAILED: ${message} at ${at}`;
const JSONATA = { QueryLanguage: 'JSONata' };

describe('the text', () => {
  test.each([
    [
      'not a definition',
      `INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)"not a definition"; line: 1, column: 4] at [Source: (String)"not a definition"; line: 1, column: 4]`,
    ],
    [' ', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null'],
    ['[]', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null'],
    ['{}', schema('These fields are required: [States, StartAt]', '/')],
  ])('%j', (text, expected) => {
    expect(problems(text)).toBe(expected);
  });
});

describe('the machine', () => {
  test.each<[unknown, string]>([
    [{ States: { A: { Type: 'Succeed' } } }, schema('These fields are required: [StartAt]', '/')],
    [
      { ...(single({ Type: 'Succeed' }) as object), Version: '2.0' },
      schema('Value should be one of the following: [1.0]', '/Version'),
    ],
    [
      { ...(single({ Type: 'Succeed' }) as object), Timeout: 1 },
      schema("Field 'Timeout' is not supported", '/'),
    ],
    [
      { ...(single({ Type: 'Succeed' }) as object), QueryLanguage: 'jsonata' },
      schema('Value should be one of the following: [JSONPath, JSONata]', '/QueryLanguage'),
    ],
    [{ StartAt: 'A', States: {} }, schema('Value cannot be empty', '/States')],
    [
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } },
      'MISSING_END_STATE: Workflow has no terminal state at null',
    ],
    [
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'X' }, B: { Type: 'Pass', End: true } } },
      `MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Next, MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B`,
    ],
    [
      { StartAt: 'X', States: { A: { Type: 'Succeed' } } },
      `MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /StartAt, MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A`,
    ],
    [
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [single({ Type: 'Succeed' }), single({ Type: 'Succeed' })],
            End: true,
          },
        },
      },
      'DUPLICATE_STATE_NAME: Duplicate State name: State at /States/P/Branches[1]/States/State',
    ],
  ])('%j', (definition, expected) => {
    expect(problems(definition)).toBe(expected);
  });
});

describe('states', () => {
  const task = { ...TASK, Parameters: PARAMETERS, ...end };
  const wait = { Type: 'Wait', ...end };
  const map = { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Succeed' } } }, ...end };

  test.each<[object, string]>([
    [
      { Type: 'Other' },
      schema(
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
        '/States/State/Type',
      ),
    ],
    [{ Type: 'Pass', ...end, TimeoutSeconds: 1 }, schema("Field 'TimeoutSeconds' is not supported")],
    [
      { Type: 'Fail', ErrorPath: 'States.MathAdd(1, 2)' },
      schema('Value must be a valid JSONPath.', '/States/State/ErrorPath'),
    ],
    [{ Type: 'Fail', CausePath: "States.Format('{}', $.c)" }, ''],
    [
      { ...map, ItemSelector: {}, Parameters: {} },
      schema('There should only be one of the following fields: [ItemSelector, Parameters]'),
    ],
    [
      { Type: 'Pass', ...end, ResultPath: '$variable' },
      schema('Value is not a Reference Path', '/States/State/ResultPath'),
    ],
    [
      { Type: 'Pass', ...end, Parameters: { a: 1, 'a.$': '$.x' } },
      schema("Duplicate field name 'a'", '/States/State/Parameters'),
    ],
    [
      { Type: 'Pass', ...end, Catch: [] },
      expect.stringContaining("Field 'Catch' is not supported") as unknown as string,
    ],
    [{ Type: 'Pass' }, schema('This object should have only one of the following fields: [Next, End]')],
    [
      { Type: 'Pass', ...end, Output: 1 },
      schema(
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
      ),
    ],
    [
      { Type: 'Pass', ...end, InputPath: 'a' },
      schema('Value must be a valid JSONPath.', '/States/State/InputPath'),
    ],
    [
      { Type: 'Pass', ...end, ResultPath: '$.a[*]' },
      schema('Value is not a Reference Path', '/States/State/ResultPath'),
    ],
    [
      { Type: 'Pass', ...end, ResultPath: '$$.a' },
      schema('Value is not a Reference Path', '/States/State/ResultPath'),
    ],
    [
      { Type: 'Pass', ...end, Parameters: { a: { 'b.$': 'c' } } },
      schema(
        "The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
        '/States/State/Parameters',
      ),
    ],
    [
      { Type: 'Pass', ...end, Parameters: { 'b.$': "States.Nothing('x')" } },
      schema(
        "The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
        '/States/State/Parameters',
      ),
    ],
    [
      { Type: 'Pass', ...end, Assign: { states: 1 } },
      "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/State/Assign",
    ],
    [
      { Type: 'Pass', ...end, Assign: { '1a': 1 } },
      "INVALID_VARIABLE_NAME: Invalid variable name '1a': the variable name contains invalid characters. at /States/State/Assign",
    ],
    [
      { Type: 'Pass', ...end, Assign: { _a: 1 } },
      "INVALID_VARIABLE_NAME: Invalid variable name '_a': the variable name contains invalid characters. at /States/State/Assign",
    ],
    [
      { Type: 'Pass', ...end, Parameters: { 'b.$': "States.Format('{}', $.a-b)" } },
      schema(
        "The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
        '/States/State/Parameters',
      ),
    ],
    [{ Type: 'Pass', ...end, Parameters: { 'b.$': "States.Format('{}', $.é['a-b'][0])" } }, ''],
    [{ Type: 'Pass', ...end, Parameters: { 'b.$': '$.a-b' } }, ''],
    [
      { ...task, TimeoutSeconds: 5, HeartbeatSeconds: 5 },
      schema('HeartbeatSeconds must be smaller than TimeoutSeconds', '/States/State/HeartbeatSeconds'),
    ],
    [{ Type: 'Task', ...end }, schema('These fields are required: [Resource]')],
    [{ ...task, Resource: 'lambda' }, schema('Value is not a valid resource ARN', '/States/State/Resource')],
    [
      { ...task, Resource: 'arn:aws:states:::dynamodb:query' },
      schema(
        'The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.',
        '/States/State/Resource',
      ),
    ],
    [
      { ...TASK, ...end },
      schema('Parameters field is required for resource ARN: arn:aws:states:::dynamodb:getItem'),
    ],
    [
      { ...task, Parameters: { TableName: 't' } },
      schema("The field 'Key' is required but was missing", '/States/State/Parameters'),
    ],
    [
      { ...task, Parameters: { ...PARAMETERS, 'Colour.$': '$.c' } },
      schema("The field 'Colour' is not supported by Step Functions", '/States/State/Parameters'),
    ],
    [
      { ...task, Credentials: {} },
      schema("The field 'RoleArn' is required but was missing", '/States/State/Credentials'),
    ],
    [{ ...task, TimeoutSeconds: 0 }, schema('Minimum value is 1', '/States/State/TimeoutSeconds')],
    [
      { ...task, TimeoutSeconds: 'x' },
      schema('Expected value of type Integer', '/States/State/TimeoutSeconds'),
    ],
    [
      { ...task, TimeoutSeconds: 1, TimeoutSecondsPath: '$.t' },
      schema('There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]'),
    ],
    [{ ...task, Retry: [] }, schema('Value cannot be empty', '/States/State/Retry')],
    [
      { ...task, Retry: [{ MaxAttempts: 1 }] },
      schema('These fields are required: [ErrorEquals]', '/States/State/Retry[0]'),
    ],
    [
      { ...task, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] },
      schema('States.ALL must appear alone and at end of list', '/States/State/Retry[0]/ErrorEquals'),
    ],
    [
      { ...task, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] },
      schema('Minimum value is 1.0', '/States/State/Retry[0]/BackoffRate'),
    ],
    [
      { ...task, Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'SOME' }] },
      schema('Value should be one of the following: [NONE, FULL]', '/States/State/Retry[0]/JitterStrategy'),
    ],
    [
      { ...task, Catch: [{ ErrorEquals: ['E'] }] },
      schema('These fields are required: [Next]', '/States/State/Catch[0]'),
    ],
    [
      wait,
      schema(
        'This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
      ),
    ],
    [
      { ...wait, Seconds: 1, SecondsPath: '$.s' },
      schema(
        'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
      ),
    ],
    [
      { ...wait, Timestamp: '2016-12-05 21:29:29Z' },
      schema('String does not match RFC3339 timestamp', '/States/State/Timestamp'),
    ],
    [{ ...wait, Seconds: -1 }, schema('Minimum value is 0', '/States/State/Seconds')],
    [{ Type: 'Choice', Choices: [] }, schema('Value cannot be empty', '/States/State/Choices')],
    [{ Type: 'Parallel', Branches: [], ...end }, schema('Value cannot be empty', '/States/State/Branches')],
    [
      { Type: 'Map', ...end },
      schema('This object should have only one of the following fields: [ItemProcessor, Iterator]'),
    ],
    [{ ...map, ItemsPath: '$.list[*]' }, schema('Value is not a Reference Path', '/States/State/ItemsPath')],
    [{ ...map, ItemsPath: '$$.Execution.Input.list' }, ''],
    [
      { ...map, Label: 'a:b' },
      "INVALID_LABEL_NAME: Label contains invalid character: ':' at /States/State/Label",
    ],
    [
      { ...map, ItemProcessor: { ...map.ItemProcessor, QueryLanguage: 'JSONata' } },
      schema("Field 'QueryLanguage' is not supported", '/States/State/ItemProcessor'),
    ],
    [
      { ...map, ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED' } } },
      schema('These fields are required: [ExecutionType]', '/States/State/ItemProcessor/ProcessorConfig'),
    ],
  ])('%j', (state, expected) => {
    expect(problems(single(state))).toEqual(expected);
  });

  test('a state that is no end says what follows', () => {
    const machine = { StartAt: 'A', States: { A: { Type: 'Pass', End: false }, B: { Type: 'Succeed' } } };
    expect(problems(machine)).toBe(schema('These fields are required: [Next]', '/States/A'));
  });

  test('an inner state may not assign a variable of an outer one', () => {
    const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { x: 1 }, End: true } } };
    const machine = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [inner], End: true },
      },
    };
    expect(problems(machine)).toMatch(
      /^DUPLICATE_VARIABLE_NAME: .* at \/States\/P\/Branches\[0\]\/States\/I\/Assign$/,
    );
  });
});

describe('choice rules', () => {
  const choice = (rule: object): unknown => ({
    StartAt: 'State',
    States: { State: { Type: 'Choice', Choices: [{ Next: 'End', ...rule }] }, End: { Type: 'Succeed' } },
  });
  const at = '/States/State/Choices[0]';

  test.each<[object, string]>([
    [
      {},
      schema(
        'The object must have only one of the following fields, [And, Or, Not, Variable, Condition]',
        at,
      ),
    ],
    [
      { Variable: 'v', IsNull: true },
      schema("Value is not a Reference Path: Reference path didn't start with '$'", `${at}/Variable`),
    ],
    [
      { Variable: '$.v' },
      expect.stringContaining(
        'This object should have only one of the following fields: [StringEquals,',
      ) as unknown as string,
    ],
    [{ Variable: '$.v', IsNull: 'yes' }, schema('Expected value of type Boolean', `${at}/IsNull`)],
    [{ Variable: '$.v', NumericEquals: '1' }, schema('Expected value of type Number', `${at}/NumericEquals`)],
    [
      { Variable: '$.v', TimestampEquals: 'noon' },
      schema('String does not match RFC3339 timestamp', `${at}/TimestampEquals`),
    ],
    [
      { Not: { Variable: '$.v', IsNull: true, Next: 'End' } },
      schema("Field 'Next' is not supported", `${at}/Not`),
    ],
    [{ And: [] }, schema('Value cannot be empty', `${at}/And`)],
    [
      { Variable: '$.v', IsNull: true, Next: undefined },
      expect.stringContaining('These fields are required: [Next]') as unknown as string,
    ],
  ])('%j', (rule, expected) => {
    expect(problems(choice(rule))).toEqual(expected);
  });
});

describe('JSONata', () => {
  test.each<[object, string]>([
    [
      { Output: '{% 1 + %}' },
      'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/State/Output',
    ],
    [
      { Output: { v: '{% phone %}' } },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/State/Output/v",
    ],
    [
      { Output: '{% $map([1], function($x) { b }) %}' },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'b' at the top level is not supported. at /States/State/Output",
    ],
    [
      { Output: '{% $$ %}' },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/State/Output",
    ],
    [
      { Output: '{% $states.errorOutput %}' },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.errorOutput' is not supported. at /States/State/Output",
    ],
    [
      { Assign: { e: '{% $states.errorOutput %}' } },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.errorOutput' is not supported. at /States/State/Assign/e",
    ],
    [
      { Output: '{% $states.input[x = $$] %}' },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/State/Output",
    ],
    [
      { Output: '{% $ %}' },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$' at the top level is not supported. at /States/State/Output",
    ],
    [
      { Output: '{% $states.result %}' },
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.result' is not supported. at /States/State/Output",
    ],
    [{ Output: "{% 'of $states.result and $$' %}" }, ''],
    [{ Output: '{% $states.input.items[value > 3 and $.value < 9]^(price).name %}' }, ''],
    [{ Output: '{% 1' }, schema('JSONata string must start with {% and end with %}', '/States/State/Output')],
    [
      { Output: ' {% 1 %}' },
      schema('JSONata string must start with {% and end with %}', '/States/State/Output'),
    ],
    [{ Output: '1 %}' }, schema('JSONata string must start with {% and end with %}', '/States/State/Output')],
    [
      { InputPath: '$' },
      schema(
        "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
      ),
    ],
    [
      { QueryLanguage: 'JSONPath', InputPath: '$' },
      schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"),
    ],
  ])('%j', (fields, expected) => {
    expect(problems(single({ Type: 'Pass', ...end, ...fields }, JSONATA))).toBe(expected);
  });
});

describe('what $states has', () => {
  const result = '{% $states.result %}';
  const errorOutput = '{% $states.errorOutput %}';
  const task = { ...TASK, Arguments: PARAMETERS, Next: 'Z' };
  const catching = (fields: object): object => ({
    ...task,
    Catch: [{ ErrorEquals: ['E'], Next: 'Z', ...fields }],
  });
  const choice = (fields: object): object => ({
    Type: 'Choice',
    Choices: [{ Condition: true, Next: 'Z', ...fields }],
  });
  const machine = (state: object): unknown => ({
    ...JSONATA,
    StartAt: 'State',
    States: { State: state, Z: { Type: 'Succeed' } },
  });

  test.each<[object, string?, string?]>([
    [{ ...task, Output: result, Assign: { r: result } }],
    [{ ...task, Arguments: { ...PARAMETERS, Key: result } }, '$states.result', 'Arguments/Key'],
    [{ ...task, TimeoutSeconds: result }, '$states.result', 'TimeoutSeconds'],
    [{ ...task, Output: errorOutput }, '$states.errorOutput', 'Output'],
    [catching({ Output: errorOutput, Assign: { e: errorOutput } })],
    [catching({ Output: result }), '$states.result', 'Catch[0]/Output'],
    [catching({ Assign: { r: result } }), '$states.result', 'Catch[0]/Assign/r'],
    [choice({ Condition: result }), '$states.result', 'Choices[0]/Condition'],
    [choice({ Output: errorOutput }), '$states.errorOutput', 'Choices[0]/Output'],
  ])('%j', (state, refused, place) => {
    const expected = `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${refused}' is not supported. at /States/State/${place}`;
    expect(problems(machine(state))).toBe(refused === undefined ? '' : expected);
  });

  test('a condition is an expression or a boolean', () => {
    expect(problems(machine(choice({ Condition: 'true' })))).toBe(
      schema('JSONata string must start with {% and end with %}', '/States/State/Choices[0]/Condition'),
    );
  });
});

describe('Express machines', () => {
  test.each([
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      { QueueUrl: 'u', MessageBody: 'b' },
      "Express state machine does not support '.waitForTaskToken' service integration ",
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      { StateMachineArn: 'a' },
      "Express state machine does not support '.sync' service integration",
    ],
    [
      'arn:aws:states:us-east-1:123456789012:activity:a',
      undefined,
      'Express state machine does not support Activity ARN',
    ],
  ])('%s', (Resource, Parameters, message) => {
    const machine = single({ Type: 'Task', Resource, Parameters, ...end });
    expect(problems(machine, 'EXPRESS')).toBe(schema(message, '/States/State/Resource'));
    expect(problems(machine, 'STANDARD')).toBe('');
  });

  test('have no Map in distributed mode', () => {
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      StartAt: 'I',
      States: { I: { Type: 'Succeed' } },
    };
    const machine = single({ Type: 'Map', ItemProcessor, ...end });
    expect(problems(machine, 'EXPRESS')).toBe(
      schema(
        "Express state machine does not support 'DISTRIBUTED' mode",
        '/States/State/ItemProcessor/ProcessorConfig/Mode',
      ),
    );
    expect(problems(machine, 'STANDARD')).toBe('');
  });
});
