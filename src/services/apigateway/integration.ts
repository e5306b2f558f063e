import type { Environment } from '../../core/environment.ts';
import type { AwsIntegration, AwsRequest } from './aws-integration.ts';
import type { Exchange, IntegrationAnswer } from './exchange.ts';
import { INTEGRATION_TIMEOUT_MS } from './limits.ts';
import { withTimeout } from './timeout.ts';

/** An integration with its responses, of an API of either kind. */
export interface Integration<Answer> {
  /**
   * Maps the request, calls, and maps the answer.
   * @throws IntegrationFailure
   */
  run(exchange: Exchange): Promise<Answer>;
}

export interface IntegrationSteps<Answer> {
  mapRequest(exchange: Exchange): AwsRequest;
  readonly call: AwsIntegration;
  mapAnswer(answer: IntegrationAnswer, exchange: Exchange): Answer;
  readonly timeoutMs: number | undefined;
}

export function integrationOf<Answer>(
  { mapRequest, call, mapAnswer, timeoutMs = INTEGRATION_TIMEOUT_MS }: IntegrationSteps<Answer>,
  environment: Environment,
): Integration<Answer> {
  return {
    async run(exchange) {
      const request = mapRequest(exchange);
      const answer = await withTimeout(environment.clock, timeoutMs, (signal) =>
        call(request, exchange, signal),
      );
      return mapAnswer(answer, exchange);
    },
  };
}
