import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { createEvents } from '../../../src/services/events/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Deliver';
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:queue';
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead';
const ROLE = 'arn:aws:iam::123456789012:role/Role';
const SECOND = 1000;

/** A rule on the default bus with one target. What SQS is sent is in the harness's `calls`. */
function ruleFor(target: object, pattern: object = { source: ['shop'] }): Harness {
  const host = harness();
  host.stub('sqs:SendMessage', () => ({}));
  host.stub('states:StartExecution', () => ({}));
  host.serve(
    createEvents(
      modelOf(host.environment, {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { Name: 'rule', EventPattern: pattern, Targets: [{ Id: 't', ...target }] } as never,
        },
      }),
      host,
    ),
  );
  return host;
}

async function put(host: Harness, detail: object = {}): Promise<void> {
  const entry = { Source: 'shop', DetailType: 'Order', Detail: JSON.stringify(detail) };
  await host.call('events:PutEvents', { Entries: [entry] });
  await host.clock.settle();
}

const sent = (host: Harness, queue: string): JsonObject[] =>
  host.calls
    .filter(
      ({ name, input }) => name === 'sqs:SendMessage' && String(input['QueueUrl']).endsWith(`/${queue}`),
    )
    .map(({ input }) => input);

const attributes = (message: JsonObject | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries((message?.['MessageAttributes'] ?? {}) as Record<string, { StringValue: string }>).map(
      ([name, { StringValue }]) => [name, StringValue],
    ),
  );

describe('a rule', () => {
  it('hands on what its pattern matches, and nothing else', async () => {
    const host = ruleFor({ Arn: QUEUE }, { detail: { total: [{ numeric: ['>', 100] }] } });
    await put(host, { total: 100 });
    await put(host, { total: 101 });
    expect(sent(host, 'queue')).toHaveLength(1);
  });

  it("sends to a queue in its own name, for the queue's policy to decide", async () => {
    const host = ruleFor({ Arn: QUEUE });
    await put(host);
    expect(host.calls.find(({ name }) => name === 'sqs:SendMessage')?.call.caller).toEqual({
      kind: 'service',
      service: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:us-east-1:123456789012:rule/rule',
    });
  });

  it.each([
    ['Input', { Input: '{"fixed":1}' }, '{"fixed":1}'],
    ['InputPath', { InputPath: '$.detail.n' }, '12345678901234567890'],
    [
      'InputTransformer',
      {
        InputTransformer: {
          InputPathsMap: { n: '$.detail.n' },
          InputTemplate:
            '{"n": <n>, "rule": <aws.events.rule-name>, "at": <aws.events.event.ingestion-time>}',
        },
      },
      '{"n": 12345678901234567890, "rule": "rule", "at": "2026-01-01T00:00:00Z"}',
    ],
  ])('shapes the input as %s says', async (_what, input, expected) => {
    const host = ruleFor({ Arn: QUEUE, ...input });
    const Detail = '{"n":12345678901234567890}';
    await host.call('events:PutEvents', { Entries: [{ Source: 'shop', DetailType: 'Order', Detail }] });
    await host.clock.settle();
    expect(sent(host, 'queue').map(({ MessageBody }) => MessageBody)).toEqual([expected]);
  });

  it('hands an event to another bus as it is, once', async () => {
    const host = harness();
    const bus = (name: string) => `arn:aws:events:us-east-1:123456789012:event-bus/${name}`;
    const hop = (from: string, to: string) => ({
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: from,
        EventPattern: { version: ['0'] },
        Targets: [{ Id: 'bus', Arn: bus(to), RoleArn: ROLE, DeadLetterConfig: { Arn: DEAD } }],
      },
    });
    host.stub('sqs:SendMessage', () => ({}));
    const events = createEvents(
      modelOf(host.environment, {
        A: { Type: 'AWS::Events::EventBus', Properties: { Name: 'a' } },
        B: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
        There: hop('a', 'b'),
        Back: hop('b', 'a'),
      }),
      host,
    );
    host.serve(events);
    const seen: string[] = [];
    events.onEvent(({ id }, busName) => seen.push(`${busName} ${id}`));
    const answer = await host.call('events:PutEvents', {
      Entries: [{ EventBusName: 'a', Source: 'shop', DetailType: 'Order', Detail: '{}' }],
    });
    await host.clock.settle();
    const [{ EventId } = { EventId: '' }] = answer['Entries'] as { EventId: string }[];
    expect(seen).toEqual([`a ${EventId}`, `b ${EventId}`]);
    expect(attributes(sent(host, 'dead')[0])).toMatchObject({ ERROR_CODE: 'THIRD_ACCOUNT_HOP_DETECTED' });
    expect(host.calls.filter(({ name }) => name === 'events:PutEvents').at(-1)?.call.caller).toMatchObject({
      roleArn: ROLE,
    });
  });
});

