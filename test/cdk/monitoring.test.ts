import { readFileSync } from 'node:fs';
import { Duration, type Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { describe, expect, it } from 'vitest';
import type { DeliveryType } from '../../src/cdk/index.ts';
import { load, synth } from './synth.ts';

const PARTNER = 'aws.partner/example.com/123/events';

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** The logical id of the alarm on a metric. */
function alarmId(template: Template, MetricName: string): string {
  const [id = ''] = Object.keys(
    template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName } }),
  );
  return id;
}

describe('metrics', () => {
  it('counts what is delivered only if the workflow reports it', () => {
    const { webSocket: silent } = synth();
    expect(() => silent.metricDelivered()).toThrow('metricDelivered() needs metrics: true');
    expect(() => silent.metricOversize()).toThrow('metricOversize() needs metrics: true');
    expect(() => silent.metricOpenConnections()).toThrow('metricOpenConnections() needs metrics: true');
    const { webSocket, template, stack } = synth({ metrics: true });
    const metrics = [
      webSocket.metricDelivered(),
      webSocket.metricOversize({ period: Duration.minutes(1) }),
      webSocket.metricOpenConnections(),
    ];
    const StateMachine = { 'Fn::GetAtt': [expect.stringMatching(/^WebSocketDeliver/), 'Name'] };
    expect(
      metrics.map(({ namespace, metricName, statistic, dimensions }) => [
        namespace,
        metricName,
        statistic,
        stack.resolve(dimensions) as unknown,
      ]),
    ).toEqual([
      ['Lambdaless', 'Delivered', 'Sum', { StateMachine }],
      ['Lambdaless', 'Oversize', 'Sum', { StateMachine }],
      ['Lambdaless', 'Connections', 'Maximum', { StateMachine }],
    ]);
    template().resourceCountIs('AWS::Logs::LogStream', 1);
  });

  it('has metrics for what AWS counts by itself', () => {
    const { webSocket } = synth();
    const metrics = [
      webSocket.metricEvents(),
      webSocket.metricDeliveryFailed(),
      webSocket.metricDeadLetters(),
      webSocket.metricConnections(),
      webSocket.metricMessages(),
      webSocket.metricSubscribeFailed(),
    ];
    expect(metrics.map(({ namespace, metricName }) => `${namespace} ${metricName}`)).toEqual([
      'AWS/States ExecutionsStarted',
      'AWS/States ExecutionsFailed',
      'AWS/SQS ApproximateNumberOfMessagesVisible',
      'AWS/ApiGateway ConnectCount',
      'AWS/ApiGateway MessageCount',
      'AWS/States ExecutionsFailed',
    ]);
  });
});

describe('alarms', () => {
  const COMMON = ['DeadLetters', 'NotSetAside', 'DeliveryFailed', 'DeliveryTimedOut', 'DeliveryLate'];
  const OF_CLIENTS = ['SubscribeFailed', 'SubscribeTimedOut', 'IntegrationErrors', 'ExecutionErrors'];

  it.each<[DeliveryType, string[]]>([
    ['express', [...COMMON, ...OF_CLIENTS]],
    ['standard', [...COMMON, 'DeliveryThrottled', ...OF_CLIENTS]],
  ])('one for each way to lose events or clients, with deliveryType %s', (deliveryType, names) => {
    const { webSocket, template } = synth({ deliveryType });
    const alarms = webSocket.addAlarms({ period: Duration.minutes(1) });
    expect(alarms.map(({ node }) => node.id)).toEqual(names.map((name) => `${name}Alarm`));
    template().allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
  });

  it('stand in the runbook', () => {
    const runbook = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8');
    const alarms = synth({ deliveryType: 'standard' }).webSocket.addAlarms();
    const names = alarms.map(({ node }) => node.id.replace(/Alarm$/, ''));
    expect(names.filter((name) => !runbook.includes(`\`${name}\``))).toEqual([]);
  });

  it.each<[string, (stack: Stack) => IEventBus | undefined, Record<string, unknown>]>([
    ['a new bus', () => undefined, { EventBusName: expect.stringContaining('StackWebSocket') }],
    ['the default bus', (stack) => EventBus.fromEventBusName(stack, 'Bus', 'default'), {}],
    [
      "a partner's bus",
      (stack) => EventBus.fromEventBusName(stack, 'Bus', PARTNER),
      { EventBusName: PARTNER },
    ],
  ])('know the rule on %s', (_which, eventBus, bus) => {
    const { webSocket, template } = synth((stack) => ({ eventBus: eventBus(stack) }));
    webSocket.addAlarms();
    const alarm = load(template()).resources.get(alarmId(template(), 'InvocationsFailedToBeSentToDlq'));
    const { Dimensions: dimensions } = (alarm?.properties ?? {}) as unknown as { Dimensions: Dimension[] };
    expect(Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]))).toEqual({
      ...bus,
      RuleName: expect.stringMatching(/^[^/]*WebSocketRule[^/]*$/),
    });
  });
});

it('the dashboard is one, with what the workflow reports', () => {
  const { webSocket, template } = synth({ metrics: true });
  webSocket.addDashboard();
  template().resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  expect(JSON.stringify(template().findResources('AWS::CloudWatch::Dashboard'))).toContain('Delivered');
});
