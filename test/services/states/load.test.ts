import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { type BenchOptions, benchWith, MACHINE_ARN } from './support.ts';

const task = (Resource: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') => ({
  definition: {
    StartAt: 'Call',
    States: { Call: { Type: 'Task', Resource, Parameters: { QueueUrl: 'u', MessageBody: 'b' }, End: true } },
  },
  type,
});

describe('what is refused at load', () => {
  test.each<[BenchOptions, string]>([
    [
      { definition: { StartAt: 'A', States: { A: { Type: 'Pass' } } } },
      "Resource 'Machine' property DefinitionString: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/A'",
    ],
    [
      { definition: 'nothing' },
      "Resource 'Machine' property DefinitionString: Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unrecognized token 'nothing'",
    ],
    [
      task('arn:aws:states:::lambda:invoke'),
      "Resource 'Machine' state 'Call': the resource 'arn:aws:states:::lambda:invoke' cannot be called: lambdaless has dynamodb:getItem",
    ],
    [
      task('arn:aws:states:::aws-sdk:apigatewaymanagementapi:postToConnection'),
      'The resource provided arn:aws:states:::aws-sdk:apigatewaymanagementapi:postToConnection is not recognized.',
    ],
    [
      task('arn:aws:states:::sqs:sendMessage.waitForTaskToken', 'EXPRESS'),
      "Express state machine does not support '.waitForTaskToken' service integration",
    ],
    [
      {
        definition: {
          StartAt: 'Many',
          States: {
            Many: {
              Type: 'Map',
              ItemProcessor: {
                ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
                StartAt: 'A',
                States: { A: { Type: 'Succeed' } },
              },
              End: true,
            },
          },
        },
        type: 'STANDARD',
      },
      "Resource 'Machine' property DefinitionString: the Map state 'Many' is in DISTRIBUTED mode, which lambdaless does not run",
    ],
    [
      { definition: `{"Comment":"${'x'.repeat(1_048_576)}"}` },
      "Resource 'Machine' property DefinitionString: a definition has at most 1048576 characters",
    ],
  ])('%j', (options, message) => {
    expect(() => benchWith(options)).toThrow(message);
  });

  test.each([
    [{ Level: 'ALL' }, 'Must specify exactly one Log Destination.'],
    [
      {
        Level: 'OFF',
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:aws:logs:r:1:log-group:g' } }],
      },
      "Log Group ARN must be provided with '*' qualifier.",
    ],
  ])('a machine that logs to %j', (LoggingConfiguration, message) => {
    const definition = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };
    expect(() => benchWith({ definition, properties: { LoggingConfiguration } as JsonObject })).toThrow(
      `Resource 'Machine' property LoggingConfiguration: Invalid Logging Configuration: ${message}`,
    );
  });

  test.each(['ItemReader', 'ItemBatcher', 'ResultWriter', 'ToleratedFailureCount'])(
    'a Map in inline mode with %s',
    (field) => {
      const value = field === 'ToleratedFailureCount' ? 1 : {};
      const ItemProcessor = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };
      const definition = {
        StartAt: 'Many',
        States: { Many: { Type: 'Map', ItemProcessor, [field]: value, End: true } },
      };
      expect(() => benchWith({ definition })).toThrow(
        `the Map state 'Many' has '${field}', a field of DISTRIBUTED mode, which lambdaless does not run`,
      );
    },
  );

  test('an operation that no service offers, once all services are there', () => {
    const bench = benchWith(task('arn:aws:states:::sqs:sendMessage'));
    expect(() => bench.service.check()).toThrow(
      "Resource 'Machine' state 'Call': arn:aws:states:::sqs:sendMessage needs sqs:SendMessage, which lambdaless does not implement",
    );
  });
});

describe('a definition', () => {
  test('may be an object, with substitutions in its texts', async () => {
    const bench = benchWith({
      definition: '',
      properties: {
        DefinitionString: undefined as never,
        Definition: {
          StartAt: 'P',
          States: { P: { Type: 'Pass', Result: '${word} ${unknown}', End: true } },
        },
        DefinitionSubstitutions: { word: 'hello' },
      },
    });
    const { output } = await bench.call('StartSyncExecution', { stateMachineArn: MACHINE_ARN });
    expect(output).toBe('"hello ${unknown}"');
  });
});

describe('permissions', () => {
  test.each([
    ['StartExecution', { stateMachineArn: MACHINE_ARN }, MACHINE_ARN],
    ['StartSyncExecution', { stateMachineArn: MACHINE_ARN }, MACHINE_ARN],
    ['ListExecutions', { stateMachineArn: MACHINE_ARN }, MACHINE_ARN],
    ['DescribeExecution', { executionArn: 'e' }, 'e'],
    ['StopExecution', { executionArn: 'e' }, 'e'],
    ['GetExecutionHistory', { executionArn: 'e' }, 'e'],
    ['ListStateMachines', {}, '*'],
    ['SendTaskSuccess', { taskToken: 't' }, '*'],
    ['TestState', {}, '*'],
  ])('%s', (name, input, resource) => {
    const { service } = benchWith({ definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } });
    const operation = service.operations.find((candidate) => candidate.name === `states:${name}`);
    expect(operation?.permissions(input)).toEqual([{ action: `states:${name}`, resource }]);
  });
});
