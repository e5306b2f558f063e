import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { benchWith, MACHINE_ARN, ROLE } from './support.ts';

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const EXECUTION = MACHINE_ARN.replace(':stateMachine:', ':execution:');
const TASK = '{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{},"End":true}';

/** A request of each operation that is in order; each member of it is then replaced. */
const REQUESTS: Readonly<Record<string, JsonObject>> = {
  StartExecution: { stateMachineArn: MACHINE_ARN, name: 'n', input: '{}', traceHeader: 't' },
  StartSyncExecution: { stateMachineArn: MACHINE_ARN, name: 'n', input: '{}', includedData: 'ALL_DATA' },
  DescribeExecution: { executionArn: `${EXECUTION}:run`, includedData: 'ALL_DATA' },
  GetExecutionHistory: {
    executionArn: `${EXECUTION}:run`,
    maxResults: 1,
    nextToken: 'x',
    reverseOrder: true,
    includeExecutionData: false,
  },
  StopExecution: { executionArn: `${EXECUTION}:run`, error: 'e', cause: 'c' },
  RedriveExecution: { executionArn: `${EXECUTION}:run`, clientToken: 'c' },
  ListExecutions: {
    stateMachineArn: MACHINE_ARN,
    statusFilter: 'RUNNING',
    mapRunArn: 'm',
    redriveFilter: 'REDRIVEN',
  },
  CreateStateMachine: {
    name: 'New',
    definition: JSON.stringify(PASS),
    roleArn: ROLE,
    type: 'STANDARD',
    loggingConfiguration: { level: 'OFF' },
    tracingConfiguration: { enabled: true },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    publish: true,
    versionDescription: 'v',
    tags: [{ key: 'a', value: 'b' }],
  },
  UpdateStateMachine: {
    stateMachineArn: MACHINE_ARN,
    definition: JSON.stringify(PASS),
    roleArn: ROLE,
    loggingConfiguration: { level: 'OFF' },
    tracingConfiguration: { enabled: true },
    publish: true,
    versionDescription: 'v',
  },
  DeleteStateMachine: { stateMachineArn: MACHINE_ARN },
  DescribeStateMachine: { stateMachineArn: MACHINE_ARN, includedData: 'METADATA_ONLY' },
  DescribeStateMachineForExecution: { executionArn: `${EXECUTION}:run` },
  ListStateMachines: { maxResults: 1, nextToken: 'x' },
  PublishStateMachineVersion: { stateMachineArn: MACHINE_ARN, revisionId: 'INITIAL', description: 'd' },
  ListStateMachineVersions: { stateMachineArn: MACHINE_ARN, maxResults: 1 },
  DeleteStateMachineVersion: { stateMachineVersionArn: `${MACHINE_ARN}:1` },
  CreateStateMachineAlias: {
    name: 'PROD',
    description: 'd',
    routingConfiguration: [{ stateMachineVersionArn: `${MACHINE_ARN}:1`, weight: 100 }],
  },
  UpdateStateMachineAlias: {
    stateMachineAliasArn: `${MACHINE_ARN}:PROD`,
    description: 'd',
    routingConfiguration: [{ stateMachineVersionArn: `${MACHINE_ARN}:1`, weight: 100 }],
  },
  DeleteStateMachineAlias: { stateMachineAliasArn: `${MACHINE_ARN}:PROD` },
  DescribeStateMachineAlias: { stateMachineAliasArn: `${MACHINE_ARN}:PROD` },
  ListStateMachineAliases: { stateMachineArn: MACHINE_ARN },
  TagResource: { resourceArn: MACHINE_ARN, tags: [{ key: 'a', value: 'b' }] },
  UntagResource: { resourceArn: MACHINE_ARN, tagKeys: ['a'] },
  ListTagsForResource: { resourceArn: MACHINE_ARN },
  ValidateStateMachineDefinition: { definition: '{}', type: 'EXPRESS', severity: 'WARNING', maxResults: 1 },
  TestState: {
    definition: TASK,
    roleArn: ROLE,
    input: '{}',
    inspectionLevel: 'TRACE',
    revealSecrets: false,
    variables: '{}',
    mock: { result: '{}', fieldValidationMode: 'NONE' },
    context: '{}',
    stateConfiguration: { retrierRetryCount: 1 },
  },
  SendTaskSuccess: { taskToken: 't', output: '{}' },
  SendTaskFailure: { taskToken: 't', error: 'e', cause: 'c' },
  SendTaskHeartbeat: { taskToken: 't' },
};

const VALUES: readonly JsonValue[] = [
  null,
  true,
  -1,
  1.5,
  1e9,
  '',
  '{',
  'arn:',
  'arn:aws:states:us-east-1:1:stateMachine',
  'x'.repeat(5000),
  '\u0000\ud800',
  [],
  [null],
  [[]],
  ['a'],
  [{}],
  {},
  { __proto__x: [], toString: 1 },
  JSON.parse('{"__proto__":1}') as JsonValue,
];

describe('a malformed request is answered with an exception of the API', () => {
  test('each operation is tried', () => {
    const names = benchWith({ definition: PASS }).service.operations.map(({ name }) =>
      name.slice('states:'.length),
    );
    expect(Object.keys(REQUESTS).sort()).toEqual(names.sort());
  });

  test.each(Object.entries(REQUESTS))('%s', async (name, request) => {
    for (const member of [...Object.keys(request), 'unknown']) {
      for (const value of VALUES) {
        const bench = benchWith({ definition: PASS, type: 'STANDARD' });
        const operation = bench.service.operations.find((candidate) => candidate.name === `states:${name}`);
        const changed = { ...request, [member]: value };
        const call = async (): Promise<unknown> => {
          operation?.permissions(changed);
          return bench.call(name, changed);
        };
        const thrown = await call().catch((error: unknown) => error);
        if (thrown instanceof Error) {
          expect(thrown, `${member}: ${JSON.stringify(value)}`).toBeInstanceOf(AwsError);
        }
      }
    }
  });
});
