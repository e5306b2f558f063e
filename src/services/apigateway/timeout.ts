import type { Clock } from '../../core/clock.ts';
import { IntegrationFailure } from './exchange.ts';

/** Gives `work` so long; then aborts its signal and fails as API Gateway does, with 504. */
export function withTimeout<Result>(
  clock: Clock,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutMs, () => {
      reject(new IntegrationFailure('Endpoint request timed out', 504));
      controller.abort();
    });
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}
