import { AwsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Call, Caller, ServiceHost } from '../../core/operations.ts';
import { batch } from './batch.ts';
import {
  attributesMd5,
  attributesOf,
  invalidParameter,
  type Message,
  type MessageAttributes,
  md5,
  messageBytes,
} from './message.ts';
import { boundedNumber, requiredText } from './parameters.ts';
import { type Queue, queueNameOf } from './queue.ts';
import { describeReceived } from './received.ts';

type Action = (input: JsonObject, call: Call) => Promise<JsonObject> | JsonObject;

const RECEIVED: readonly [number, number] = [1, 10];
const WAIT_SECONDS: readonly [number, number] = [0, 20];
const VISIBILITY_SECONDS: readonly [number, number] = [0, 43_200];
const DELAY_SECONDS: readonly [number, number] = [0, 900];
/** XML 1.0's characters are SQS's too. */
const INVALID_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** SQS's operations on the queues of the template. */
export class SqsActions {
  private readonly queues: ReadonlyMap<string, Queue>;
  private readonly host: ServiceHost;
  private readonly closing: AbortSignal;

  constructor(queues: ReadonlyMap<string, Queue>, host: ServiceHost, closing: AbortSignal) {
    this.queues = queues;
    this.host = host;
    this.closing = closing;
  }

  readonly table: Readonly<Record<string, Action>> = {
    SendMessage: (input, call) => this.send(this.queueOf(input), input, call.caller),
    SendMessageBatch: (input, call) => {
      const queue = this.queueOf(input);
      return batch(input, (entry) => this.send(queue, entry, call.caller));
    },
    ReceiveMessage: (input, call) => this.receive(this.queueOf(input), input, call.signal),
    DeleteMessage: (input) => this.delete(this.queueOf(input), input),
    DeleteMessageBatch: (input) => {
      const queue = this.queueOf(input);
      return batch(input, (entry) => this.delete(queue, entry));
    },
    ChangeMessageVisibility: (input) => this.changeVisibility(this.queueOf(input), input),
    ChangeMessageVisibilityBatch: (input) => {
      const queue = this.queueOf(input);
      return batch(input, (entry) => this.changeVisibility(queue, entry));
    },
    PurgeQueue: (input) => {
      this.queueOf(input).purge();
      return {};
    },
    GetQueueUrl: (input) => ({ QueueUrl: this.named(requiredText(input, 'QueueName')).url }),
    GetQueueAttributes: (input) => this.attributes(this.queueOf(input), input),
    ListQueues: (input): JsonObject => {
      const prefix = String(input['QueueNamePrefix'] ?? '');
      const urls = [...this.queues.values()].filter(({ name }) => name.startsWith(prefix));
      return urls.length === 0 ? {} : { QueueUrls: urls.map(({ url }) => url) };
    },
    ListDeadLetterSourceQueues: (input) => {
      const { arn } = this.queueOf(input);
      const sources = [...this.queues.values()].filter((queue) => queue.redrive?.deadLetterTargetArn === arn);
      return { queueUrls: sources.map(({ url }) => url) };
    },
  };

  private send(queue: Queue, input: JsonObject, caller: Caller): JsonObject {
    const body = requiredText(input, 'MessageBody');
    const attributes = attributesOf(input['MessageAttributes']);
    const systemAttributes = (input['MessageSystemAttributes'] ?? {}) as unknown as MessageAttributes;
    checkBody(queue, body, attributes);
    const delay = boundedNumber(input, 'DelaySeconds', DELAY_SECONDS, queue.settings.DelaySeconds);
    const { clock, random } = this.host.environment;
    const message: Message = {
      id: random.uuid(),
      body,
      bodyMd5: md5(body),
      attributes,
      attributesMd5: attributesMd5(attributes),
      systemAttributes,
      senderId: this.senderId(caller),
      sentMs: clock.now(),
      visibleAtMs: clock.now() + delay * 1000,
      receiveCount: 0,
    };
    queue.add(message);
    const systemMd5 = attributesMd5(systemAttributes);
    return {
      MessageId: message.id,
      MD5OfMessageBody: message.bodyMd5,
      ...(message.attributesMd5 !== undefined && { MD5OfMessageAttributes: message.attributesMd5 }),
      ...(systemMd5 !== undefined && { MD5OfMessageSystemAttributes: systemMd5 }),
    };
  }

