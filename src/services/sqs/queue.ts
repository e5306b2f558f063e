import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import type { Resource } from '../../template/model.ts';
import type { QueueProperties } from '../../template/resources/sqs.ts';
import {
  DEFAULT_FIFO,
  DEFAULT_SETTINGS,
  type FifoSettings,
  type QueueConfiguration,
  type QueueSettings,
} from './attributes.ts';
import { Deduplication } from './fifo.ts';
import { invalidParameter, type Message } from './message.ts';

const MAX_IN_FLIGHT = 120_000;

/**
 * One queue. Messages come out in the order in which they were sent; in a FIFO queue, a message in flight holds back
 * the rest of its group.
 */
export class Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly sent: Deduplication = new Deduplication();
  readonly tags: Map<string, string> = new Map();
  private readonly environment: Environment;
  private current: QueueConfiguration;
  /** When PurgeQueue emptied it last. */
  purgedMs: number | undefined;
  private modified: number;
  private messages: Message[] = [];
  private sequence = 0n;
  private readonly waiting = new Set<() => void>();

  constructor(name: string, configuration: QueueConfiguration, environment: Environment) {
    const { partition, region, accountId, urlSuffix } = environment;
    this.name = name;
    this.url = `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`;
    this.arn = `arn:${partition}:sqs:${region}:${accountId}:${name}`;
    this.current = configuration;
    this.environment = environment;
    this.createdMs = environment.clock.now();
    this.modified = this.createdMs;
  }

  static ofTemplate(
    { attributes, properties }: Resource<QueueProperties>,
    policy: string | undefined,
    environment: Environment,
  ): Queue {
    const configuration = {
      settings: settingsOf(properties),
      ...(properties.FifoQueue && { fifo: fifoOf(properties) }),
      ...(properties.RedrivePolicy && { redrive: properties.RedrivePolicy }),
      ...(policy !== undefined && { policy }),
    };
    return new Queue(attributes['QueueName'] as string, configuration, environment);
  }

  get configuration(): QueueConfiguration {
    return this.current;
  }

  get settings(): QueueSettings {
    return this.current.settings;
  }

  get modifiedMs(): number {
    return this.modified;
  }

  configure(configuration: QueueConfiguration): void {
    this.current = configuration;
    this.modified = this.environment.clock.now();
  }

  /** Twenty digits, as SQS has them. */
  nextSequenceNumber(): string {
    this.sequence++;
    return String(18_850_000_000_000_000_000n + this.sequence);
  }

  add(message: Message): void {
    this.messages.push(message);
    this.wakeAll();
  }

  /**
   * Takes up to `limit` visible messages and hides them.
   * @param deadLetter given each message that has been received too often, instead of the receiver
   * @throws AwsError OverLimit
   */
  receive(limit: number, visibilityMs: number, deadLetter: (message: Message) => void): Message[] {
    const now = this.environment.clock.now();
    if (this.counts().inFlight >= MAX_IN_FLIGHT) {
      throw new AwsError('OverLimit', `At most ${MAX_IN_FLIGHT} messages can be in flight.`, 403);
    }
    const received: Message[] = [];
    const held = this.heldGroups(now);
    for (const message of [...this.messages]) {
      if (received.length === limit) break;
      if (message.visibleAtMs > now || held.has(message.groupId ?? '')) continue;
      const { redrive } = this.current;
      if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
        this.remove(message);
        deadLetter(message);
        continue;
      }
      message.receiveCount++;
      message.firstReceivedMs ??= now;
      message.visibleAtMs = now + visibilityMs;
      message.receiptHandle = this.newHandle(message.id);
      received.push(message);
    }
    return received;
  }

  /** Groups of which a message is in flight; a standard queue's groups hold nothing back. */
  private heldGroups(now: number): ReadonlySet<string> {
    if (!this.current.fifo) return new Set();
    const inFlight = this.messages.filter(
      ({ visibleAtMs, receiveCount }) => visibleAtMs > now && receiveCount > 0,
    );
    return new Set(inFlight.map(({ groupId = '' }) => groupId));
  }

  /** Deleting what is no longer there succeeds; so does an older receipt's handle, without effect. */
  delete(receiptHandle: string): void {
    const message = this.byHandle(receiptHandle);
    if (!message) return;
    this.remove(message);
    this.wakeAll();
  }

  /** @throws AwsError MessageNotInflight, ReceiptHandleIsInvalid */
  changeVisibility(receiptHandle: string, visibilityMs: number): void {
    const now = this.environment.clock.now();
    const message = this.byHandle(receiptHandle);
    if (!message || message.visibleAtMs <= now) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    message.visibleAtMs = now + visibilityMs;
    this.wakeAll();
  }

  purge(): void {
    this.messages = [];
    this.wakeAll();
  }

  /** Resolves when a message comes or becomes visible, after `waitMs`, or when `signal` aborts. */
  change(waitMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.environment;
    const nextVisibleMs = Math.min(...this.messages.map((message) => message.visibleAtMs)) - clock.now();
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = clock.setTimer(Math.min(waitMs, nextVisibleMs), wake);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    this.dropExpired();
    const now = this.environment.clock.now();
    const hidden = this.messages.filter((message) => message.visibleAtMs > now);
    const delayed = hidden.filter((message) => message.receiveCount === 0).length;
    return { visible: this.messages.length - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }

  private dropExpired(): void {
    const oldestMs = this.environment.clock.now() - this.settings.MessageRetentionPeriod * 1000;
    if (this.messages.some((message) => message.sentMs <= oldestMs)) {
      this.messages = this.messages.filter((message) => message.sentMs > oldestMs);
    }
  }

  private newHandle(messageId: string): string {
    return Buffer.from(`${this.environment.random.uuid()} ${this.arn} ${messageId}`).toString('base64');
  }

  private byHandle(receiptHandle: string): Message | undefined {
    const text = Buffer.from(receiptHandle, 'base64').toString('utf8');
    if (!text.includes(` ${this.arn} `)) {
      throw new AwsError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    }
    return this.messages.find((message) => message.receiptHandle === receiptHandle);
  }

  private remove(message: Message): void {
    this.messages = this.messages.filter((candidate) => candidate !== message);
  }
}

