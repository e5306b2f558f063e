import { diagnosis } from '../client/diagnose.ts';
import { durationMs } from '../client/duration.ts';
import { EventStream } from '../client/event-stream.ts';
import { type ExpectationResult, expectEvents } from '../client/expectation.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { type JsonObject, parseJson } from '../core/json.ts';

/** An event pattern: an object or its JSON text. */
export type PatternInput = object | string;

/** An event for {@link Bus.put}. */
export interface EventToPut {
  /** Who says so: `shop`. */
  readonly source: string;
  /** What happened: `OrderPlaced`. */
  readonly detailType: string;
  /** An object, or JSON text that travels as it is. @default {} */
  readonly detail?: object | string;
  /** ARNs of what the event concerns. @default [] */
  readonly resources?: readonly string[];
}

/** An EventBridge envelope as it arrived. */
export interface ReceivedEnvelope<Detail = JsonObject> {
  /** "0" */
  readonly version: string;
  /** Identifies the event; a repeated delivery has the same. */
  readonly id: string;
  /** What happened. */
  readonly 'detail-type': string;
  /** Who said so. */
  readonly source: string;
  /** The account that put it. */
  readonly account: string;
  /** When, in ISO 8601 with seconds. */
  readonly time: string;
  /** The region of the bus. */
  readonly region: string;
  /** ARNs of what it concerns. */
  readonly resources: readonly string[];
  /** What the sender had to say. A number that a double cannot hold is a `JsonNumber`, with its exact text. */
  readonly detail: Detail;
}

/** How an expectation waits. */
export interface ExpectOptions {
  /** How long to wait: "2s", "500ms", or milliseconds. @default '5s' */
  readonly within?: string | number;
  /**
   * What sets the event off. It runs once the pattern is in force, so that the event cannot be missed. Without it,
   * only events from now on count.
   */
  readonly after?: () => unknown;
}

/** A live subscription: what arrives is kept until it is asked for. */
export interface Subscription {
  /**
   * The next event that was not taken yet.
   * @throws ExpectationFailed if none arrives within the time; LambdalessError CONNECTION_FAILED if none does and the
   * connection was lost, so that one may have been missed
   */
  next<Detail = JsonObject>(options?: Pick<ExpectOptions, 'within'>): Promise<ReceivedEnvelope<Detail>>;
  /** Events that arrived and were not taken. */
  readonly waiting: readonly ReceivedEnvelope[];
  /** Ends its connection. */
  close(): void;
}

/** A bus, and a WebSocket connection to watch it for each thing that is waited for. */
export interface Bus {
  /** The WebSocket URL; unsigned. */
  readonly url: string;
  /** The bus that `put` puts events on. */
  readonly eventBusName: string;
  /** Puts events, ten to a request. @returns their ids. @throws LambdalessError AWS_REQUEST_FAILED if one is refused */
  put(...events: readonly EventToPut[]): Promise<string[]>;
  /**
   * Waits for an event that matches.
   * @throws ExpectationFailed with the nearest miss; LambdalessError PATTERN_REJECTED with EventBridge's reason
   */
  expectEvent<Detail = JsonObject>(
    pattern: PatternInput,
    options?: ExpectOptions,
  ): Promise<ReceivedEnvelope<Detail>>;
  /** Waits, and finds that no event matches. @throws ExpectationFailed with the event that did */
  expectNoEvent(pattern: PatternInput, options?: ExpectOptions): Promise<void>;
  /**
   * Keeps what matches until it is asked for. Resolves when the pattern is in force.
   * @throws LambdalessError PATTERN_REJECTED with EventBridge's reason, CONNECTION_FAILED
   */
  subscribe(pattern: PatternInput): Promise<Subscription>;
  /** Ends every connection; of an embedded stack, everything. */
  close(): Promise<void>;
}

/** The event did not arrive, or did when it should not. */
export class ExpectationFailed extends Error {
  override readonly name: string = 'ExpectationFailed';
}

