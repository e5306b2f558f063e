import type { Clock } from '../../core/clock.ts';

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** Indices of events of a request that are not taken. */
interface Rejected {
  readonly tooNewLogEventStartIndex?: number;
  readonly tooOldLogEventEndIndex?: number;
}

const HOUR_MS = 3_600_000;
const NEWEST_MS = 2 * HOUR_MS;
const OLDEST_MS = 14 * 24 * HOUR_MS;
/** What a process remembers; CloudWatch Logs keeps everything for as long as the group says. */
const KEPT = 1_000;

/** The events of one stream. */
export class LogStream {
  private readonly clock: Clock;
  private readonly events: LogEvent[] = [];
  /** How many it has taken, kept or not. */
  length = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * Takes what is not older than 14 days and at most two hours ahead.
   * @param events in chronological order. Source: API reference, PutLogEvents.
   */
  put(events: readonly LogEvent[]): {
    readonly accepted: readonly LogEvent[];
    readonly rejected?: Rejected;
  } {
    const now = this.clock.now();
    const tooOld = events.filter(({ timestamp }) => timestamp < now - OLDEST_MS).length;
    const tooNew = events.findIndex(({ timestamp }) => timestamp > now + NEWEST_MS);
    const accepted = events.slice(tooOld, tooNew < 0 ? events.length : tooNew);
    this.length += accepted.length;
    this.events.push(...accepted);
    this.events.splice(0, this.events.length - KEPT);
    if (accepted.length === events.length) return { accepted };
    return {
      accepted,
      rejected: {
        ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
        ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      },
    };
  }

  /** The last ones, the oldest of them first. */
  read(limit: number): readonly LogEvent[] {
    return this.events.slice(-limit);
  }
}
