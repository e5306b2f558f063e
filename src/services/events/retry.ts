import { AwsError, messageOf } from '../../core/errors.ts';

/** EventBridge's retry policy unless a target sets its own: 185 times within 24 hours. */
export const MAX_RETRIES = 185;
export const MAX_AGE_SECONDS = 86_400;

/** EventBridge states exponential back-off with jitter, no figures; these spread 185 attempts over the 24 hours. */
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 600_000;

/** @param chance in [0, 1): a delay lies between half of its bound and the bound. */
export function retryDelayMs(retriesDone: number, chance: number): number {
  const boundMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(retriesDone, 30));
  return boundMs * (0.5 + chance / 2);
}

/** Why a target did not take an event; `code` is what a dead-letter queue's message says. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
}

/** Thrown for an event that would go from its second bus to a third. */
export const THIRD_HOP = 'ThirdHopDetected';

const NOT_FOUND =
  /^(StateMachineDoesNotExist|QueueDoesNotExist|ResourceNotFoundException|.*NonExistentQueue)$/;
const THROTTLED = /(Throttl|TooManyRequests|LimitExceeded|ProvisionedThroughputExceeded)/;

/** Missing permissions and resources are not tried again, nor what the target calls the client's fault. */
export function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  if (!(error instanceof AwsError)) return { code: 'UNKNOWN', message, retriable: true };
  if (/AccessDenied|NotAuthorized/.test(error.code)) {
    return { code: 'NO_PERMISSIONS', message, retriable: false };
  }
  if (error.code === THIRD_HOP) return { code: 'THIRD_ACCOUNT_HOP_DETECTED', message, retriable: false };
  if (NOT_FOUND.test(error.code)) return { code: 'NO_RESOURCE', message, retriable: false };
  if (THROTTLED.test(error.code)) return { code: 'THROTTLING', message, retriable: true };
  if (error.statusCode >= 500) return { code: 'ERROR_FROM_TARGET', message, retriable: true };
  return { code: 'SDK_CLIENT_ERROR', message, retriable: false };
}
