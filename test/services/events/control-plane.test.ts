import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createEvents } from '../../../src/services/events/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:queue';

/** The default bus, a bus of one's own, and a rule of the template on it. */
function buses(): Harness {
  const host = harness();
  host.stub('sqs:SendMessage', () => ({}));
  host.serve(
    createEvents(
      modelOf(host.environment, {
        Bus: {
          Type: 'AWS::Events::EventBus',
          Properties: { Name: 'bus', Policy: { Version: '2012-10-17', Statement: [] } },
        },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Name: 'rule',
            EventBusName: 'bus',
            Description: 'all of the shop',
            EventPattern: { source: ['shop'] },
            Targets: [{ Id: 'queue', Arn: QUEUE, InputPath: '$.detail' }],
          },
        },
      }),
      host,
    ),
  );
  return host;
}

const call = (host: Harness, operation: string, input: JsonObject = {}) =>
  host.call(`events:${operation}`, input);
const onBus = { EventBusName: 'bus' };

describe('buses', () => {
  const busArn = 'arn:aws:events:us-east-1:123456789012:event-bus/bus';

  it('are listed and described', async () => {
    const host = buses();
    const times = { CreationTime: 1767225600, LastModifiedTime: 1767225600 };
    const bus = { Name: 'bus', Arn: busArn, Policy: '{"Version":"2012-10-17","Statement":[]}', ...times };
    expect(await call(host, 'ListEventBuses', { NamePrefix: 'b' })).toEqual({ EventBuses: [bus] });
    expect(await call(host, 'DescribeEventBus', { Name: busArn })).toEqual(bus);
    expect(await call(host, 'DescribeEventBus')).toMatchObject({ Name: 'default' });
  });

  it('come and go', async () => {
    const host = buses();
    expect(await call(host, 'CreateEventBus', { Name: 'new' })).toEqual({
      EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/new',
    });
    await call(host, 'DeleteEventBus', { Name: 'new' });
    await expect(call(host, 'DescribeEventBus', { Name: 'new' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Event bus new does not exist.',
    });
  });

  it('that the template names and does not make are there', async () => {
    const host = harness();
    const Properties = { Name: 'r', EventBusName: 'elsewhere', EventPattern: { source: ['a'] } };
    host.serve(
      createEvents(modelOf(host.environment, { Rule: { Type: 'AWS::Events::Rule', Properties } }), host),
    );
    expect(await call(host, 'ListRules', { EventBusName: 'elsewhere' })).toMatchObject({
      Rules: [{ Name: 'r' }],
    });
  });

  it.each([
    ['two buses of one name', { Name: 'bus' }, {}, /^Resource 'Second': Event bus bus already exists\.$/],
    [
      'a schedule that is none',
      {},
      { ScheduleExpression: 'rate(1 minutes)' },
      /^Resource 'Rule': Parameter ScheduleExpression/,
    ],
    [
      'a schedule on a bus of its own',
      {},
      { ScheduleExpression: 'rate(1 minute)', EventBusName: 'bus' },
      /^Resource 'Rule': .*only on the default event bus/,
    ],
  ])('%s fail the load, by name', (_what, second, rule, message) => {
    const host = harness();
    const resources = {
      First: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
      Second: { Type: 'AWS::Events::EventBus', Properties: { Name: 'other', ...second } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['a'] }, ...rule } },
    };
    expect(() => createEvents(modelOf(host.environment, resources), host)).toThrow(message);
  });

  it('are listed page by page', async () => {
    const host = buses();
    const first = await call(host, 'ListEventBuses', { Limit: 1 });
    expect(first).toMatchObject({ EventBuses: [{ Name: 'default' }], NextToken: '1' });
    const second = await call(host, 'ListEventBuses', { Limit: 1, NextToken: '1' });
    expect(second).toMatchObject({ EventBuses: [{ Name: 'bus' }] });
    expect(second).not.toHaveProperty('NextToken');
  });
});

