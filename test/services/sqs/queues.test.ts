import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createAuthorizer } from '../../../src/services/authorizer.ts';
import { createSqs } from '../../../src/services/sqs/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const url = (name: string): string => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const arn = (name: string): string => `arn:aws:sqs:us-east-1:123456789012:${name}`;

function service(resources: Parameters<typeof modelOf>[1] = {}): Harness {
  const host = harness();
  host.serve(createSqs(modelOf(host.environment, resources), host));
  return host;
}

const create = (host: Harness, QueueName: string, Attributes: JsonObject = {}) =>
  host.call('sqs:CreateQueue', { QueueName, Attributes });
const attributesOf = async (host: Harness, name: string): Promise<Record<string, string>> => {
  const { Attributes } = await host.call('sqs:GetQueueAttributes', {
    QueueUrl: url(name),
    AttributeNames: ['All'],
  });
  return Attributes as Record<string, string>;
};

describe('CreateQueue', () => {
  it('makes a queue with attributes and tags, which can be told and changed', async () => {
    const host = service();
    const made = await host.call('sqs:CreateQueue', {
      QueueName: 'made',
      Attributes: { VisibilityTimeout: '5' },
      tags: { team: 'a', cost: 'b' },
    });
    expect(made).toEqual({ QueueUrl: url('made') });
    expect(await attributesOf(host, 'made')).toMatchObject({
      QueueArn: arn('made'),
      VisibilityTimeout: '5',
      DelaySeconds: '0',
    });
    await host.clock.advance(2000);
    await host.call('sqs:SetQueueAttributes', { QueueUrl: url('made'), Attributes: { DelaySeconds: '3' } });
    expect(await attributesOf(host, 'made')).toMatchObject({ VisibilityTimeout: '5', DelaySeconds: '3' });
    await host.call('sqs:UntagQueue', { QueueUrl: url('made'), TagKeys: ['cost'] });
    await host.call('sqs:TagQueue', { QueueUrl: url('made'), Tags: { stage: 'x' } });
    expect(await host.call('sqs:ListQueueTags', { QueueUrl: url('made') })).toEqual({
      Tags: { team: 'a', stage: 'x' },
    });
  });

  it('gives the queue that is there, if it is the same', async () => {
    const host = service();
    await create(host, 'made', { VisibilityTimeout: '5' });
    expect(await create(host, 'made', { VisibilityTimeout: '5' })).toEqual({ QueueUrl: url('made') });
    expect(await create(host, 'made')).toEqual({ QueueUrl: url('made') });
    await expect(create(host, 'made', { VisibilityTimeout: '6' })).rejects.toMatchObject({
      code: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    });
  });

  it.each([
    ['a b', {}, 'InvalidParameterValue'],
    ['x'.repeat(81), {}, 'InvalidParameterValue'],
    ['plain', { FifoQueue: 'true' }, 'InvalidAttributeName'],
    ['x.fifo', {}, 'InvalidParameterValue'],
    ['x', { Nope: '1' }, 'InvalidAttributeName'],
    ['x', { DelaySeconds: '901' }, 'InvalidAttributeValue'],
    ['x', { DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
    ['x', { Policy: '{' }, 'InvalidAttributeValue'],
    ['x', { Policy: '{"Statement":[{"Effect":"Maybe"}]}' }, 'InvalidAttributeValue'],
    ['x', { RedrivePolicy: '{"maxReceiveCount":1}' }, 'InvalidParameterValue'],
    [
      'x',
      { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('none'), maxReceiveCount: 1 }) },
      'InvalidParameterValue',
    ],
    ['x', { ContentBasedDeduplication: 'true' }, 'InvalidAttributeName'],
  ])('%s %j is %s', async (name, attributes, code) => {
    await expect(create(service(), name, attributes as JsonObject)).rejects.toMatchObject({ code });
  });

  it('lets DeleteQueue take the queue and its messages away', async () => {
    const host = service();
    await create(host, 'made');
    await host.call('sqs:SendMessage', { QueueUrl: url('made'), MessageBody: 'x' });
    await host.call('sqs:DeleteQueue', { QueueUrl: url('made') });
    await expect(attributesOf(host, 'made')).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    await create(host, 'made');
    expect(await attributesOf(host, 'made')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it('redrives to a queue that was made too, after SetQueueAttributes', async () => {
    const host = service();
    await create(host, 'work', { VisibilityTimeout: '0' });
    await create(host, 'dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('dead'), maxReceiveCount: '1' });
    await host.call('sqs:SetQueueAttributes', { QueueUrl: url('work'), Attributes: { RedrivePolicy } });
    await host.call('sqs:SendMessage', { QueueUrl: url('work'), MessageBody: 'x' });
    for (const _time of [1, 2]) await host.call('sqs:ReceiveMessage', { QueueUrl: url('work') });
    expect(await attributesOf(host, 'dead')).toMatchObject({ ApproximateNumberOfMessages: '1' });
    expect(await host.call('sqs:ListDeadLetterSourceQueues', { QueueUrl: url('dead') })).toEqual({
      queueUrls: [url('work')],
    });
  });
});

it('lists queues in pages', async () => {
  const host = service();
  for (const name of ['a1', 'a2', 'a3', 'b']) await create(host, name);
  const first = await host.call('sqs:ListQueues', { QueueNamePrefix: 'a', MaxResults: 2 });
  expect(first).toEqual({ QueueUrls: [url('a1'), url('a2')], NextToken: '2' });
  expect(
    await host.call('sqs:ListQueues', {
      QueueNamePrefix: 'a',
      MaxResults: 2,
      NextToken: first['NextToken'] ?? '',
    }),
  ).toEqual({ QueueUrls: [url('a3')] });
  expect(await host.call('sqs:ListQueues', { QueueNamePrefix: 'z' })).toEqual({});
});

it('refuses to tell an attribute that does not exist', async () => {
  const host = service();
  await create(host, 'made');
  await expect(
    host.call('sqs:GetQueueAttributes', { QueueUrl: url('made'), AttributeNames: ['Size'] }),
  ).rejects.toMatchObject({ code: 'InvalidAttributeName', message: 'Unknown Attribute Size.' });
});

describe("a queue's policy", () => {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn('made'),
      },
    ],
  });
  const caller = { kind: 'service', service: 'events.amazonaws.com', sourceArn: 'arn:rule' } as const;
  const permission = { action: 'sqs:SendMessage', resource: arn('made') };

  it('that comes by the API decides, until it goes', async () => {
    const host = harness();
    const model = modelOf(host.environment, {});
    const authorizer = createAuthorizer(model, host.environment);
    host.serve(createSqs(model, { ...host, setResourcePolicy: authorizer.setResourcePolicy }));
    await create(host, 'made');
    expect(() => authorizer.authorize(caller, permission)).toThrow('no resource-based policy allows');
    await host.call('sqs:SetQueueAttributes', { QueueUrl: url('made'), Attributes: { Policy } });
    expect(() => authorizer.authorize(caller, permission)).not.toThrow();
    expect(await attributesOf(host, 'made')).toMatchObject({ Policy });
    await host.call('sqs:SetQueueAttributes', { QueueUrl: url('made'), Attributes: { Policy: '' } });
    expect(() => authorizer.authorize(caller, permission)).toThrow('no resource-based policy allows');
  });

  it('of the template is among its attributes', async () => {
    const host = service({
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'made' } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [url('made')], PolicyDocument: JSON.parse(Policy) as JsonObject },
      },
    });
    expect(await attributesOf(host, 'made')).toMatchObject({ Policy });
  });
});