/** What an implementation provides; the assertions are the same for all of them. */
export interface BusConnection {
  readonly url: string;
  readonly eventBusName: string;
  /** A URL to connect with now. */
  signedUrl(): Promise<string>;
  put(events: readonly EventToPut[]): Promise<string[]>;
  readonly clock?: Clock;
  /** Runs while something is awaited on the clock: a virtual one has to be moved. */
  whileWaiting?<Result>(work: Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function busOver(connection: BusConnection): Bus {
  const streams = new Set<EventStream>();
  const clock = connection.clock ?? systemClock;
  const drive = connection.whileWaiting ?? (async <Result>(work: Promise<Result>): Promise<Result> => work);
  const expect = (pattern: string, options: ExpectOptions, none: boolean): Promise<ExpectationResult> =>
    drive(
      expectEvents({
        url: connection.signedUrl,
        pattern,
        withinMs: readWithin(options.within),
        none,
        clock,
        diagnose: diagnosis(pattern),
        publish: async () => void (await options.after?.()),
      }),
    );
  return {
    url: connection.url,
    eventBusName: connection.eventBusName,
    put: (...events) => connection.put(events),
    async expectEvent<Detail>(pattern: PatternInput, options: ExpectOptions = {}) {
      const result = await expect(textOf(pattern), options, false);
      const [first] = result.events;
      if (!first) throw new ExpectationFailed(missing(textOf(pattern), result));
      return first.event as unknown as ReceivedEnvelope<Detail>;
    },
    async expectNoEvent(pattern, options = {}) {
      const { events } = await expect(textOf(pattern), options, true);
      if (events[0]) {
        throw new ExpectationFailed(
          `No event should match ${textOf(pattern)}, but this one does: ${events[0].text}`,
        );
      }
    },
    async subscribe(pattern) {
      const stream = new EventStream({ url: connection.signedUrl, pattern: textOf(pattern), clock });
      streams.add(stream);
      const subscription = subscriptionOver(stream, textOf(pattern), clock, drive);
      await drive(stream.open());
      return subscription;
    },
    async close() {
      for (const stream of streams) stream.close();
      await connection.close();
    },
  };
}

function subscriptionOver(
  stream: EventStream,
  pattern: string,
  clock: Clock,
  drive: <Result>(work: Promise<Result>) => Promise<Result>,
): Subscription {
  const waiting: ReceivedEnvelope[] = [];
  /** Whoever waits for an event; the first is served first. */
  const readers = new Set<(event?: ReceivedEnvelope) => void>();
  /** Why an event may have been missed. */
  let lost: string | undefined;
  let closed = false;
  stream.on('event', (_text, received) => {
    const event = received as unknown as ReceivedEnvelope;
    const [reader] = readers;
    if (reader) reader(event);
    else waiting.push(event);
  });
  stream.on('disconnected', (reason) => {
    lost = reason;
  });
  stream.on('closed', () => {
    closed = true;
    lost = 'the subscription was closed';
    for (const reader of readers) reader();
  });
  const arrival = (withinMs: number): Promise<ReceivedEnvelope | undefined> =>
    new Promise((resolve) => {
      const settle = (event?: ReceivedEnvelope): void => {
        timer.cancel();
        readers.delete(settle);
        resolve(event);
      };
      const timer = clock.setTimer(withinMs, settle);
      readers.add(settle);
    });
  return {
    waiting,
    async next<Detail>({ within }: Pick<ExpectOptions, 'within'> = {}) {
      const withinMs = readWithin(within);
      const event = waiting.shift() ?? (closed ? undefined : await drive(arrival(withinMs)));
      if (event) return event as unknown as ReceivedEnvelope<Detail>;
      const missed = `No event matched ${pattern} within ${withinMs} ms`;
      if (lost === undefined) throw new ExpectationFailed(`${missed}.`);
      throw new LambdalessError('CONNECTION_FAILED', `${missed}, but the connection was lost: ${lost}.`);
    },
    close: () => stream.close(),
  };
}

function missing(pattern: string, { elapsedMs, nearest }: ExpectationResult): string {
  const head = `No event matched ${pattern} within ${elapsedMs} ms.`;
  if (!nearest) return `${head} No other event came near.`;
  return `${head} Nearest miss: ${nearest.text}\n${nearest.reasons.map((reason) => `  ✗ ${reason}`).join('\n')}`;
}

function textOf(pattern: PatternInput): string {
  if (typeof pattern !== 'string') return JSON.stringify(pattern);
  try {
    parseJson(pattern);
    return pattern;
  } catch (error) {
    throw new LambdalessError('PATTERN_REJECTED', `The pattern is no JSON text: ${messageOf(error)}`);
  }
}

function readWithin(within: string | number = '5s'): number {
  const milliseconds = typeof within === 'number' ? within : durationMs(within);
  if (milliseconds === undefined || !(milliseconds >= 0 && milliseconds < Number.POSITIVE_INFINITY)) {
    throw new LambdalessError('BAD_ARGUMENT', `within: '${within}' is no duration, as '2s' is`);
  }
  return milliseconds;
}
