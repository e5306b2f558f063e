import type { Clock } from '../../core/clock.ts';
import { invalid } from './requests.ts';

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** An event as it is given back. */
export interface StoredEvent extends LogEvent {
  /** When it arrived, in milliseconds since the epoch. */
  readonly ingestionTime: number;
}

/** Indices of events of a request that are not taken. */
interface Rejected {
  readonly tooNewLogEventStartIndex?: number;
  readonly tooOldLogEventEndIndex?: number;
}

const HOUR_MS = 3_600_000;
const NEWEST_MS = 2 * HOUR_MS;
const OLDEST_MS = 14 * 24 * HOUR_MS;
const LONGEST_BATCH_MS = 24 * HOUR_MS;
/** What a process remembers; CloudWatch Logs keeps everything for as long as the group says. */
const KEPT = 1_000;

/** The events of one stream. */
export class LogStream {
  readonly createdMs: number;
  private readonly clock: Clock;
  private readonly kept: StoredEvent[] = [];
  /** How many it has taken, kept or not. */
  length = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.createdMs = clock.now();
  }

  /** The last ones that arrived, the oldest of them first. */
  get events(): readonly StoredEvent[] {
    return this.kept;
  }

  /**
   * Takes what is not older than 14 days and at most two hours ahead.
   * @param events in chronological order. Source: API reference, PutLogEvents.
   * @throws AwsError InvalidParameterException where they span more than a day
   */
  put(events: readonly LogEvent[]): {
    readonly accepted: readonly LogEvent[];
    readonly rejected?: Rejected;
  } {
    const now = this.clock.now();
    const tooOld = events.filter(({ timestamp }) => timestamp < now - OLDEST_MS).length;
    const tooNew = events.findIndex(({ timestamp }) => timestamp > now + NEWEST_MS);
    const accepted = events.slice(tooOld, tooNew < 0 ? events.length : tooNew);
    const [first, last] = [accepted[0], accepted.at(-1)];
    if (first && last && last.timestamp - first.timestamp > LONGEST_BATCH_MS) {
      throw invalid(
        'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
      );
    }
    this.length += accepted.length;
    for (const event of accepted) this.kept.push({ ...event, ingestionTime: now });
    this.kept.splice(0, this.kept.length - KEPT);
    if (accepted.length === events.length) return { accepted };
    return {
      accepted,
      rejected: {
        ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
        ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      },
    };
  }
}
