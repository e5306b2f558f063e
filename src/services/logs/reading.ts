import { type JsonObject, textFrom } from '../../core/json.ts';
import type { LogGroups } from './log-groups.ts';
import type { StoredEvent } from './log-stream.ts';
import { groupNameOf, invalid, optionalNumber, requiredText } from './requests.ts';

/** Of a page of events, unless the request wants less. Source: API reference, FilterLogEvents. */
const PAGE_EVENTS = 10_000;

/** GetLogEvents: the last events of one stream, the oldest of them first. */
export function getLogEvents(groups: LogGroups, input: JsonObject): JsonObject {
  const stream = groups.stream(groupNameOf(input), requiredText(input, 'logStreamName'));
  const events = stream.events.filter(withinPeriod(input)).slice(-limitOf(input, PAGE_EVENTS));
  return { events: events.map((event): JsonObject => ({ ...event })) };
}

/** FilterLogEvents, which `aws logs tail` of the CLI 2 asks for: the events of a group's streams in the order of their times. */
export function filterLogEvents(groups: LogGroups, input: JsonObject): JsonObject {
  const names = input['logStreamNames'];
  const events = [...groups.streams(groupNameOf(input))]
    .filter(([name]) => (Array.isArray(names) ? names.includes(name) : true) && hasPrefix(name, input))
    .flatMap(([logStreamName, stream]) =>
      stream.events
        .filter(withinPeriod(input))
        .map((event, index) => ({ logStreamName, ...event, eventId: `${logStreamName}/${index}` })),
    )
    .sort((one, other) => one.timestamp - other.timestamp);
  return { ...page('events', events, input, PAGE_EVENTS), searchedLogStreams: [] };
}

/** Of the streams by name, or by the time of their last event; 50 on a page. */
export function describeLogStreams(groups: LogGroups, input: JsonObject, groupArn: string): JsonObject {
  const streams = [...groups.streams(groupNameOf(input))]
    .filter(([name]) => hasPrefix(name, input))
    .map(([logStreamName, { events, createdMs }]) => ({
      logStreamName,
      creationTime: createdMs,
      arn: `${groupArn}:log-stream:${logStreamName}`,
      storedBytes: 0,
      ...(events.length > 0 && {
        firstEventTimestamp: Math.min(...events.map(({ timestamp }) => timestamp)),
        lastEventTimestamp: Math.max(...events.map(({ timestamp }) => timestamp)),
        lastIngestionTime: events.at(-1)?.ingestionTime,
      }),
    }))
    .sort((one, other) => (one.logStreamName < other.logStreamName ? -1 : 1));
  if (input['orderBy'] === 'LastEventTime') {
    streams.sort((one, other) => (one.lastEventTimestamp ?? 0) - (other.lastEventTimestamp ?? 0));
  }
  if (input['descending'] === true) streams.reverse();
  return page('logStreams', streams as JsonObject[], input, 50);
}

export function describeLogGroups(
  groups: LogGroups,
  input: JsonObject,
  arnOf: (group: string) => string,
): JsonObject {
  const found = groups.names().filter((name) => name.startsWith(textFrom(input['logGroupNamePrefix'] ?? '')));
  const described = found.map((logGroupName) => ({
    logGroupName,
    arn: `${arnOf(logGroupName)}:*`,
    logGroupArn: arnOf(logGroupName),
    logGroupClass: 'STANDARD',
    storedBytes: 0,
  }));
  return page('logGroups', described, input, 50);
}

function hasPrefix(name: string, { logStreamNamePrefix = '' }: JsonObject): boolean {
  return name.startsWith(textFrom(logStreamNamePrefix));
}

function withinPeriod(input: JsonObject): (event: StoredEvent) => boolean {
  const start = optionalNumber(input, 'startTime') ?? 0;
  const end = optionalNumber(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  return ({ timestamp }) => timestamp >= start && timestamp <= end;
}

function limitOf(input: JsonObject, most: number): number {
  const wanted = optionalNumber(input, 'limit') ?? most;
  if (wanted >= 1 && wanted <= most) return wanted;
  throw invalid(`limit must be between 1 and ${most}`);
}

/** A token is the number of what was answered before. */
function page(member: string, all: readonly JsonObject[], input: JsonObject, most: number): JsonObject {
  const token = textFrom(input['nextToken'] ?? '0');
  if (!/^\d{1,9}$/.test(token)) throw invalid('The specified nextToken is invalid.');
  const start = Number(token);
  const end = start + limitOf(input, most);
  return { [member]: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) };
}
