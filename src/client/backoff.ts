/** Exponential backoff with full jitter: clients that lost the same server do not return in step. */
export interface BackoffOptions {
  /** Upper bound of the first delay. @default 500 */
  readonly baseMs?: number;
  /** Upper bound of any delay. @default 30000 */
  readonly capMs?: number;
}

/** @param attempt 0 for the first retry. @param random a float in [0, 1). */
export function backoffMs(attempt: number, random: number, options: BackoffOptions = {}): number {
  const { baseMs = 500, capMs = 30_000 } = options;
  const boundMs = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  // Half of the bound is waited for in any case: a server that refuses at once is not hammered.
  return Math.round(boundMs / 2 + (boundMs / 2) * random);
}
