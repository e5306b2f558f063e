import type { JsonObject } from '../../core/json.ts';
import type { ServiceHost } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';
import type { BusEvent } from './event.ts';
import type { Rule, Target } from './registry.ts';
import type { Failure } from './retry.ts';
import { queueUrlOf } from './targets.ts';

interface DeadLetter {
  readonly event: BusEvent;
  readonly rule: Rule;
  readonly target: Target;
  readonly span: Span;
  readonly retries: number;
  readonly queueArn: string;
  readonly failure: Failure;
  /** The condition of the retry policy that ended the attempts, if one did. */
  readonly exhausted: string | undefined;
}

/**
 * Sends the event, with the reason in message attributes, as EventBridge does in its own name: the queue's policy
 * must let it (EventBridge user guide, "Using dead-letter queues").
 * @throws AwsError of SendMessage
 */
export async function sendToDeadLetterQueue(host: ServiceHost, letter: DeadLetter): Promise<void> {
  const { event, rule, target, failure } = letter;
  const attributes: Record<string, string> = {
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    ...(letter.exhausted && { EXHAUSTED_RETRY_CONDITION: letter.exhausted }),
    RETRY_ATTEMPTS: String(letter.retries),
    RULE_ARN: rule.arn,
    TARGET_ARN: target.properties.Arn,
  };
  const input: JsonObject = {
    QueueUrl: queueUrlOf(letter.queueArn, host.environment),
    MessageBody: event.text,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  };
  await host.operations.call('sqs:SendMessage', input, {
    caller: { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn },
    span: letter.span,
  });
}
