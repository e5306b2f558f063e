import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../core/json.ts';
import type { Caller } from '../../core/operations.ts';
import { busNameOf } from '../../template/resources/events.ts';
import { type BusEvent, createEvent, entryBytes, entryTimeMs, type ValidEntry } from './event.ts';
import { isOwnSource, SERVICE_SOURCE } from './service-events.ts';

const MAX_ENTRIES = 10;
/** Of one request; so it bounds an event too (EventBridge quotas, since 2026-01-29). */
const MAX_TOTAL_BYTES = 1024 * 1024;
/** In which events are billed. */
const BILLED_UNIT_BYTES = 64 * 1024;

/** An entry that was not accepted: its failure is part of a successful answer. */
export interface EntryFailure {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export const MALFORMED_DETAIL: EntryFailure = {
  ErrorCode: 'MalformedDetail',
  ErrorMessage: 'Detail is malformed.',
};

/**
 * Checks a request as a whole.
 * @throws AwsError ValidationException: then no entry is accepted
 */
export function entriesOf(input: JsonObject): readonly JsonObject[] {
  if (input['EndpointId'] !== undefined) {
    throw new AwsError('ValidationException', 'EndpointId: global endpoints are not implemented here.');
  }
  const entries = input['Entries'];
  if (entries === undefined || entries === null) throw invalid('null', 'Member must not be null');
  if (!Array.isArray(entries) || !entries.every(isJsonObject)) {
    throw new AwsError('SerializationException', 'Entries must be a list of structures.');
  }
  if (entries.length === 0) throw invalid("'[]'", 'Member must have length greater than or equal to 1');
  if (entries.length > MAX_ENTRIES) {
    const value = `'[${entries.map(describeEntry).join(', ')}]'`;
    throw invalid(value, `Member must have length less than or equal to ${MAX_ENTRIES}`);
  }
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > MAX_TOTAL_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return entries;
}

/** Makes the event of an entry, or says why there is none. */
export function acceptEntry(
  entry: JsonObject,
  environment: Environment,
  caller: Caller,
): BusEvent | EntryFailure {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (typeof entry[name] !== 'string' || entry[name] === '') {
      return invalidArgument(name, `${name} is a required argument.`);
    }
  }
  const valid = entry as unknown as ValidEntry;
  if (valid.Source.startsWith(SERVICE_SOURCE) && !isOwnSource(caller, valid.Source)) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  if (Number.isNaN(entryTimeMs(entry['Time']))) return invalidArgument('Time', 'Time is not a timestamp.');
  if (!isObjectText(valid.Detail)) return MALFORMED_DETAIL;
  return createEvent(valid, environment);
}

/** The name of the bus that an entry is for. @throws AwsError SerializationException */
export function busNameOfEntry({ EventBusName }: JsonObject): string {
  if (EventBusName === undefined || EventBusName === null) return busNameOf(undefined);
  if (typeof EventBusName === 'string') return busNameOf(EventBusName);
  throw new AwsError('SerializationException', 'EventBusName must be a string.');
}

/** What an event of a size is billed as. */
export function billedUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BILLED_UNIT_BYTES));
}

function invalidArgument(name: string, reason: string): EntryFailure {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}`,
  };
}

function isObjectText(text: string): boolean {
  try {
    return isJsonObject(parseJson(text));
  } catch {
    return false;
  }
}

function invalid(value: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value} at 'entries' failed to satisfy constraint: ${constraint}`,
  );
}

/** As the message of ValidationException shows an entry, member by member. */
function describeEntry(entry: JsonObject): string {
  const members: readonly (readonly [string, JsonValue | undefined])[] = [
    ['time', entry['Time']],
    ['source', entry['Source']],
    ['resources', entry['Resources']],
    ['detailType', entry['DetailType']],
    ['detail', entry['Detail']],
    ['eventBusName', entry['EventBusName']],
    ['traceHeader', entry['TraceHeader']],
    ['kmsKeyIdentifier', undefined],
    ['internalMetadata', undefined],
  ];
  return `PutEventsRequestEntry(${members.map(([name, value]) => `${name}=${textOf(value)}`).join(', ')})`;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : stringifyJson(value ?? null);
}
