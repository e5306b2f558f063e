import { type Clock, sleep, systemClock } from '../core/clock.ts';
import { LambdalessError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, parseJson, stringifyJson } from '../core/json.ts';
import { EventStream, type EventStreamOptions } from './event-stream.ts';

export interface ExpectationOptions extends Pick<EventStreamOptions, 'url' | 'clock'> {
  /** The event pattern that an event has to match. */
  readonly pattern: string;
  readonly withinMs: number;
  /** How many events have to arrive. @default 1 */
  readonly count?: number;
  /** Expect that none arrives. @default false */
  readonly none?: boolean;
  /** Called once, after the pattern is in force: nothing that it sets off can be missed. */
  readonly publish?: () => Promise<void>;
  /** Judges an event that did not match. @default - near misses are not looked for */
  readonly diagnose?: ((event: JsonObject) => Diagnosis) | undefined;
}

/** How far an event was from matching, and why. */
export interface Diagnosis {
  /** How many conditions failed; 0 would be a match. */
  readonly distance: number;
  readonly reasons: readonly string[];
}

export interface ExpectationResult {
  readonly satisfied: boolean;
  readonly events: readonly ReceivedEvent[];
  readonly elapsedMs: number;
  /** Of the events that arrived and did not match, the one that came closest. */
  readonly nearest?: ReceivedEvent & Diagnosis;
}

export interface ReceivedEvent {
  readonly text: string;
  readonly event: JsonObject;
}

/**
 * Waits for events. The verdict is the server's own: the pattern is set on one connection, and what arrives there
 * matches. Near misses come from a second connection with a wider pattern, and explain a failure only.
 * @throws LambdalessError CONNECTION_FAILED, also when the connection was lost and an event may have been missed that
 * the verdict depends on; PATTERN_REJECTED; or whatever `publish` throws.
 */
export async function expectEvents(options: ExpectationOptions): Promise<ExpectationResult> {
  const clock = options.clock ?? systemClock;
  const stream = new EventStream({ url: options.url, pattern: options.pattern, clock });
  const events: ReceivedEvent[] = [];
  const wider = options.diagnose && !options.none ? new NearMisses(options, options.diagnose) : undefined;
  const decided = decision(stream, options, events);
  const losses: string[] = [];
  stream.on('disconnected', (reason) => losses.push(reason));
  try {
    await Promise.all([stream.open(), wider?.open()]);
    const startMs = clock.now();
    await options.publish?.();
    await outcome(decided, options.withinMs, clock);
    const satisfied = options.none ? events.length === 0 : events.length >= (options.count ?? 1);
    // Events that were published meanwhile are not known: "none" and "too few" would be guesses.
    if (losses[0] !== undefined && satisfied === (options.none === true)) throw lost(losses[0]);
    const nearest = satisfied ? undefined : wider?.nearest;
    return { satisfied, events, elapsedMs: clock.now() - startMs, ...(nearest && { nearest }) };
  } finally {
    stream.close();
    wider?.close();
  }
}

function lost(reason: string): LambdalessError {
  return new LambdalessError(
    'CONNECTION_FAILED',
    `The connection was lost, and events may have been missed: ${reason}.`,
  );
}

/** Resolves as soon as no further event could change the verdict. */
function decision(stream: EventStream, options: ExpectationOptions, events: ReceivedEvent[]): Promise<void> {
  const enough = options.none ? 1 : (options.count ?? 1);
  return new Promise((resolve) => {
    stream.on('event', (text, event) => {
      if (events.length < enough) events.push({ text, event });
      if (events.length === enough) resolve();
    });
  });
}

async function outcome(decided: Promise<void>, withinMs: number, clock: Clock): Promise<void> {
  const timeout = new AbortController();
  const expired = sleep(clock, withinMs, timeout.signal).catch(() => undefined);
  await Promise.race([decided, expired]);
  timeout.abort();
}

/** Watches what the pattern would let through if it did not ask about `detail`, and keeps the closest miss. */
class NearMisses {
  nearest: (ReceivedEvent & Diagnosis) | undefined;
  private readonly stream: EventStream;

  constructor({ url, pattern, clock }: ExpectationOptions, diagnose: (event: JsonObject) => Diagnosis) {
    this.stream = new EventStream({ url, pattern: envelopeOf(pattern), ...(clock && { clock }) });
    this.stream.on('event', (text, event) => {
      const { distance, reasons } = diagnose(event);
      if (distance > 0 && distance <= (this.nearest?.distance ?? Number.POSITIVE_INFINITY)) {
        this.nearest = { text, event, distance, reasons };
      }
    });
  }

  open(): Promise<void> {
    return this.stream.open();
  }

  close(): void {
    this.stream.close();
  }
}

/** A pattern that only asks about `detail` is widened to the envelope of every event. */
function envelopeOf(patternText: string): string {
  const pattern = parseJson(patternText);
  if (!isJsonObject(pattern) || !('detail' in pattern)) return EVERYTHING;
  const { detail: _, ...envelope } = pattern;
  return Object.keys(envelope).length > 0 ? stringifyJson(envelope) : EVERYTHING;
}

const EVERYTHING = '{"source":[{"exists":true}]}';