describe('rules', () => {
  const arn = 'arn:aws:events:us-east-1:123456789012:rule/bus/rule';
  const rule = {
    Name: 'rule',
    Arn: arn,
    State: 'ENABLED',
    EventBusName: 'bus',
    EventPattern: '{"source":["shop"]}',
    Description: 'all of the shop',
  };

  it('of the template are listed and described', async () => {
    const host = buses();
    expect(await call(host, 'ListRules', onBus)).toEqual({ Rules: [rule] });
    expect(await call(host, 'DescribeRule', { Name: 'rule', ...onBus })).toEqual({
      ...rule,
      CreatedBy: '123456789012',
    });
    expect(await call(host, 'ListTargetsByRule', { Rule: 'rule', ...onBus })).toEqual({
      Targets: [{ Id: 'queue', Arn: QUEUE, InputPath: '$.detail' }],
    });
    expect(await call(host, 'ListRuleNamesByTarget', { TargetArn: QUEUE, ...onBus })).toEqual({
      RuleNames: ['rule'],
    });
  });

  it('are disabled and enabled', async () => {
    const host = buses();
    await call(host, 'DisableRule', { Name: 'rule', ...onBus });
    expect(await call(host, 'DescribeRule', { Name: 'rule', ...onBus })).toMatchObject({ State: 'DISABLED' });
    const Entries = [{ Source: 'shop', DetailType: 'x', Detail: '{}', ...onBus }];
    await call(host, 'PutEvents', { Entries });
    await host.clock.settle();
    expect(host.calls.filter(({ name }) => name === 'sqs:SendMessage')).toEqual([]);
    await call(host, 'EnableRule', { Name: 'rule', ...onBus });
    await call(host, 'PutEvents', { Entries });
    await host.clock.settle();
    expect(host.calls.filter(({ name }) => name === 'sqs:SendMessage')).toHaveLength(1);
  });

  it('are made, changed and deleted by the API', async () => {
    const host = buses();
    const Rule = 'mine';
    expect(await call(host, 'PutRule', { Name: Rule, EventPattern: '{"source":["a"]}' })).toEqual({
      RuleArn: 'arn:aws:events:us-east-1:123456789012:rule/mine',
    });
    const none = { FailedEntryCount: 0, FailedEntries: [] };
    expect(await call(host, 'PutTargets', { Rule, Targets: [{ Id: '1', Arn: QUEUE }] })).toEqual(none);
    await call(host, 'PutRule', { Name: Rule, EventPattern: '{"source":["b"]}' });
    await call(host, 'PutEvents', {
      Entries: ['a', 'b'].map((Source) => ({ Source, DetailType: 'x', Detail: '{}' })),
    });
    await host.clock.settle();
    const bodies = host.calls
      .filter(({ name }) => name === 'sqs:SendMessage')
      .map(({ input }) => input['MessageBody']);
    expect(bodies).toEqual([expect.stringContaining('"source":"b"')]);
    await expect(call(host, 'DeleteRule', { Name: Rule })).rejects.toMatchObject({
      code: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    expect(await call(host, 'RemoveTargets', { Rule, Ids: ['1', '2'] })).toEqual({
      FailedEntryCount: 1,
      FailedEntries: [
        {
          TargetId: '2',
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: 'Rule mine does not have a target with the Id 2.',
        },
      ],
    });
    await call(host, 'DeleteRule', { Name: Rule });
    expect(await call(host, 'ListRules')).toEqual({ Rules: [] });
  });

  it('have five targets at most', async () => {
    const host = buses();
    const Targets = [1, 2, 3, 4, 5].map((id) => ({ Id: String(id), Arn: QUEUE }));
    await expect(call(host, 'PutTargets', { Rule: 'rule', ...onBus, Targets })).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
  });
});

describe('what is refused', () => {
  const target = (more: object) => ({ Rule: 'rule', ...onBus, Targets: [{ Id: '1', Arn: QUEUE, ...more }] });
  it.each([
    [
      'CreateEventBus',
      {},
      'ValidationException',
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    ],
    ['CreateEventBus', { Name: 'bus' }, 'ResourceAlreadyExistsException', 'Event bus bus already exists.'],
    [
      'CreateEventBus',
      { Name: 'a b' },
      'ValidationException',
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+",
    ],
    ['DeleteEventBus', { Name: 'default' }, 'ValidationException', 'Cannot delete event bus default.'],
    ['DeleteEventBus', { Name: 'bus' }, 'ValidationException', 'Cannot delete event bus bus: it has rules.'],
    [
      'DescribeRule',
      { Name: 'rule' },
      'ResourceNotFoundException',
      'Rule rule does not exist on EventBus default.',
    ],
    [
      'DescribeRule',
      { Name: 'x', EventBusName: 'y' },
      'ResourceNotFoundException',
      'Event bus y does not exist.',
    ],
    [
      'PutRule',
      { Name: 'x' },
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    ],
    [
      'PutRule',
      { Name: 'x', EventPattern: '{"a":1}' },
      'InvalidEventPatternException',
      /^Event pattern is not valid\. Reason: /,
    ],
    [
      'PutRule',
      { Name: 'x', ScheduleExpression: 'rate(2 minute)' },
      'ValidationException',
      'Parameter ScheduleExpression is not valid.',
    ],
    [
      'PutRule',
      { Name: 'x', ScheduleExpression: 'rate(1 minute)', ...onBus },
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    ],
    [
      'PutTargets',
      target({ Id: '!@#$@!#$' }),
      'ValidationException',
      "1 validation error detected: Value '!@#$@!#$' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      'PutTargets',
      target({ Id: 'x'.repeat(65) }),
      'ValidationException',
      /Member must have length less than or equal to 64$/,
    ],
    [
      'PutTargets',
      target({ Arn: 'arn:aws:lambda:us-east-1:123456789012:function:f' }),
      'ValidationException',
      /^Targets\[0\]: 'arn:aws:lambda:.*' is not a target that lambdaless can call/,
    ],
    ['PutTargets', target({ EcsParameters: {} }), 'ValidationException', /^Targets\[0\]: .*EcsParameters/],
    [
      'PutTargets',
      target({ InputPath: '$..x' }),
      'ValidationException',
      /InputPath is not a JSON path that EventBridge supports/,
    ],
    [
      'PutTargets',
      { Rule: 'rule', ...onBus, Targets: [] },
      'ValidationException',
      /at 'targets' failed to satisfy constraint/,
    ],
    [
      'TestEventPattern',
      { Event: '{}' },
      'ValidationException',
      "1 validation error detected: Value null at 'eventPattern' failed to satisfy constraint: Member must not be null",
    ],
    [
      'TestEventPattern',
      { EventPattern: '{}'.padEnd(4097), Event: '{}' },
      'ValidationException',
      /length less than or equal to 4096$/,
    ],
  ] as const)('%s %j', async (operation, input, code, message) => {
    const failure = await call(buses(), operation, input as never).catch((error) => error);
    expect(failure).toMatchObject({ code });
    if (typeof message === 'string') expect(failure.message).toBe(message);
    else expect(failure.message).toMatch(message);
  });
});

describe('the control plane', () => {
  it('is counted call by call; PutEvents is none of it', async () => {
    const host = buses();
    await call(host, 'ListRules');
    await call(host, 'TestEventPattern', {
      EventPattern: '{"source":["a"]}',
      Event:
        '{"id":"1","account":"1","source":"a","time":"2026-01-01T00:00:00Z","region":"r","resources":[],"detail-type":"x"}',
    });
    await call(host, 'PutEvents', { Entries: [{ Source: 'shop', DetailType: 'x', Detail: '{}' }] });
    expect(host.metered).toEqual({ 'events.controlPlaneCalls': 2, 'events.published': 1 });
  });

  const arn = (resource: string) => `arn:aws:events:us-east-1:123456789012:${resource}`;
  it.each([
    ['DescribeEventBus', { Name: 'bus' }, arn('event-bus/bus')],
    ['DescribeRule', { Name: 'r', EventBusName: 'bus' }, arn('rule/bus/r')],
    ['PutTargets', { Rule: 'r' }, arn('rule/r')],
    ['ListRules', {}, '*'],
    ['TestEventPattern', {}, '*'],
  ])('%s needs permission on what it is about', (name, input, resource) => {
    const host = harness();
    const { operations } = createEvents(modelOf(host.environment, {}), host);
    const operation = operations.find((candidate) => candidate.name === `events:${name}`);
    expect(operation?.permissions(input)).toEqual([{ action: `events:${name}`, resource }]);
  });
});
