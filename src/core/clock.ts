/** Time as a dependency, so that ten idle minutes take a millisecond in a test. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `delayMs`. */
  setTimer(delayMs: number, callback: () => void): Timer;
}

/** A callback that is still to come. */
export interface Timer {
  /** It does not come then; nothing happens if it has come already. */
  cancel(): void;
}

/** setTimeout fires at once for longer delays (2^31 - 1 ms, 24.8 days). */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep the process alive: listeners do that. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, callback) {
    if (delayMs > LONGEST_TIMEOUT_MS) {
      let inner = systemClock.setTimer(LONGEST_TIMEOUT_MS, () => {
        inner = systemClock.setTimer(delayMs - LONGEST_TIMEOUT_MS, callback);
      });
      return { cancel: () => inner.cancel() };
    }
    const handle = setTimeout(callback, Math.max(0, delayMs));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `delayMs` on the given clock; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = (): void => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.setTimer(delayMs, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

interface Pending {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * A clock that moves only when told to. `advance` runs the timers that fall due, in order, and lets the work
 * that each one starts come to rest before the next: `settle` decides what "at rest" means.
 */
export class VirtualClock implements Clock {
  private timeMs: number;
  private order = 0;
  private readonly pending = new Set<Pending>();
  /** Waits until nothing runs any more except timers of this clock. The runtime sets it to its own. */
  settle: () => Promise<void> = yieldToEventLoop;

  /** @param startMs milliseconds since the epoch; a fixed day unless given, so that runs are reproducible. */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.timeMs = startMs;
  }

  /** Milliseconds since the epoch; does not move by itself. */
  now(): number {
    return this.timeMs;
  }

  /** Calls back in the course of an {@link advance} that reaches `delayMs` from now. */
  setTimer(delayMs: number, callback: () => void): Timer {
    const entry: Pending = { dueMs: this.timeMs + Math.max(0, delayMs), order: this.order++, callback };
    this.pending.add(entry);
    return { cancel: () => void this.pending.delete(entry) };
  }

  /** Moves time forward by `durationMs`. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.timeMs + durationMs;
    await this.settle();
    for (let next = this.earliest(endMs); next; next = this.earliest(endMs)) {
      this.pending.delete(next);
      this.timeMs = Math.max(this.timeMs, next.dueMs);
      next.callback();
      await this.settle();
    }
    // Another advance may have gone further meanwhile.
    this.timeMs = Math.max(this.timeMs, endMs);
  }

  /** When the next timer falls due, as {@link now} counts; undefined if none waits. */
  get nextDueMs(): number | undefined {
    return this.earliest(Number.POSITIVE_INFINITY)?.dueMs;
  }

  private earliest(untilMs: number): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.pending) {
      if (entry.dueMs > untilMs) continue;
      if (!first || entry.dueMs < first.dueMs || (entry.dueMs === first.dueMs && entry.order < first.order)) {
        first = entry;
      }
    }
    return first;
  }
}

/** Lets promises, immediates and sockets that are ready run. */
export async function yieldToEventLoop(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
