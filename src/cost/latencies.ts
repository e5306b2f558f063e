import type { FaultRule } from '../services/faults.ts';

/**
 * How long calls take within a region, in milliseconds. Express workflows are billed by duration, in steps of 100 ms,
 * so rough values will do: DynamoDB promises single-digit milliseconds; the others are estimates of what people
 * see in traces. Nobody has measured them on the stack. The work of Step Functions itself between calls is not in
 * it. docs/cost.md shows what another 100 ms cost.
 */
export const LATENCIES: Readonly<Record<string, number>> = {
  'dynamodb:GetItem': 5,
  'dynamodb:Query': 8,
  'dynamodb:PutItem': 8,
  'dynamodb:UpdateItem': 8,
  'dynamodb:DeleteItem': 8,
  /** A request to API Gateway: a post to `@connections`, or a REST method without what that calls. */
  'execute-api:Invoke': 15,
  'events:TestEventPattern': 25,
  'logs:PutLogEvents': 10,
  'sqs:SendMessage': 10,
};

export function latencyRules(latencies: Readonly<Record<string, number>> = LATENCIES): FaultRule[] {
  return Object.entries(latencies).map(([operation, latencyMs]) => ({ operation, latencyMs }));
}
