import type { Environment } from '../../core/environment.ts';
import { type JsonObject, type JsonValue, utf8Length } from '../../core/json.ts';

/** An event on a bus. */
export interface BusEvent {
  readonly id: string;
  /** The envelope, with the detail's own text inside: nothing of it has been re-written. */
  readonly text: string;
  readonly source: string;
  readonly detailType: string;
  /** When it was received, in milliseconds since the epoch. */
  readonly receivedMs: number;
  /** The event's own time, in milliseconds since the epoch. */
  readonly timeMs: number;
  /** A bus hands an event on to another bus, which does not hand it on again. */
  readonly forwarded: boolean;
  /** It came from an archive. */
  readonly replayed?: boolean;
}

/** PutEventsRequestEntry whose required members are there. */
export interface ValidEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources?: readonly string[];
  /** Epoch seconds from the JSON protocols, ISO 8601 from Step Functions. */
  readonly Time?: number | string;
}

export function createEvent(entry: ValidEntry, environment: Environment): BusEvent {
  const { accountId, region, clock, random } = environment;
  const id = random.uuid();
  const receivedMs = clock.now();
  const timeMs = entryTimeMs(entry.Time) ?? receivedMs;
  const envelope: JsonObject = {
    version: '0',
    id,
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: accountId,
    time: isoSeconds(timeMs),
    region,
    resources: [...(entry.Resources ?? [])],
  };
  const text = `${JSON.stringify(envelope).slice(0, -1)},"detail":${entry.Detail.trim()}}`;
  return {
    id,
    text,
    source: entry.Source,
    detailType: entry.DetailType,
    receivedMs,
    timeMs,
    forwarded: false,
  };
}

/** "2026-01-29T12:00:00Z": EventBridge's times have no fraction. */
export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** @returns undefined for no time, NaN for one that is none */
export function entryTimeMs(time: JsonValue | undefined): number | undefined {
  if (time === undefined || time === null) return undefined;
  return typeof time === 'string' ? Date.parse(time) : Number(time) * 1000;
}

const TIME_BYTES = 14;

/** Size of an entry as PutEvents counts it (EventBridge user guide, "Calculating PutEvents event entry size"). */
export function entryBytes(entry: JsonObject): number {
  const texts = [entry['Source'], entry['DetailType'], entry['Detail']];
  const resources = Array.isArray(entry['Resources']) ? entry['Resources'] : [];
  const bytes = [...texts, ...resources].reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? utf8Length(text) : 0),
    0,
  );
  return bytes + (entry['Time'] === undefined ? 0 : TIME_BYTES);
}
