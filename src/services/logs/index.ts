import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, textFrom, utf8Length } from '../../core/json.ts';
import { billedTo } from '../../core/meter.ts';
import type { Operation, Permission, Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { type LogEvent, LogStream } from './log-stream.ts';

/** CloudWatch Logs adds this to each event that it bills. Source: API reference, PutLogEvents. */
const OVERHEAD_BYTES = 26;
const BATCH_MAX_BYTES = 1_048_576;
const BATCH_MAX_EVENTS = 10_000;

/** CloudWatch Logs, as far as a workflow that writes to a log stream of the template needs it. */
export function createLogs(model: StackModel, host: ServiceHost): Service {
  const groups = new Set(model.ofType('AWS::Logs::LogGroup').map(({ ref }) => ref));
  const streams = new Map(
    model.ofType('AWS::Logs::LogStream').map(({ ref, properties }) => {
      const stream = new LogStream(host.environment.clock);
      return [keyOf(properties.LogGroupName, ref), stream];
    }),
  );
  const streamOf = (input: JsonObject): LogStream => {
    const [group, name] = [text(input, 'logGroupName'), text(input, 'logStreamName')];
    const stream = streams.get(keyOf(group, name));
    if (stream) return stream;
    const missing = groups.has(group) ? 'stream' : 'group';
    throw new AwsError('ResourceNotFoundException', `The specified log ${missing} does not exist.`);
  };
  const permissions = (action: string) => (input: JsonObject) => [permission(action, input, host)];

  const operations: Operation[] = [
    {
      name: 'logs:PutLogEvents',
      permissions: permissions('logs:PutLogEvents'),
      async invoke(input, { span }) {
        const stream = streamOf(input);
        const events = eventsOf(input);
        const { accepted, rejected } = stream.put(events);
        billedTo(span, host.meter).count('logs.ingested.bytes', sizeOf(accepted));
        return {
          // Nobody needs it any more, and everybody still gets one.
          nextSequenceToken: String(stream.length),
          ...(rejected && { rejectedLogEventsInfo: { ...rejected } }),
        };
      },
    },
    {
      name: 'logs:GetLogEvents',
      permissions: permissions('logs:GetLogEvents'),
      async invoke(input) {
        const events = streamOf(input).read(Number(input['limit'] ?? BATCH_MAX_EVENTS));
        return { events: events.map((event): JsonObject => ({ ...event })) };
      },
    },
  ];
  return { operations, close: async () => undefined };
}

const keyOf = (group: string, stream: string): string => `${group}:${stream}`;

function permission(action: string, input: JsonObject, { environment }: ServiceHost): Permission {
  const { partition, region, accountId } = environment;
  const stream = `log-group:${textFrom(input['logGroupName'])}:log-stream:${textFrom(input['logStreamName'])}`;
  return { action, resource: `arn:${partition}:logs:${region}:${accountId}:${stream}` };
}

function text(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError('InvalidParameterException', `${name} is required`);
}

function sizeOf(events: readonly LogEvent[]): number {
  return events.reduce((sum, { message }) => sum + utf8Length(message) + OVERHEAD_BYTES, 0);
}

/** @throws AwsError InvalidParameterException for what API reference, PutLogEvents, does not allow */
function eventsOf({ logEvents }: JsonObject): LogEvent[] {
  if (!Array.isArray(logEvents) || logEvents.length === 0 || logEvents.length > BATCH_MAX_EVENTS) {
    throw new AwsError('InvalidParameterException', `logEvents must have 1 to ${BATCH_MAX_EVENTS} members`);
  }
  const events = logEvents.map(eventOf);
  if (sizeOf(events) > BATCH_MAX_BYTES) {
    throw new AwsError(
      'InvalidParameterException',
      `Upload too large: the limit is ${BATCH_MAX_BYTES} bytes`,
    );
  }
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw new AwsError(
      'InvalidParameterException',
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
  }
  return events;
}

function eventOf(value: JsonValue): LogEvent {
  const { timestamp, message } = isJsonObject(value) ? value : {};
  const time = Number(timestamp);
  if (Number.isInteger(time) && time >= 0 && typeof message === 'string' && message !== '') {
    return { timestamp: time, message };
  }
  throw new AwsError('InvalidParameterException', 'A log event has a timestamp and a message.');
}
