import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';
import type { Call, Caller, ServiceHost } from '../../core/operations.ts';
import { batch, sendBatch } from './batch.ts';
import { deduplicationKey, groupingOf } from './fifo.ts';
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
import { queueAttributes } from './queue-attributes.ts';
import type { QueueSet } from './queue-set.ts';
import { checkAttributeNames, describeReceived } from './received.ts';

type Action = (input: JsonObject, call: Call) => Promise<JsonObject> | JsonObject;

const RECEIVED: readonly [number, number] = [1, 10];
const WAIT_SECONDS: readonly [number, number] = [0, 20];
const VISIBILITY_SECONDS: readonly [number, number] = [0, 43_200];
const DELAY_SECONDS: readonly [number, number] = [0, 900];
/** API reference, PurgeQueue. */
const PURGE_PAUSE_MS = 60_000;
/** XML 1.0's characters are SQS's too. */
const INVALID_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** SQS's operations. */
export class SqsActions {
  private readonly queues: QueueSet;
  private readonly host: ServiceHost;
  private readonly closing: AbortSignal;

  constructor(queues: QueueSet, host: ServiceHost, closing: AbortSignal) {
    this.queues = queues;
    this.host = host;
    this.closing = closing;
  }

  readonly table: Readonly<Record<string, Action>> = {
    SendMessage: (input, call) => this.send(this.queueOf(input), input, call.caller),
    SendMessageBatch: (input, call) => {
      const queue = this.queueOf(input);
      return sendBatch(input, (entry) => this.send(queue, entry, call.caller));
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
      this.purge(this.queueOf(input));
      return {};
    },
    CreateQueue: (input) => {
      const queue = this.queues.create(input);
      putTags(queue, input['tags']);
      return { QueueUrl: queue.url };
    },
    DeleteQueue: (input) => {
      this.queues.delete(this.queueOf(input));
      return {};
    },
    SetQueueAttributes: (input) => {
      this.queues.configure(this.queueOf(input), input);
      return {};
    },
    GetQueueUrl: (input) => ({ QueueUrl: this.queues.get(requiredText(input, 'QueueName')).url }),
    GetQueueAttributes: (input) => queueAttributes(this.queueOf(input), input),
    ListQueues: (input): JsonObject => {
      const prefix = textFrom(input['QueueNamePrefix'] ?? '');
      return urlPage(
        'QueueUrls',
        this.queues.all.filter(({ name }) => name.startsWith(prefix)),
        input,
      );
    },
    ListDeadLetterSourceQueues: (input) => {
      const { arn } = this.queueOf(input);
      const sources = this.queues.all.filter(
        ({ configuration }) => configuration.redrive?.deadLetterTargetArn === arn,
      );
      return { queueUrls: [], ...urlPage('queueUrls', sources, input) };
    },
    TagQueue: (input) => {
      putTags(this.queueOf(input), input['Tags']);
      return {};
    },
    UntagQueue: (input) => {
      const queue = this.queueOf(input);
      for (const key of Array.isArray(input['TagKeys']) ? input['TagKeys'] : [])
        queue.tags.delete(textFrom(key));
      return {};
    },
    ListQueueTags: (input): JsonObject => {
      const { tags } = this.queueOf(input);
      return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
    },
  };

  private send(queue: Queue, input: JsonObject, caller: Caller): JsonObject {
    const body = requiredText(input, 'MessageBody');
    const attributes = attributesOf(input['MessageAttributes']);
    const systemAttributes = (input['MessageSystemAttributes'] ?? {}) as unknown as MessageAttributes;
    checkBody(queue, body, attributes);
    const delay = boundedNumber(input, 'DelaySeconds', DELAY_SECONDS, queue.settings.DelaySeconds);
    const grouping = groupingOf(queue, input, body);
    const { clock, random } = this.host.environment;
    const key = deduplicationKey(queue, grouping);
    const former = queue.configuration.fifo && queue.sent.former(key, clock.now());
    if (former) return former;
    const message: Message = {
      ...grouping,
      ...(queue.configuration.fifo && { sequenceNumber: queue.nextSequenceNumber() }),
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
    const answer: JsonObject = {
      MessageId: message.id,
      MD5OfMessageBody: message.bodyMd5,
      ...(message.attributesMd5 !== undefined && { MD5OfMessageAttributes: message.attributesMd5 }),
      ...(systemMd5 !== undefined && { MD5OfMessageSystemAttributes: systemMd5 }),
      ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    };
    if (queue.configuration.fifo) queue.sent.remember(key, clock.now(), answer);
    return answer;
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
    checkAttributeNames(input);
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
    const target = this.queues.byArn(from.configuration.redrive?.deadLetterTargetArn);
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

  private purge(queue: Queue): void {
    const now = this.host.environment.clock.now();
    if (queue.purgedMs !== undefined && now < queue.purgedMs + PURGE_PAUSE_MS) {
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      );
    }
    queue.purgedMs = now;
    queue.purge();
  }

  private changeVisibility(queue: Queue, input: JsonObject): JsonObject {
    const timeout = boundedNumber(input, 'VisibilityTimeout', VISIBILITY_SECONDS, Number.NaN);
    queue.changeVisibility(requiredText(input, 'ReceiptHandle'), timeout * 1000);
    return {};
  }

  private queueOf(input: JsonObject): Queue {
    return this.queues.get(queueNameOf(input['QueueUrl']));
  }
}

const DEFAULT_PAGE = 1000;

/** Tokens are positions: the lists are small, and live as long as their process. */
function urlPage(member: string, queues: readonly Queue[], input: JsonObject): JsonObject {
  if (queues.length === 0) return {};
  const start = Number(textFrom(input['NextToken'] ?? 0));
  const end = start + Number(textFrom(input['MaxResults'] ?? DEFAULT_PAGE));
  const urls = queues.slice(start, end).map(({ url }) => url);
  const isPaged = input['MaxResults'] !== undefined && end < queues.length;
  return { [member]: urls, ...(isPaged && { NextToken: String(end) }) };
}

function putTags(queue: Queue, tags: JsonValue | undefined): void {
  for (const [key, value] of Object.entries(isJsonObject(tags) ? tags : {}))
    queue.tags.set(key, textFrom(value));
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