describe('a target that fails', () => {
  const failing = (error: AwsError, more: object = {}, succeedsAfter = Number.POSITIVE_INFINITY) => {
    const host = ruleFor({ Arn: MACHINE, RoleArn: ROLE, DeadLetterConfig: { Arn: DEAD }, ...more });
    const attemptsMs: number[] = [];
    host.stub('states:StartExecution', () => {
      attemptsMs.push(host.clock.now());
      if (attemptsMs.length <= succeedsAfter) throw error;
      return {};
    });
    return { host, attemptsMs };
  };
  const internal = new AwsError('InternalServerError', 'boom', 500);

  it('is tried again, later each time, until it succeeds', async () => {
    const { host, attemptsMs } = failing(internal, {}, 3);
    await put(host);
    await host.clock.advance(3_600 * SECOND);
    const waits = attemptsMs.slice(1).map((at, index) => at - (attemptsMs[index] as number));
    expect(waits).toHaveLength(3);
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1000 * 2 ** index);
    }
    expect(sent(host, 'dead')).toEqual([]);
  });

  it('gets as many attempts as the policy allows; then the queue gets the event with the reason', async () => {
    const { host, attemptsMs } = failing(internal, { RetryPolicy: { MaximumRetryAttempts: 2 } });
    await put(host, { n: 1 });
    await host.clock.advance(3_600 * SECOND);
    expect(attemptsMs).toHaveLength(3);
    const [message, ...others] = sent(host, 'dead');
    expect(others).toEqual([]);
    expect(JSON.parse(message?.['MessageBody'] as string)).toMatchObject({
      source: 'shop',
      detail: { n: 1 },
    });
    expect(attributes(message)).toEqual({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'boom',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
      RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/rule',
      TARGET_ARN: MACHINE,
    });
  });

  it('gets attempts until the event is too old', async () => {
    const { host, attemptsMs } = failing(internal, { RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    await put(host);
    await host.clock.advance(60 * SECOND);
    expect(attributes(sent(host, 'dead')[0])).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
      RETRY_ATTEMPTS: String(attemptsMs.length - 1),
    });
    expect(attemptsMs.length).toBeGreaterThan(5);
  });

  it('gets 185 retries within a day unless told otherwise', async () => {
    const { host, attemptsMs } = failing(internal);
    await put(host);
    await host.clock.advance(24 * 3_600 * SECOND);
    expect(sent(host, 'dead')).toHaveLength(1);
    expect(attemptsMs.length).toBeGreaterThan(140);
    expect(attemptsMs.length).toBeLessThanOrEqual(186);
  });

  it.each([
    ['AccessDeniedException', 400, 'NO_PERMISSIONS'],
    ['StateMachineDoesNotExist', 400, 'NO_RESOURCE'],
    ['InvalidExecutionInput', 400, 'SDK_CLIENT_ERROR'],
  ])('for good (%s) is not tried again', async (code, status, ERROR_CODE) => {
    const { host, attemptsMs } = failing(new AwsError(code, 'no', status));
    await put(host);
    expect(attemptsMs).toHaveLength(1);
    const found = attributes(sent(host, 'dead')[0]);
    expect(found).toMatchObject({ ERROR_CODE, ERROR_MESSAGE: 'no', RETRY_ATTEMPTS: '0' });
    expect(found).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('by throttling is tried again', async () => {
    const { host, attemptsMs } = failing(new AwsError('ThrottlingException', 'slow down'), {}, 1);
    await put(host);
    await host.clock.advance(SECOND);
    expect(attemptsMs).toHaveLength(2);
  });

  it("to take a transformer's text that is no JSON gets nothing; the queue gets the event", async () => {
    const { host, attemptsMs } = failing(internal, {
      InputTransformer: { InputPathsMap: { d: '$.detail' }, InputTemplate: '{"text": "<d>"}' },
    });
    await put(host, { n: 1 });
    expect(attemptsMs).toEqual([]);
    expect(attributes(sent(host, 'dead')[0])).toMatchObject({ ERROR_CODE: 'SDK_CLIENT_ERROR' });
  });

  it('loses the event where there is no dead-letter queue, and hurts no other target', async () => {
    const host = harness();
    host.stub('sqs:SendMessage', ({ QueueUrl }) => {
      if (String(QueueUrl).endsWith('/bad')) throw new AwsError('QueueDoesNotExist', 'gone');
      return {};
    });
    const Targets = ['bad', 'good'].map((Id) => ({ Id, Arn: QUEUE.replace('queue', Id) }));
    const Properties = { EventPattern: { source: ['shop'] }, Targets };
    host.serve(
      createEvents(modelOf(host.environment, { Rule: { Type: 'AWS::Events::Rule', Properties } }), host),
    );
    await put(host);
    expect(sent(host, 'good')).toHaveLength(1);
  });

  it('is left alone once the service is closed', async () => {
    const host = harness();
    let attempts = 0;
    host.stub('sqs:SendMessage', () => {
      attempts++;
      throw internal;
    });
    const Properties = { EventPattern: { source: ['shop'] }, Targets: [{ Id: 't', Arn: QUEUE }] };
    const events = createEvents(
      modelOf(host.environment, { Rule: { Type: 'AWS::Events::Rule', Properties } }),
      host,
    );
    host.serve(events);
    await put(host);
    await events.close();
    await host.clock.advance(3_600 * SECOND);
    expect(attempts).toBe(1);
  });
});

