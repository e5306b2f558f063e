import { AwsError } from '../../core/errors.ts';
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue, utf8Length } from '../../core/json.ts';
import type { LogEvent } from './log-stream.ts';

/** CloudWatch Logs adds this to each event that it bills. Source: API reference, PutLogEvents. */
const OVERHEAD_BYTES = 26;
const BATCH_MAX_BYTES = 1_048_576;
const BATCH_MAX_EVENTS = 10_000;

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** @throws AwsError InvalidParameterException for a member that would be ignored; an empty text says nothing */
export function refuseUnread(input: JsonObject, read: readonly string[]): void {
  const unread = Object.keys(input).find((name) => !read.includes(name) && (input[name] ?? '') !== '');
  if (unread !== undefined) throw invalid(`The parameter '${unread}' is not implemented here: leave it out.`);
}

/** A member that the service model requires, or one that a request needs here. */
export function requiredText(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} is required`);
}

/** @throws AwsError InvalidParameterException for what is there and no number */
export function optionalNumber(input: JsonObject, name: string): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || isJsonNumber(value)) return value === undefined ? undefined : Number(value);
  throw invalid(`${name} must be a number`);
}

/** The group that a request reads, by its name or, in newer requests, by its name or ARN. */
export function groupNameOf(input: JsonObject): string {
  const { logGroupIdentifier } = input;
  if (logGroupIdentifier === undefined) return requiredText(input, 'logGroupName');
  return requiredText(input, 'logGroupIdentifier').replace(/^arn:.*:log-group:([^:]+)(:\*)?$/, '$1');
}

/** What events of these messages are billed as. */
export function billedBytes(events: readonly LogEvent[]): number {
  return events.reduce((sum, { message }) => sum + utf8Length(message) + OVERHEAD_BYTES, 0);
}

/** @throws AwsError InvalidParameterException for what API reference, PutLogEvents, does not allow */
export function logEventsOf({ logEvents }: JsonObject): LogEvent[] {
  if (!Array.isArray(logEvents) || logEvents.length === 0 || logEvents.length > BATCH_MAX_EVENTS) {
    throw invalid(`logEvents must have 1 to ${BATCH_MAX_EVENTS} members`);
  }
  const events = logEvents.map(logEventOf);
  if (billedBytes(events) > BATCH_MAX_BYTES) {
    throw invalid(`Upload too large: the limit is ${BATCH_MAX_BYTES} bytes`);
  }
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  return events;
}

function logEventOf(value: JsonValue): LogEvent {
  const { timestamp, message } = isJsonObject(value) ? value : {};
  const time = Number(timestamp);
  if (Number.isInteger(time) && time >= 0 && typeof message === 'string' && message !== '') {
    return { timestamp: time, message };
  }
  throw invalid('A log event has a timestamp and a message.');
}
