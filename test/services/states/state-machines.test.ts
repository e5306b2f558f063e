import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { type Bench, benchWith, MACHINE_ARN, ROLE } from './support.ts';

const pass = (Result: string) => ({ StartAt: 'P', States: { P: { Type: 'Pass', Result, End: true } } });
const [ONE, TWO] = [JSON.stringify(pass('one')), JSON.stringify(pass('two'))];
const WAIT = JSON.stringify({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: { Type: 'Succeed' } },
});
const NEW_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:New';
const CREATE = { name: 'New', definition: ONE, roleArn: ROLE };
const LOG_GROUP = 'arn:aws:logs:us-east-1:123456789012:log-group:machine:*';
const destination = (logGroupArn: string) => ({ cloudWatchLogsLogGroup: { logGroupArn } });
const logging = (...destinations: JsonObject[]) => ({ level: 'ALL', destinations });

const bench = (): Bench => benchWith({ definition: pass('template'), type: 'STANDARD' });

/** The output of an execution of a machine, a version or an alias. */
async function outputOf({ call, clock }: Bench, stateMachineArn: string): Promise<unknown> {
  const { executionArn } = await call('StartExecution', { stateMachineArn });
  await clock.advance(0);
  return (await call('DescribeExecution', { executionArn: executionArn as string }))['output'];
}

