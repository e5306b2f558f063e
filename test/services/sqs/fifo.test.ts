import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createSqs } from '../../../src/services/sqs/index.ts';
import { type Harness, harness, modelOf } from '../harness.ts';

const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/work.fifo';

function fifo(properties: JsonObject = { ContentBasedDeduplication: true }): Harness {
  const host = harness();
  const work = { QueueName: 'work.fifo', FifoQueue: true, ...properties };
  const model = modelOf(host.environment, {
    Work: { Type: 'AWS::SQS::Queue', Properties: work },
    Plain: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'plain' } },
  });
  host.serve(createSqs(model, host));
  return host;
}

const send = (host: Harness, MessageBody: string, MessageGroupId = 'g', more: JsonObject = {}) =>
  host.call('sqs:SendMessage', { QueueUrl, MessageBody, MessageGroupId, ...more });

interface Received {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes: Record<string, string>;
}

const receive = async (host: Harness, more: JsonObject = {}): Promise<readonly Received[]> => {
  const { Messages = [] } = await host.call('sqs:ReceiveMessage', { QueueUrl, ...more });
  return Messages as unknown as Received[];
};
const bodies = async (host: Harness, more: JsonObject = {}): Promise<string[]> =>
  (await receive(host, more)).map(({ Body }) => Body);

describe('a FIFO queue', () => {
  it('holds a group back while a message of it is in flight, and no other group', async () => {
    const host = fifo();
    for (const [body, group] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const)
      await send(host, body, group);
    const [first] = await receive(host);
    expect(first?.Body).toBe('a1');
    expect(await bodies(host, { MaxNumberOfMessages: 10 })).toEqual(['b1']);
    await host.call('sqs:DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle as string });
    expect(await bodies(host)).toEqual(['a2']);
  });

  it('gives several messages of a group at once, in order', async () => {
    const host = fifo();
    for (const body of ['1', '2', '3']) await send(host, body);
    expect(await bodies(host, { MaxNumberOfMessages: 10 })).toEqual(['1', '2', '3']);
  });

  it('wakes a waiting receiver when the group is free again', async () => {
    const host = fifo();
    await send(host, '1');
    await send(host, '2');
    const [first] = await receive(host);
    const waiting = bodies(host, { WaitTimeSeconds: 20 });
    await host.call('sqs:DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle as string });
    expect(await waiting).toEqual(['2']);
  });

  it('answers the same message within five minutes alike, and keeps one of it', async () => {
    const host = fifo();
    const first = await send(host, 'same');
    expect(await send(host, 'same', 'other')).toEqual(first);
    expect(await bodies(host, { MaxNumberOfMessages: 10 })).toEqual(['same']);
    await host.clock.advance(5 * 60_000);
    expect((await send(host, 'same'))['MessageId']).not.toBe(first['MessageId']);
  });

  it('takes the id of the sender before the digest of the body', async () => {
    const host = fifo();
    await send(host, 'same', 'g', { MessageDeduplicationId: '1' });
    await send(host, 'same', 'g', { MessageDeduplicationId: '2' });
    expect(await bodies(host, { MaxNumberOfMessages: 10 })).toEqual(['same', 'same']);
  });

  it('compares within a group, if its scope says so', async () => {
    const host = fifo({ ContentBasedDeduplication: true, DeduplicationScope: 'messageGroup' });
    await send(host, 'same', 'a');
    await send(host, 'same', 'b');
    expect(await bodies(host, { MaxNumberOfMessages: 10 })).toEqual(['same', 'same']);
  });

  it('tells group, id and number', async () => {
    const host = fifo();
    const sent = await send(host, 'x', 'g', { MessageDeduplicationId: 'd' });
    expect(sent['SequenceNumber']).toMatch(/^\d{20}$/);
    const [received] = await receive(host, { AttributeNames: ['All'] });
    expect(received?.Attributes).toMatchObject({
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
      SequenceNumber: sent['SequenceNumber'],
    });
  });

  it.each<[JsonObject, string, string]>([
    [{ MessageBody: 'x' }, 'MissingParameter', 'The request must contain the parameter MessageGroupId.'],
    [
      { MessageBody: 'x', MessageGroupId: 'g', DelaySeconds: 5 },
      'InvalidParameterValue',
      'Value 5 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    ],
    [
      { MessageBody: 'x', MessageGroupId: 'with blank' },
      'InvalidParameterValue',
      'Value with blank for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
    ],
  ])('refuses %j', async (input, code, message) => {
    await expect(fifo().call('sqs:SendMessage', { QueueUrl, ...input })).rejects.toMatchObject({
      code,
      message,
    });
  });

  it('without a digest of bodies needs an id', async () => {
    await expect(send(fifo({}), 'x')).rejects.toMatchObject({
      message:
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    });
  });
});

it('a standard queue takes a group, and holds nothing back for it; it takes no deduplication id', async () => {
  const host = fifo();
  const plain = QueueUrl.replace('work.fifo', 'plain');
  for (const MessageBody of ['1', '2']) {
    await host.call('sqs:SendMessage', { QueueUrl: plain, MessageBody, MessageGroupId: 'g' });
  }
  for (const expected of ['1', '2']) {
    const { Messages } = await host.call('sqs:ReceiveMessage', { QueueUrl: plain, AttributeNames: ['All'] });
    expect(Messages).toMatchObject([{ Body: expected, Attributes: { MessageGroupId: 'g' } }]);
  }
  await expect(
    host.call('sqs:SendMessage', { QueueUrl: plain, MessageBody: 'x', MessageDeduplicationId: 'd' }),
  ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
});
