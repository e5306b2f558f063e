import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type AwsOptions, awsClientConfig, awsRequestFailed, checkEndpoint, isLoopback } from './aws.ts';
import { backoffMs } from './backoff.ts';
import { defaultBus } from './local.ts';

/** PutEvents takes ten entries at most. */
const BATCH = 10;
const ATTEMPTS = 5;
/** The entry errors that another attempt can mend; every other one is the event's own fault. */
const PASSING = new Set(['ThrottlingException', 'InternalFailure', 'InternalException']);

export interface PublishedEvent {
  readonly entry: PutEventsRequestEntry;
  readonly eventId?: string;
  /** "ErrorCode: ErrorMessage" */
  readonly error?: string;
}

export interface PublishOptions extends AwsOptions {
  /** For entries that name no bus. @default the account's default bus; on a local runtime, its stack's bus */
  readonly bus?: string;
  /** Send each entry once, even if it failed for a passing reason: an assertion must not publish twice. */
  readonly once?: boolean;
  /** Told once of each bus that a runtime on this machine does not have. As AWS, it accepts such events and drops them. */
  readonly onUnknownBus?: (name: string) => void;
}

export class Publisher {
  private client: EventBridgeClient | undefined;
  private readonly options: PublishOptions;
  private readonly bus: Promise<string | undefined>;
  private readonly checkedBuses = new Set<string>();

  constructor(options: PublishOptions) {
    checkEndpoint(options.endpointUrl);
    this.options = options;
    this.bus = options.bus ? Promise.resolve(options.bus) : defaultBus(options.endpointUrl);
  }

  /**
   * Puts entries in batches of ten, in order; entries that failed for a passing reason are sent again with backoff.
   * @throws LambdalessError AWS_REQUEST_FAILED when a whole request fails.
   */
  async *publish(entries: Iterable<PutEventsRequestEntry>): AsyncGenerator<PublishedEvent> {
    for (const batch of batches(entries, BATCH)) yield* this.publishBatch(batch);
  }

  private async *publishBatch(batch: readonly PutEventsRequestEntry[]): AsyncGenerator<PublishedEvent> {
    let remaining = batch;
    for (let attempt = 0; remaining.length > 0; attempt++) {
      const results = await this.send(remaining);
      const again = results.filter((result) => this.mayRetry(result, attempt));
      yield* results.filter((result) => !again.includes(result));
      remaining = again.map(({ entry }) => entry);
      if (remaining.length > 0) await pause(backoffMs(attempt, Math.random()));
    }
  }

  private mayRetry({ error }: PublishedEvent, attempt: number): boolean {
    return (
      error !== undefined &&
      !this.options.once &&
      attempt + 1 < ATTEMPTS &&
      PASSING.has(error.slice(0, error.indexOf(':')))
    );
  }

  private async send(batch: readonly PutEventsRequestEntry[]): Promise<PublishedEvent[]> {
    // Loading the SDK takes a third of a second: only what publishes waits for it.
    const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
    this.client ??= new EventBridgeClient({
      ...awsClientConfig(this.options),
      ...(this.options.once ? { maxAttempts: 1 } : {}),
    });
    const bus = await this.bus;
    const Entries = batch.map((entry) => ({ ...(bus ? { EventBusName: bus } : {}), ...entry }));
    for (const { EventBusName } of Entries) await this.checkBus(EventBusName);
    const answer = await this.client.send(new PutEventsCommand({ Entries })).catch((error: unknown) => {
      throw awsRequestFailed('PutEvents failed', error);
    });
    return batch.map((entry, index) => {
      const { EventId, ErrorCode, ErrorMessage } = answer.Entries?.[index] ?? {};
      return ErrorCode
        ? { entry, error: `${ErrorCode}: ${ErrorMessage}` }
        : { entry, eventId: EventId ?? '' };
    });
  }

  private async checkBus(name: string | undefined): Promise<void> {
    const { endpointUrl, onUnknownBus } = this.options;
    if (name === undefined || this.checkedBuses.has(name) || !onUnknownBus) return;
    this.checkedBuses.add(name);
    if (endpointUrl === undefined || !isLoopback(endpointUrl)) return;
    const { DescribeEventBusCommand } = await import('@aws-sdk/client-eventbridge');
    await this.client?.send(new DescribeEventBusCommand({ Name: name })).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') onUnknownBus(name);
    });
  }
}

/** Keeps the process alive: a program that does nothing else must not end before its events are put. */
function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}

function* batches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
