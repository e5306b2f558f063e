import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, parseJson, textFrom } from '../../core/json.ts';
import type { Call, ServiceHost } from '../../core/operations.ts';
import { type BusEvent, isoSeconds } from './event.ts';
import type { Target } from './registry.ts';

/**
 * Writes an event to a log group, in EventBridge's own name: the log group's resource policy decides. EventBridge makes
 * streams as it needs them and puts one or more events into each "depending on traffic"; here, each event has its own.
 * Source: EventBridge user guide, "CloudWatch Logs groups as targets" and "CloudWatch Logs permissions".
 */
export async function writeToLogGroup(
  { operations, environment }: ServiceHost,
  { properties }: Target,
  event: BusEvent,
  input: string,
  call: Call,
): Promise<void> {
  const stream = {
    logGroupName: properties.Arn.split(':')[6] as string,
    logStreamName: environment.random.uuid(),
  };
  const logEvent = properties.InputTransformer
    ? transformedEntry(input)
    : { timestamp: Date.parse(isoSeconds(event.timeMs)), message: input };
  // AWS's own policies ask for the rule's ARN with PutLogEvents alone, as a stream belongs to no rule.
  const caller = { kind: 'service', service: 'events.amazonaws.com', sourceArn: '' } as const;
  await operations.call('logs:CreateLogStream', stream, { caller, span: call.span });
  await operations.call('logs:PutLogEvents', { ...stream, logEvents: [logEvent] }, call);
}

/** What a transformer made: `{"timestamp": "2026-01-01T00:00:00Z", "message": "text"}`. @throws AwsError */
function transformedEntry(input: string): JsonObject {
  const made = parseJson(input);
  const { timestamp = null, message = null } = isJsonObject(made) ? made : {};
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number(timestamp ?? Number.NaN);
  if (Number.isNaN(time)) {
    throw new AwsError(
      'ValidationException',
      `The timestamp of a log event is no time: ${textFrom(timestamp)}`,
    );
  }
  return { timestamp: time, message: textFrom(message) };
}