describe('CreateStateMachine', () => {
  test('makes a machine that runs, and is described, listed and tagged', async () => {
    const at = bench();
    const tags = [{ key: 'team', value: 'a' }];
    const loggingConfiguration = { ...logging(destination(LOG_GROUP)), includeExecutionData: true };
    const tracingConfiguration = { enabled: true };
    expect(
      await at.call('CreateStateMachine', { ...CREATE, tags, loggingConfiguration, tracingConfiguration }),
    ).toEqual({ stateMachineArn: NEW_ARN, creationDate: at.clock.now() / 1000 });
    expect(await outputOf(at, NEW_ARN)).toBe('"one"');
    expect(await at.call('DescribeStateMachine', { stateMachineArn: NEW_ARN })).toEqual({
      stateMachineArn: NEW_ARN,
      name: 'New',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: ONE,
      roleArn: ROLE,
      creationDate: at.clock.now() / 1000,
      loggingConfiguration,
      tracingConfiguration,
    });
    const { stateMachines } = await at.call('ListStateMachines', {});
    expect(stateMachines).toMatchObject([{ name: 'Machine' }, { name: 'New', type: 'STANDARD' }]);
    expect(await at.call('ListTagsForResource', { resourceArn: NEW_ARN })).toEqual({ tags });
  });

  test('keeps its encryption to be described', async () => {
    const at = bench();
    const encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'key' };
    await at.call('CreateStateMachine', { ...CREATE, encryptionConfiguration });
    expect(await at.call('DescribeStateMachine', { stateMachineArn: NEW_ARN })).toMatchObject({
      encryptionConfiguration,
    });
  });

  test('is idempotent but for role and tags, which are then ignored', async () => {
    const at = bench();
    const first = await at.call('CreateStateMachine', { ...CREATE, publish: true, versionDescription: 'v' });
    await at.clock.advance(1000);
    const again = { ...CREATE, publish: true, versionDescription: 'v', roleArn: `${ROLE}2` };
    expect(await at.call('CreateStateMachine', again)).toEqual(first);
    expect(await at.call('DescribeStateMachine', { stateMachineArn: NEW_ARN })).toMatchObject({
      roleArn: ROLE,
    });
  });

  test.each<JsonObject>([
    { definition: TWO },
    { type: 'EXPRESS' },
    { publish: true },
    { tracingConfiguration: { enabled: true } },
    { loggingConfiguration: logging(destination(LOG_GROUP)) },
  ])('refuses a machine that exists with %j', async (change) => {
    const at = bench();
    await at.call('CreateStateMachine', CREATE);
    await expect(at.call('CreateStateMachine', { ...CREATE, ...change })).rejects.toMatchObject({
      code: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${NEW_ARN}'`,
    });
  });

  test.each<[JsonObject, string, string | RegExp]>([
    [{ name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [{ name: 'a:b' }, 'InvalidName', "Invalid Name: 'a:b'"],
    [{ name: 'x'.repeat(81) }, 'ValidationException', /at 'name' .*length less than or equal to 80$/],
    [{ roleArn: 'role' }, 'InvalidArn', "Invalid Arn: 'Invalid Role Arn: 'role''"],
    [
      { definition: `"${'x'.repeat(1_048_576)}"` },
      'ValidationException',
      "1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    ],
    [
      { definition: '{}' },
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
    ],
    [
      { type: 'FAST', name: null as never },
      'ValidationException',
      "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    ],
    [
      {
        definition: JSON.stringify({
          StartAt: 'T',
          States: {
            T: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: {}, End: true },
          },
        }),
      },
      'InvalidDefinition',
      /^state 'T': the resource 'arn:aws:states:::lambda:invoke' cannot be called/,
    ],
    [
      { versionDescription: 'v' },
      'ValidationException',
      'Version description can only be set when publish is true',
    ],
    [
      { loggingConfiguration: { level: 'ALL' } },
      'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.',
    ],
    [{ loggingConfiguration: logging() }, 'InvalidLoggingConfiguration', /exactly one/],
    [{ loggingConfiguration: logging({}) }, 'InvalidLoggingConfiguration', /exactly one/],
    [
      { loggingConfiguration: logging(destination(LOG_GROUP), destination(LOG_GROUP)) },
      'InvalidLoggingConfiguration',
      /exactly one/,
    ],
    [
      { loggingConfiguration: logging(destination(LOG_GROUP.slice(0, -2))) },
      'InvalidLoggingConfiguration',
      "Invalid Logging Configuration: Log Group ARN must be provided with '*' qualifier.",
    ],
    [
      { loggingConfiguration: { level: 'SOME' } },
      'ValidationException',
      /'SOME' at 'loggingConfiguration.level'/,
    ],
    [
      { encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } },
      'InvalidEncryptionConfiguration',
      /kmsKeyId is required/,
    ],
    [{ tags: [{ key: '?', value: '' }] }, 'ValidationException', "Invalid tag key: '?'"],
    [
      { tags: Array.from({ length: 51 }, (_, at) => ({ key: `k${at}`, value: '' })) },
      'TooManyTags',
      /at most 50 tags/,
    ],
  ])('refuses %j', async (change, code, message) => {
    await expect(bench().call('CreateStateMachine', { ...CREATE, ...change })).rejects.toMatchObject({
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});

describe('UpdateStateMachine', () => {
  test('makes a revision, while executions keep theirs', async () => {
    const at = benchWith({ definition: WAIT, type: 'STANDARD' });
    const { executionArn } = await at.call('StartExecution', { stateMachineArn: MACHINE_ARN });
    const updated = await at.call('UpdateStateMachine', { stateMachineArn: MACHINE_ARN, definition: TWO });
    expect(updated).toEqual({ updateDate: at.clock.now() / 1000, revisionId: expect.any(String) });
    expect(await outputOf(at, MACHINE_ARN)).toBe('"two"');
    const before = { executionArn: executionArn as string };
    const described = await at.call('DescribeStateMachineForExecution', before);
    expect(described).toMatchObject({ definition: WAIT });
    expect(described).not.toHaveProperty('revisionId');
    await at.clock.advance(60_000);
    expect(await at.call('DescribeExecution', before)).toMatchObject({ status: 'SUCCEEDED', output: '{}' });
  });

  test('changes nothing when nothing changes', async () => {
    const at = bench();
    const { revisionId } = await at.call('UpdateStateMachine', {
      stateMachineArn: MACHINE_ARN,
      roleArn: ROLE,
    });
    expect(revisionId).toBeUndefined();
  });

  test.each<[JsonObject, string, string | RegExp]>([
    [
      {},
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    ],
    [
      { stateMachineArn: `${MACHINE_ARN}:1`, definition: ONE },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${MACHINE_ARN}:1'`,
    ],
    [{ definition: 'x' }, 'InvalidDefinition', /INVALID_JSON_DESCRIPTION/],
    [{ loggingConfiguration: { level: 'ERROR' } }, 'InvalidLoggingConfiguration', /exactly one/],
    [{ roleArn: 'arn:aws:iam::1:user/x' }, 'InvalidArn', /Invalid Role Arn/],
    [{ roleArn: ROLE, versionDescription: 'x' }, 'ValidationException', /publish/],
  ])('refuses %j', async (change, code, message) => {
    const request = { stateMachineArn: MACHINE_ARN, ...change };
    await expect(bench().call('UpdateStateMachine', request)).rejects.toMatchObject({
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});

describe('DeleteStateMachine', () => {
  test('removes a machine without executions at once; another time it is gone already', async () => {
    const at = bench();
    const request = { stateMachineArn: MACHINE_ARN };
    expect(await at.call('DeleteStateMachine', request)).toEqual({});
    await expect(at.call('DescribeStateMachine', request)).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
    expect(await at.call('DeleteStateMachine', request)).toEqual({});
  });

  test('waits for running executions, which end at their next transition', async () => {
    const at = benchWith({ definition: WAIT, type: 'STANDARD' });
    const request = { stateMachineArn: MACHINE_ARN };
    const { executionArn } = await at.call('StartExecution', request);
    await at.call('DeleteStateMachine', request);
    expect(await at.call('DescribeStateMachine', request)).toMatchObject({ status: 'DELETING' });
    const deleting = {
      code: 'StateMachineDeleting',
      message: `State Machine is being deleted: '${MACHINE_ARN}'`,
    };
    await expect(at.call('StartExecution', request)).rejects.toMatchObject(deleting);
    await expect(at.call('UpdateStateMachine', { ...request, definition: ONE })).rejects.toMatchObject(
      deleting,
    );
    await expect(
      at.call('CreateStateMachine', { name: 'Machine', definition: WAIT, roleArn: ROLE }),
    ).rejects.toMatchObject(deleting);
    await at.clock.advance(60_000);
    expect(await at.call('DescribeExecution', { executionArn: executionArn as string })).toMatchObject({
      status: 'ABORTED',
    });
    await expect(at.call('DescribeStateMachine', request)).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
  });
});

describe('versions', () => {
  test('are numbered snapshots, one of each revision, the latest first in a list', async () => {
    const at = bench();
    const request = { stateMachineArn: MACHINE_ARN };
    const first = await at.call('PublishStateMachineVersion', { ...request, description: 'one' });
    expect(first).toEqual({
      stateMachineVersionArn: `${MACHINE_ARN}:1`,
      creationDate: at.clock.now() / 1000,
    });
    expect(await at.call('PublishStateMachineVersion', request)).toEqual(first);
    const second = await at.call('UpdateStateMachine', { ...request, definition: TWO, publish: true });
    expect(second['stateMachineVersionArn']).toBe(`${MACHINE_ARN}:2`);
    expect(await outputOf(at, `${MACHINE_ARN}:1`)).toBe('"template"');
    expect(await outputOf(at, `${MACHINE_ARN}:2`)).toBe('"two"');
    expect(await at.call('DescribeStateMachine', { stateMachineArn: `${MACHINE_ARN}:1` })).toMatchObject({
      stateMachineArn: `${MACHINE_ARN}:1`,
      name: 'Machine',
      description: 'one',
      definition: JSON.stringify(pass('template')),
    });
    const { stateMachineVersions } = await at.call('ListStateMachineVersions', request);
    expect(stateMachineVersions).toMatchObject([
      { stateMachineVersionArn: `${MACHINE_ARN}:2` },
      { stateMachineVersionArn: `${MACHINE_ARN}:1` },
    ]);
  });

  test('a number is not used again', async () => {
    const at = bench();
    const request = { stateMachineArn: MACHINE_ARN };
    await at.call('PublishStateMachineVersion', request);
    const version = { stateMachineVersionArn: `${MACHINE_ARN}:1` };
    expect(await at.call('DeleteStateMachineVersion', version)).toEqual({});
    expect(await at.call('DeleteStateMachineVersion', version)).toEqual({});
    await expect(at.call('StartExecution', { stateMachineArn: `${MACHINE_ARN}:1` })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
    const { stateMachineVersionArn } = await at.call('PublishStateMachineVersion', request);
    expect(stateMachineVersionArn).toBe(`${MACHINE_ARN}:2`);
  });

  test('of another revision than the one expected are not published', async () => {
    const at = bench();
    const request = { stateMachineArn: MACHINE_ARN, revisionId: 'INITIAL' };
    await at.call('UpdateStateMachine', { stateMachineArn: MACHINE_ARN, definition: TWO });
    await expect(at.call('PublishStateMachineVersion', request)).rejects.toMatchObject({
      code: 'ConflictException',
      statusCode: 409,
    });
  });

  test('executions of a version are listed with it, and say which it is', async () => {
    const at = bench();
    await at.call('PublishStateMachineVersion', { stateMachineArn: MACHINE_ARN });
    await outputOf(at, `${MACHINE_ARN}:1`);
    await outputOf(at, MACHINE_ARN);
    const count = async (stateMachineArn: string) =>
      ((await at.call('ListExecutions', { stateMachineArn }))['executions'] as JsonObject[]).length;
    expect(await count(`${MACHINE_ARN}:1`)).toBe(1);
    expect(await count(MACHINE_ARN)).toBe(2);
  });
});

describe('aliases', () => {
  const alias = { name: 'PROD', stateMachineAliasArn: `${MACHINE_ARN}:PROD` };
  const route = (version: number, weight: number) => ({
    stateMachineVersionArn: `${MACHINE_ARN}:${version}`,
    weight,
  });

  async function withVersions(): Promise<Bench> {
    const at = bench();
    await at.call('PublishStateMachineVersion', { stateMachineArn: MACHINE_ARN });
    await at.call('UpdateStateMachine', { stateMachineArn: MACHINE_ARN, definition: TWO, publish: true });
    return at;
  }

  test('are created once, described, listed, updated and deleted', async () => {
    const at = await withVersions();
    const request = { name: 'PROD', description: 'd', routingConfiguration: [route(1, 100)] };
    const created = await at.call('CreateStateMachineAlias', request);
    expect(created).toEqual({
      stateMachineAliasArn: alias.stateMachineAliasArn,
      creationDate: at.clock.now() / 1000,
    });
    expect(await at.call('CreateStateMachineAlias', request)).toEqual(created);
    await at.call('UpdateStateMachineAlias', { ...alias, routingConfiguration: [route(2, 100)] });
    expect(await at.call('DescribeStateMachineAlias', alias)).toEqual({
      ...created,
      name: 'PROD',
      description: 'd',
      routingConfiguration: [route(2, 100)],
      updateDate: at.clock.now() / 1000,
    });
    const listed = async (stateMachineArn: string) =>
      (await at.call('ListStateMachineAliases', { stateMachineArn }))['stateMachineAliases'];
    expect(await listed(MACHINE_ARN)).toEqual([created]);
    expect(await listed(`${MACHINE_ARN}:1`)).toEqual([]);
    expect(await listed(`${MACHINE_ARN}:2`)).toEqual([created]);
    await at.call('DeleteStateMachineAlias', alias);
    await expect(at.call('DescribeStateMachineAlias', alias)).rejects.toMatchObject({
      code: 'ResourceNotFound',
      details: { resourceName: alias.stateMachineAliasArn },
    });
  });

  test('spread executions by their weights', async () => {
    const at = await withVersions();
    await at.call('CreateStateMachineAlias', {
      ...alias,
      routingConfiguration: [route(1, 25), route(2, 75)],
    });
    const outputs: unknown[] = [];
    for (let n = 0; n < 200; n++) outputs.push(await outputOf(at, alias.stateMachineAliasArn));
    const first = outputs.filter((output) => output === '"template"').length;
    expect(first).toBeGreaterThan(30);
    expect(first).toBeLessThan(70);
    expect(outputs.filter((output) => output === '"two"')).toHaveLength(200 - first);
  });

  test.each([
    [0, '"two"'],
    [100, '"template"'],
  ])('a weight of %s is exact', async (weight, output) => {
    const at = await withVersions();
    const routingConfiguration = [route(1, weight), route(2, 100 - weight)];
    await at.call('CreateStateMachineAlias', { ...alias, routingConfiguration });
    for (let n = 0; n < 20; n++) expect(await outputOf(at, alias.stateMachineAliasArn)).toBe(output);
  });

  test('an execution says by which alias it was started, and its first event too', async () => {
    const at = await withVersions();
    await at.call('CreateStateMachineAlias', { ...alias, routingConfiguration: [route(2, 100)] });
    const { executionArn } = await at.call('StartExecution', { stateMachineArn: alias.stateMachineAliasArn });
    const which = {
      stateMachineVersionArn: `${MACHINE_ARN}:2`,
      stateMachineAliasArn: alias.stateMachineAliasArn,
    };
    const execution = { executionArn: executionArn as string };
    expect(await at.call('DescribeExecution', execution)).toMatchObject({
      stateMachineArn: MACHINE_ARN,
      ...which,
    });
    const { events } = await at.call('GetExecutionHistory', execution);
    expect(events).toMatchObject([{ executionStartedEventDetails: which }, {}, {}, {}]);
    expect(await at.call('ListExecutions', { stateMachineArn: alias.stateMachineAliasArn })).toMatchObject({
      executions: [which],
    });
  });

  test.each<[JsonObject, string, string | RegExp]>([
    [
      { routingConfiguration: [route(1, 60), route(2, 20)] },
      'ValidationException',
      'Sum of routing configuration weights must equal 100. Received: [60,20]',
    ],
    [
      { routingConfiguration: [route(1, 50), route(1, 50)] },
      'ValidationException',
      /must contain distinct state machine version ARNs/,
    ],
    [{ routingConfiguration: [] }, 'ValidationException', /length greater than or equal to 1/],
    [
      { routingConfiguration: [route(1, 101)] },
      'ValidationException',
      /'routingConfiguration.1.member.weight'/,
    ],
    [
      { routingConfiguration: [route(3, 100)] },
      'ValidationException',
      `Resource not found: '${MACHINE_ARN}:3'`,
    ],
    [{ name: '1' }, 'ValidationException', /regular expression pattern/],
    [{ description: 'other' }, 'ConflictException', /same name/],
  ])('refuses %j', async (change, code, message) => {
    const at = await withVersions();
    const request = { name: 'PROD', routingConfiguration: [route(1, 100)] };
    await at.call('CreateStateMachineAlias', request);
    await expect(at.call('CreateStateMachineAlias', { ...request, ...change })).rejects.toMatchObject({
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('keep their versions from being deleted', async () => {
    const at = await withVersions();
    await at.call('CreateStateMachineAlias', { ...alias, routingConfiguration: [route(1, 100)] });
    await expect(
      at.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE_ARN}:1` }),
    ).rejects.toMatchObject({
      code: 'ConflictException',
      message:
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [PROD]',
    });
  });
});

describe('tags', () => {
  const resource = { resourceArn: MACHINE_ARN };

  test('are set, replaced and removed', async () => {
    const at = bench();
    await at.call('TagResource', { ...resource, tags: [{ key: 'a', value: '1' }, { key: 'b' }] });
    await at.call('TagResource', { ...resource, tags: [{ key: 'a', value: '2' }] });
    expect(await at.call('ListTagsForResource', resource)).toEqual({
      tags: [
        { key: 'a', value: '2' },
        { key: 'b', value: '' },
      ],
    });
    await at.call('UntagResource', { ...resource, tagKeys: ['a', 'c'] });
    expect(await at.call('ListTagsForResource', resource)).toEqual({ tags: [{ key: 'b', value: '' }] });
  });

  test('of a machine that does not exist', async () => {
    await expect(bench().call('ListTagsForResource', { resourceArn: NEW_ARN })).rejects.toMatchObject({
      code: 'ResourceNotFound',
      message: `Resource not found: '${NEW_ARN}'`,
    });
  });
});

test('RedriveExecution says why it does not', async () => {
  const at = bench();
  const { executionArn } = await at.call('StartExecution', { stateMachineArn: MACHINE_ARN });
  await at.clock.advance(0);
  await expect(at.call('RedriveExecution', { executionArn: executionArn as string })).rejects.toMatchObject({
    code: 'ExecutionNotRedrivable',
    message: 'Execution is SUCCEEDED and cannot be redriven',
  });
});

test.each([
  [
    'CreateStateMachine',
    { ...CREATE, publish: true },
    [
      ['states:CreateStateMachine', NEW_ARN],
      ['states:PublishStateMachineVersion', NEW_ARN],
      ['iam:PassRole', ROLE],
    ],
  ],
  ['UpdateStateMachine', { stateMachineArn: NEW_ARN }, [['states:UpdateStateMachine', NEW_ARN]]],
  ['StartExecution', { stateMachineArn: `${NEW_ARN}:PROD` }, [['states:StartExecution', `${NEW_ARN}:PROD`]]],
  ['TagResource', { resourceArn: NEW_ARN }, [['states:TagResource', NEW_ARN]]],
])('%s of %j needs permissions', (name, input, expected) => {
  const operation = bench().service.operations.find((candidate) => candidate.name === `states:${name}`);
  const needed = operation?.permissions(input).map(({ action, resource }) => [action, resource]);
  expect(needed).toEqual(expected);
});

describe('in a template', () => {
  const version = {
    Type: 'AWS::StepFunctions::StateMachineVersion',
    Properties: {
      StateMachineArn: { Ref: 'Machine' },
      StateMachineRevisionId: { 'Fn::GetAtt': ['Machine', 'StateMachineRevisionId'] },
    },
  };
  const alias = (Properties: JsonObject) => ({
    Type: 'AWS::StepFunctions::StateMachineAlias',
    Properties: { Name: 'PROD', ...Properties },
  });
  const routing = { RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'V' }, Weight: 100 }] };

  test.each([
    routing,
    { DeploymentPreference: { StateMachineVersionArn: { Ref: 'V' }, Type: 'CANARY', Percentage: 10 } },
  ])('a version and an alias %j', async (properties) => {
    const at = benchWith({
      definition: pass('template'),
      type: 'STANDARD',
      resources: { V: version, A: alias(properties as JsonObject) },
    });
    expect(await outputOf(at, `${MACHINE_ARN}:PROD`)).toBe('"template"');
    expect(await outputOf(at, `${MACHINE_ARN}:1`)).toBe('"template"');
  });

  test.each([
    [{ V: version, W: version }, 'has a version of this revision already'],
    [
      { A: alias({ RoutingConfiguration: [{ StateMachineVersionArn: `${MACHINE_ARN}:1`, Weight: 100 }] }) },
      'Resource not found',
    ],
    [
      {
        V: version,
        A: alias({ RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'V' }, Weight: 50 }] }),
      },
      'must equal 100',
    ],
    [{ V: version, A: alias({}) }, 'needs either a RoutingConfiguration or a DeploymentPreference'],
    [{ V: { ...version, Properties: { StateMachineArn: NEW_ARN } } }, 'is no state machine of the template'],
    [
      { V: { ...version, Properties: { StateMachineArn: { Ref: 'Machine' }, StateMachineRevisionId: 'x' } } },
      'INITIAL',
    ],
  ])('%j is refused', (resources, message) => {
    expect(() =>
      benchWith({ definition: pass('x'), type: 'STANDARD', resources: resources as unknown as JsonObject }),
    ).toThrow(message);
  });
});

test('DescribeStateMachine says which variables each state reads', async () => {
  const definition = {
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { x: 1, 'y.$': '$.y' }, Next: 'Read' },
      Read: { Type: 'Pass', Parameters: { 'a.$': '$x', 'b.$': "States.Format('{}', $y.z)" }, Next: 'Ask' },
      Ask: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $sum([$x, $states.input.a]) %}', End: true },
    },
  };
  const at = benchWith({ definition, type: 'STANDARD' });
  expect(await at.call('DescribeStateMachine', { stateMachineArn: MACHINE_ARN })).toMatchObject({
    variableReferences: { Read: ['x', 'y'], Ask: ['x'] },
  });
});
