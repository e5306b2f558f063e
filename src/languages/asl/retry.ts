import type { RandomSource } from '../../core/environment.ts';
import type { RetrierDefinition } from './definition.ts';
import {
  STATES_ALL,
  STATES_DATA_LIMIT_EXCEEDED,
  STATES_RUNTIME,
  STATES_TASK_FAILED,
  STATES_TIMEOUT,
  type StatesError,
} from './errors.ts';

/**
 * Whether an error name list of Retry or Catch covers an error. Source: Developer Guide, "Error names":
 * `States.ALL` covers all but States.DataLimitExceeded and States.Runtime, `States.TaskFailed` also all but
 * States.Timeout.
 */
export function matchesError(errorEquals: readonly string[], error: StatesError): boolean {
  return errorEquals.some((name) => covers(name, error));
}

function covers(name: string, error: StatesError): boolean {
  if (error.error === STATES_RUNTIME) return false;
  if (error.isCalled(name)) return true;
  if (error.error === STATES_DATA_LIMIT_EXCEEDED) return false;
  return name === STATES_ALL || (name === STATES_TASK_FAILED && error.error !== STATES_TIMEOUT);
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly maxAttempts: number;
  /** The wait before the attempt that follows `retries` earlier ones. */
  delayMs(retries: number, random: RandomSource): number;
}

/** Defaults: 1 s, three attempts, doubling. FULL jitter waits anything from 0 to the delay. */
export function compileRetrier(definition: RetrierDefinition): Retrier {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds } = definition;
  const longestMs = (MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
  return {
    errorEquals: definition.ErrorEquals,
    maxAttempts: MaxAttempts,
    delayMs(retries, random) {
      const delayMs = Math.min(longestMs, IntervalSeconds * 1000 * BackoffRate ** retries);
      return definition.JitterStrategy === 'FULL' ? Math.floor(random.next() * delayMs) : delayMs;
    },
  };
}