function settingsOf(properties: QueueProperties): QueueSettings {
  const setting = (name: keyof QueueSettings): number => properties[name] ?? DEFAULT_SETTINGS[name];
  return {
    DelaySeconds: setting('DelaySeconds'),
    MaximumMessageSize: setting('MaximumMessageSize'),
    MessageRetentionPeriod: setting('MessageRetentionPeriod'),
    ReceiveMessageWaitTimeSeconds: setting('ReceiveMessageWaitTimeSeconds'),
    VisibilityTimeout: setting('VisibilityTimeout'),
  };
}

function fifoOf(properties: QueueProperties): FifoSettings {
  const { ContentBasedDeduplication, DeduplicationScope, FifoThroughputLimit } = properties;
  return {
    ContentBasedDeduplication: ContentBasedDeduplication ?? DEFAULT_FIFO.ContentBasedDeduplication,
    DeduplicationScope: DeduplicationScope ?? DEFAULT_FIFO.DeduplicationScope,
    FifoThroughputLimit: FifoThroughputLimit ?? DEFAULT_FIFO.FifoThroughputLimit,
  };
}

/** The queue's name at the end of its URL; which host the URL names does not matter. */
export function queueNameOf(url: unknown): string {
  if (typeof url !== 'string' || url === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
  }
  const name = /([A-Za-z0-9_-]{1,80}(?:\.fifo)?)\/?$/.exec(url)?.[1];
  if (name === undefined) throw invalidParameter(`The address ${url} is not valid for this endpoint.`);
  return name;
}
