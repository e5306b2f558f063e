import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import { type Environment, seededRandom } from '../../src/core/environment.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { OperationName } from '../../src/core/operations.ts';
import { noSpan } from '../../src/core/trace.ts';
import { type AssembledStack, assemble } from '../../src/runtime/assemble.ts';
import { loadTemplate } from '../../src/template/index.ts';

const GROUP = '/aws/events/orders';
const START_MS = Date.UTC(2026, 0, 1, 12);

/** Everything that a template makes, on a clock that stands still. */
function assembled(Resources: JsonObject): AssembledStack {
  const environment: Environment = {
    partition: 'aws',
    region: 'us-east-1',
    accountId: '123456789012',
    urlSuffix: 'amazonaws.com',
    clock: new VirtualClock(START_MS),
    random: seededRandom(1),
  };
  return assemble(loadTemplate({ Resources }, { environment }), environment);
}

async function call(stack: AssembledStack, name: OperationName, input: JsonObject): Promise<JsonObject> {
  const answer = await stack.operations.call(name, input, { caller: { kind: 'account' }, span: noSpan });
  await stack.operations.idle();
  return answer as JsonObject;
}

const put = (stack: AssembledStack, Detail: string): Promise<JsonObject> =>
  call(stack, 'events:PutEvents', {
    Entries: [{ Source: 'shop', DetailType: 'Ordered', Detail, Time: START_MS / 1000 - 59.5 }],
  });

const logged = async (stack: AssembledStack): Promise<JsonObject[]> =>
  (await call(stack, 'logs:FilterLogEvents', { logGroupName: GROUP }))['events'] as JsonObject[];

const rule = (Target: JsonObject, EventPattern: JsonObject = { source: ['shop'] }): JsonObject => ({
  Type: 'AWS::Events::Rule',
  Properties: { Name: 'rule', EventPattern, Targets: [{ Id: 'target', ...Target }] },
});

