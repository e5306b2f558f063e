import { describe, expect, it } from 'vitest';
import { createSqs } from '../../../src/services/sqs/index.ts';
import { ACCOUNT, type Harness, harness, modelOf } from '../harness.ts';

const URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/work';
const queue = { QueueUrl: URL };

function queues(properties: object = {}): Harness {
  const host = harness();
  host.serve(
    createSqs(
      modelOf(host.environment, {
        Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work', ...properties } as never },
        Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      }),
      host,
    ),
  );
  return host;
}

interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes: Record<string, string>;
}

const send = (host: Harness, MessageBody: string, more: object = {}) =>
  host.call('sqs:SendMessage', { ...queue, MessageBody, ...more } as never);
const receive = async (host: Harness, more: object = {}): Promise<readonly Received[]> => {
  const { Messages = [] } = await host.call('sqs:ReceiveMessage', { ...queue, ...more } as never);
  return Messages as never;
};
const bodies = async (host: Harness, more: object = {}) =>
  (await receive(host, { MaxNumberOfMessages: 10, ...more })).map(({ Body }) => Body);

describe('a message', () => {
  it('is hidden once received, comes again after the visibility timeout, and is gone once deleted', async () => {
    const host = queues();
    await send(host, 'hello');
    const [first] = await receive(host);
    expect(first).toMatchObject({ Body: 'hello', MD5OfBody: '5d41402abc4b2a76b9719d911017c592' });
    expect(await receive(host)).toEqual([]);
    await host.clock.advance(30_000);
    const [second] = await receive(host);
    expect(second?.MessageId).toBe(first?.MessageId);
    await host.call('sqs:DeleteMessage', { ...queue, ReceiptHandle: second?.ReceiptHandle as string });
    await host.clock.advance(30_000);
    expect(await receive(host)).toEqual([]);
  });

  it('carries attributes with the digest that SDKs check', async () => {
    const host = queues();
    const MessageAttributes = {
      ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
      Count: { DataType: 'Number', StringValue: '5' },
      Blob: { DataType: 'Binary', BinaryValue: 'AQID' },
    };
    const sent = await send(host, 'x', { MessageAttributes });
    expect(sent['MD5OfMessageAttributes']).toBe('11fbbc09a3b6b8f5e7619f945dacf615');
    expect(await receive(host, { MessageAttributeNames: ['All'], VisibilityTimeout: 0 })).toMatchObject([
      { MessageAttributes, MD5OfMessageAttributes: sent['MD5OfMessageAttributes'] },
    ]);
    expect(
      await receive(host, { MessageAttributeNames: ['ERROR.*', 'Count'], VisibilityTimeout: 0 }),
    ).toMatchObject([{ MessageAttributes: { Count: MessageAttributes.Count } }]);
    expect((await receive(host))[0]).not.toHaveProperty('MessageAttributes');
  });

  it('tells of its receipts', async () => {
    const host = queues();
    await send(host, 'x');
    await receive(host, { VisibilityTimeout: 1 });
    await host.clock.advance(1000);
    expect((await receive(host, { AttributeNames: ['All'] }))[0]?.Attributes).toEqual({
      SenderId: '123456789012',
      SentTimestamp: '1767225600000',
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: '1767225600000',
    });
  });

  it('is kept for the retention period', async () => {
    const host = queues({ MessageRetentionPeriod: 60 });
    await send(host, 'x');
    await host.clock.advance(59_999);
    expect(await bodies(host, { VisibilityTimeout: 0 })).toEqual(['x']);
    await host.clock.advance(1);
    expect(await bodies(host)).toEqual([]);
  });

  it('is delayed as it asks, or as its queue does', async () => {
    const host = queues({ DelaySeconds: 10 });
    await send(host, 'late');
    await send(host, 'now', { DelaySeconds: 0 });
    expect(await bodies(host)).toEqual(['now']);
    await host.clock.advance(10_000);
    expect(await bodies(host)).toEqual(['late']);
  });

  it('moves to the dead-letter queue when it was received too often', async () => {
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
    const host = queues({ RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 2 } });
    await send(host, 'poison');
    for (let time = 0; time < 2; time++)
      expect(await bodies(host, { VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await bodies(host)).toEqual([]);
    const dead = { QueueUrl: 'http://127.0.0.1:4650/123456789012/dead' };
    expect(await receive(host, { ...dead, AttributeNames: ['DeadLetterQueueSourceArn'] })).toMatchObject([
      { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:123456789012:work' } },
    ]);
  });
});

describe('a receiver', () => {
  it('that waits is answered at the next message', async () => {
    const host = queues();
    const waiting = bodies(host, { WaitTimeSeconds: 20 });
    await host.clock.advance(5000);
    await send(host, 'x');
    expect(await waiting).toEqual(['x']);
  });

  it('that waits is answered when a message becomes visible', async () => {
    const host = queues();
    await send(host, 'x', { DelaySeconds: 5 });
    const waiting = bodies(host, { WaitTimeSeconds: 20 });
    await host.clock.advance(5000);
    expect(await waiting).toEqual(['x']);
  });

  it('that waits in vain gets nothing in the end', async () => {
    const host = queues();
    const waiting = bodies(host, { WaitTimeSeconds: 20 });
    await host.clock.advance(20_000);
    expect(await waiting).toEqual([]);
  });

  it('that goes away takes no message with it', async () => {
    const host = queues();
    const gone = new AbortController();
    const call = { ...ACCOUNT, signal: gone.signal };
    const waiting = host.operations.call('sqs:ReceiveMessage', { ...queue, WaitTimeSeconds: 20 }, call);
    await host.clock.settle();
    gone.abort();
    await waiting;
    await send(host, 'x');
    expect(await bodies(host)).toEqual(['x']);
  });
});

describe('the queue', () => {
  it('counts its messages by state', async () => {
    const host = queues();
    for (const body of ['a', 'b', 'c']) await send(host, body);
    await send(host, 'd', { DelaySeconds: 10 });
    await receive(host);
    const { Attributes } = await host.call('sqs:GetQueueAttributes', { ...queue, AttributeNames: ['All'] });
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:123456789012:work',
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '30',
    });
  });

  it('is found by name and listed by prefix', async () => {
    const host = queues();
    expect(await host.call('sqs:GetQueueUrl', { QueueName: 'work' })).toEqual({ QueueUrl: URL });
    expect(await host.call('sqs:ListQueues', { QueueNamePrefix: 'w' })).toEqual({ QueueUrls: [URL] });
  });

  it('fails the load when its dead letters would go nowhere', () => {
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:nowhere';
    expect(() => queues({ RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 2 } })).toThrow(
      /^Resource 'Work' property RedrivePolicy\.deadLetterTargetArn: no queue of this template/,
    );
  });

  it('is metered by the request, and by 64 KB of the messages in it, whichever way they go', async () => {
    const host = queues();
    await receive(host);
    await send(host, 'x'.repeat(65_537));
    await receive(host);
    expect(host.metered).toEqual({ 'sqs.requests': 5 });
  });

  it('is emptied, once a minute', async () => {
    const host = queues();
    await send(host, 'x');
    await host.call('sqs:PurgeQueue', queue);
    expect(await bodies(host)).toEqual([]);
    await expect(host.call('sqs:PurgeQueue', queue)).rejects.toMatchObject({ code: 'PurgeQueueInProgress' });
    await host.clock.advance(60_000);
    expect(await host.call('sqs:PurgeQueue', queue)).toEqual({});
  });

  it('takes batches, entry by entry', async () => {
    const host = queues();
    const answer = await host.call('sqs:SendMessageBatch', {
      ...queue,
      Entries: [
        { Id: 'good', MessageBody: 'x' },
        { Id: 'bad', MessageBody: '' },
      ],
    });
    expect(answer).toMatchObject({
      Successful: [{ Id: 'good', MD5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' }],
      Failed: [{ Id: 'bad', SenderFault: true, Code: 'MissingParameter' }],
    });
    const [message] = await receive(host);
    await host.call('sqs:ChangeMessageVisibility', {
      ...queue,
      ReceiptHandle: message?.ReceiptHandle as string,
      VisibilityTimeout: 0,
    });
    const [again] = await receive(host);
    await host.call('sqs:DeleteMessageBatch', {
      ...queue,
      Entries: [{ Id: '1', ReceiptHandle: again?.ReceiptHandle as string }],
    });
    await host.clock.advance(60_000);
    expect(await bodies(host)).toEqual([]);
  });

  it.each([
    ['an unknown queue', 'SendMessage', { QueueUrl: `${URL}s`, MessageBody: 'x' }, 'QueueDoesNotExist'],
    ['no queue', 'SendMessage', { MessageBody: 'x' }, 'MissingParameter'],
    [
      'a body too long',
      'SendMessage',
      { ...queue, MessageBody: 'x'.repeat(1_048_577) },
      'InvalidParameterValue',
    ],
    [
      'a character that XML has not',
      'SendMessage',
      { ...queue, MessageBody: '\u0000' },
      'InvalidMessageContents',
    ],
    [
      'eleven messages at once',
      'ReceiveMessage',
      { ...queue, MaxNumberOfMessages: 11 },
      'InvalidParameterValue',
    ],
    ['a wait of 21 s', 'ReceiveMessage', { ...queue, WaitTimeSeconds: 21 }, 'InvalidParameterValue'],
    [
      'a handle of another queue',
      'DeleteMessage',
      { ...queue, ReceiptHandle: 'x' },
      'ReceiptHandleIsInvalid',
    ],
    [
      'a batch of more than 1 MiB',
      'SendMessageBatch',
      { ...queue, Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })) },
      'BatchRequestTooLong',
    ],
    [
      "an attribute with AWS's prefix",
      'SendMessage',
      {
        ...queue,
        MessageBody: 'x',
        MessageAttributes: { 'Aws.x': { DataType: 'String', StringValue: 'x' } },
      },
      'InvalidParameterValue',
    ],
    [
      'an attribute that no message has',
      'ReceiveMessage',
      { ...queue, MessageSystemAttributeNames: ['QueueArn'] },
      'InvalidAttributeName',
    ],
    ['an empty batch', 'SendMessageBatch', { ...queue, Entries: [] }, 'EmptyBatchRequest'],
    [
      'an attribute without type',
      'SendMessage',
      { ...queue, MessageBody: 'x', MessageAttributes: { a: {} } },
      'InvalidParameterValue',
    ],
  ] as const)('refuses %s', async (_what, operation, input, code) => {
    await expect(queues().call(`sqs:${operation}`, input as never)).rejects.toMatchObject({ code });
  });
});