  /** The name that stands for the unique id of whoever sent a message. */
  private senderId(caller: Caller): string {
    if (caller.kind === 'role') return `${caller.roleArn.split('/').at(-1)}:${caller.service}`;
    return caller.kind === 'service' ? caller.service : this.host.environment.accountId;
  }

  private async receive(
    queue: Queue,
    input: JsonObject,
    signal: AbortSignal | undefined,
  ): Promise<JsonObject> {
    const { ReceiveMessageWaitTimeSeconds, VisibilityTimeout } = queue.settings;
    const limit = boundedNumber(input, 'MaxNumberOfMessages', RECEIVED, 1);
    const wait = boundedNumber(input, 'WaitTimeSeconds', WAIT_SECONDS, ReceiveMessageWaitTimeSeconds);
    const visibility = boundedNumber(input, 'VisibilityTimeout', VISIBILITY_SECONDS, VisibilityTimeout);
    const take = (): Message[] =>
      queue.receive(limit, visibility * 1000, (message) => this.redrive(queue, message));
    const messages = await this.poll(queue, take, wait * 1000, signal);
    if (messages.length === 0) return {};
    return { Messages: messages.map((message) => describeReceived(message, input, queue)) };
  }

  private async poll(
    queue: Queue,
    take: () => Message[],
    waitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Message[]> {
    const { clock } = this.host.environment;
    const ending = signal ? AbortSignal.any([signal, this.closing]) : this.closing;
    const endMs = clock.now() + waitMs;
    while (!ending.aborted) {
      const messages = take();
      if (messages.length > 0 || clock.now() >= endMs) return messages;
      await queue.change(endMs - clock.now(), ending);
    }
    return [];
  }

  /** Moves a message that was received too often; its age goes on counting, as on AWS. */
  private redrive(from: Queue, message: Message): void {
    const target = this.queues.get(from.redrive?.deadLetterTargetArn.split(':').at(-1) ?? '');
    const { receiptHandle: _handle, ...moved } = message;
    const source: MessageAttributes = {
      ...message.systemAttributes,
      DeadLetterQueueSourceArn: { DataType: 'String', StringValue: from.arn },
    };
    target?.add({ ...moved, systemAttributes: source });
  }

  private delete(queue: Queue, input: JsonObject): JsonObject {
    queue.delete(requiredText(input, 'ReceiptHandle'));
    return {};
  }

  private changeVisibility(queue: Queue, input: JsonObject): JsonObject {
    const timeout = boundedNumber(input, 'VisibilityTimeout', VISIBILITY_SECONDS, Number.NaN);
    queue.changeVisibility(requiredText(input, 'ReceiptHandle'), timeout * 1000);
    return {};
  }

  private attributes(queue: Queue, input: JsonObject): JsonObject {
    const all = attributesOfQueue(queue);
    const asked = Array.isArray(input['AttributeNames']) ? (input['AttributeNames'] as string[]) : [];
    const known = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
    return known.length === 0 ? {} : { Attributes: Object.fromEntries(known) };
  }

  private queueOf(input: JsonObject): Queue {
    return this.named(queueNameOf(input['QueueUrl']));
  }

  private named(name: string): Queue {
    const queue = this.queues.get(name);
    if (queue) return queue;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }
}

function attributesOfQueue(queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const createdSeconds = String(Math.floor(queue.createdMs / 1000));
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: createdSeconds,
    LastModifiedTimestamp: createdSeconds,
    SqsManagedSseEnabled: 'true',
    ...Object.fromEntries(Object.entries(queue.settings).map(([name, value]) => [name, String(value)])),
    ...(queue.redrive && { RedrivePolicy: JSON.stringify(queue.redrive) }),
  };
}

function checkBody(queue: Queue, body: string, attributes: MessageAttributes): void {
  if (body === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  const limit = queue.settings.MaximumMessageSize;
  if (messageBytes(body, attributes) > limit) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  if (INVALID_CHARACTER.test(body)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
}