describe('a rule whose target is a log group', () => {
  const RULE_ARN = 'arn:aws:events:us-east-1:123456789012:rule/rule';
  const EVENTS = { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
  const GROUP_ARN = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:*`;
  const CREATE = { Effect: 'Allow', Principal: EVENTS, Action: 'logs:CreateLogStream', Resource: GROUP_ARN };
  const PUT = { Effect: 'Allow', Principal: EVENTS, Action: 'logs:PutLogEvents', Resource: GROUP_ARN };
  const OF_RULE = { Condition: { ArnEquals: { 'aws:SourceArn': RULE_ARN } } };

  const logging = (statements: readonly JsonObject[], target: JsonObject = {}): AssembledStack =>
    assembled({
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: GROUP, RetentionInDays: 7 } },
      Policy: {
        Type: 'AWS::Logs::ResourcePolicy',
        Properties: {
          PolicyName: 'events',
          PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        },
      },
      Rule: rule({ Arn: { 'Fn::GetAtt': ['Group', 'Arn'] }, ...target }),
    });

  it("writes the event with the event's time, where the group's policy lets EventBridge", async () => {
    const stack = logging([CREATE, { ...PUT, ...OF_RULE }]);
    await put(stack, '{"n":12345678901234567890}');
    const [entry, ...others] = await logged(stack);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ timestamp: START_MS - 60_000, ingestionTime: START_MS });
    expect(entry?.['message']).toMatch(/^\{"version":"0",.*"detail":\{"n":12345678901234567890\}\}$/);
    expect(stack.meter.reading()['logs.ingested.bytes']).toBeGreaterThan(0);
  });

  it('writes what a transformer makes of it', async () => {
    const stack = logging([CREATE, PUT], {
      InputTransformer: {
        InputPathsMap: { time: '$.time', n: '$.detail.n' },
        InputTemplate: '{"timestamp": <time>, "message": "order <n>"}',
      },
    });
    await put(stack, '{"n":7}');
    expect(await logged(stack)).toMatchObject([{ timestamp: START_MS - 60_000, message: 'order 7' }]);
  });

  it.each([
    ['no statement', []],
    ['no stream may be made', [PUT]],
    ['a stream is made for a rule, of which EventBridge says nothing', [{ ...CREATE, ...OF_RULE }, PUT]],
    [
      'of another group',
      [{ ...CREATE, Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:other:*' }, PUT],
    ],
  ])('writes nothing with a policy of: %s', async (_what, statements) => {
    const stack = logging(statements);
    await put(stack, '{}');
    expect(await logged(stack)).toEqual([]);
    expect(stack.authorizer.usage().denied).toMatchObject([{ principal: 'events.amazonaws.com' }]);
  });
});

describe('the default bus', () => {
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
    },
  };
  const machine = (StateMachineType: string): JsonObject => ({
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'Machine',
      StateMachineType,
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Definition: {
        StartAt: 'Choose',
        States: {
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$.fail', BooleanEquals: true, Next: 'Fail' }],
            Default: 'Done',
          },
          Fail: { Type: 'Fail', Error: 'E', Cause: 'C' },
          Done: { Type: 'Pass', End: true },
        },
      },
    },
  });
  const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';

  const observed = async (
    type: string,
    input: string,
    EventPattern: JsonObject = { source: ['aws.states'] },
  ): Promise<{ readonly stack: AssembledStack; readonly events: JsonObject[] }> => {
    const stack = assembled({
      Role,
      Machine: machine(type),
      Rule: rule({ Arn: 'arn:aws:sqs:us-east-1:123456789012:q' }, EventPattern),
    });
    const events: JsonObject[] = [];
    stack.services.events.onEvent(({ text }) => events.push(JSON.parse(text)));
    await call(stack, 'states:StartExecution', { stateMachineArn: ARN, name: 'run', input });
    return { stack, events };
  };
  const details = async (input: string): Promise<JsonObject[]> =>
    (await observed('STANDARD', input)).events.map(({ detail }) => detail as JsonObject);

  it('is told of the start and the end of a Standard execution, without a charge', async () => {
    const { stack, events } = await observed('STANDARD', '{"fail":false}');
    const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:Machine:run';
    const started = {
      executionArn,
      stateMachineArn: ARN,
      name: 'run',
      status: 'RUNNING',
      startDate: START_MS,
      stopDate: null,
      input: '{"fail":false}',
      output: null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
      inputDetails: { included: true },
      outputDetails: null,
      error: null,
      cause: null,
    };
    expect(events[0]).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      account: '123456789012',
      resources: [executionArn],
    });
    expect(events.map(({ detail }) => detail)).toEqual([
      started,
      {
        ...started,
        status: 'SUCCEEDED',
        stopDate: START_MS,
        output: '{"fail":false}',
        outputDetails: { included: true },
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      },
    ]);
    expect(stack.meter.reading()).not.toHaveProperty('events.published');
  });

  it('is told why an execution failed', async () => {
    expect(await details('{"fail":true}')).toMatchObject([
      { status: 'RUNNING' },
      { status: 'FAILED', error: 'E', cause: 'C', output: null, outputDetails: null },
    ]);
  });

  it('gets no input where it is too long together with the output, and no output that is too long alone', async () => {
    const ofBytes = (bytes: number): string => JSON.stringify({ fail: false, text: 'x'.repeat(bytes) });
    const half = 124 * 1024;
    expect(await details(ofBytes(half))).toMatchObject([
      { inputDetails: { included: true } },
      { input: null, inputDetails: { included: false }, outputDetails: { included: true } },
    ]);
    expect(await details(ofBytes(2 * half))).toMatchObject([
      { input: null, inputDetails: { included: false } },
      { input: null, output: null, outputDetails: { included: false } },
    ]);
  });

  it.each([
    ['an Express execution', 'EXPRESS', undefined],
    [
      'a Standard execution, if no rule could take it',
      'STANDARD',
      { source: ['shop', { prefix: 'aws.ec2' }] },
    ],
  ])('is not told of %s', async (_what, type, pattern) => {
    expect((await observed(type, '{"fail":false}', pattern)).events).toEqual([]);
  });

  it('takes no event of AWS from anybody else', async () => {
    const { stack } = await observed('EXPRESS', '{"fail":false}');
    const Entries = [{ Source: 'aws.states', DetailType: 'x', Detail: '{}' }];
    for (const service of ['events.amazonaws.com', 'evil.amazonaws.com']) {
      const caller = { kind: 'service', service, sourceArn: '' } as const;
      expect(
        await stack.operations.call('events:PutEvents', { Entries }, { caller, span: noSpan }),
      ).toMatchObject({
        FailedEntryCount: 1,
        Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }],
      });
    }
  });
});