describe('a schedule', () => {
  it('fires its rule with a Scheduled Event, at its rate', async () => {
    const host = harness();
    host.stub('sqs:SendMessage', () => ({}));
    const Properties = {
      Name: 'tick',
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Id: 't', Arn: QUEUE }],
    };
    const events = createEvents(
      modelOf(host.environment, { Rule: { Type: 'AWS::Events::Rule', Properties } }),
      host,
    );
    host.serve(events);
    await host.clock.advance(11 * 60 * SECOND);
    const bodies = sent(host, 'queue').map(({ MessageBody }) => JSON.parse(MessageBody as string));
    expect(bodies).toMatchObject([
      {
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        time: '2026-01-01T00:05:00Z',
        resources: ['arn:aws:events:us-east-1:123456789012:rule/tick'],
        detail: {},
      },
      { time: '2026-01-01T00:10:00Z' },
    ]);
    await host.call('events:DisableRule', { Name: 'tick' });
    await host.clock.advance(11 * 60 * SECOND);
    expect(sent(host, 'queue')).toHaveLength(2);
    await host.call('events:EnableRule', { Name: 'tick' });
    await events.close();
    await host.clock.advance(11 * 60 * SECOND);
    expect(sent(host, 'queue')).toHaveLength(2);
  });
});

describe('an archive', () => {
  it('keeps nothing, and meters what matches', async () => {
    const host = harness();
    const SourceArn = 'arn:aws:events:us-east-1:123456789012:event-bus/default';
    const Properties = { SourceArn, EventPattern: { source: ['shop'] } };
    host.serve(
      createEvents(
        modelOf(host.environment, { Archive: { Type: 'AWS::Events::Archive', Properties } }),
        host,
      ),
    );
    await put(host);
    expect(host.metered['events.archived.gb']).toBeGreaterThan(0);
  });
});
