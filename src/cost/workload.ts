import { LambdalessError } from '../core/errors.ts';

/** What a stack has to do. */
export interface Workload {
  /** Connections that are always there, each renewed when API Gateway ends it. */
  readonly clients: number;
  readonly eventsPerSecond: number;
  /** Share of the clients that want an event, from 0 to 1. */
  readonly matchRate: number;
  /** An event's size as JSON, envelope included, in bytes. */
  readonly sizeBytes: number;
}

export const HOURS_PER_MONTH = 730;
/** API Gateway ends a connection after two hours. */
export const SESSION_HOURS = 2;
/** `lambdaless tail` breaks a silence of five minutes: after ten, API Gateway would end the connection. */
const PING_INTERVAL_SECONDS = 300;
/** Below this the envelope and the member that patterns look at do not fit. */
export const SMALLEST_EVENT_BYTES = 320;
const LARGEST_EVENT_BYTES = 1024 * 1024;

/** @throws LambdalessError BAD_ARGUMENT for a workload that cannot be. */
export function checkWorkload({ clients, eventsPerSecond, matchRate, sizeBytes }: Workload): void {
  const problems = [
    (!Number.isInteger(clients) || clients < 0) && 'clients must be a whole number from 0 on',
    !(eventsPerSecond > 0) && 'events per second must be more than 0',
    !(matchRate >= 0 && matchRate <= 1) && 'the match rate must be from 0 to 1',
    !(sizeBytes >= SMALLEST_EVENT_BYTES && sizeBytes <= LARGEST_EVENT_BYTES) &&
      `an event's size must be from ${SMALLEST_EVENT_BYTES} to ${LARGEST_EVENT_BYTES} bytes`,
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new LambdalessError('BAD_ARGUMENT', problems.join('; '));
}

export function eventsPerMonth({ eventsPerSecond }: Workload): number {
  return eventsPerSecond * 3600 * HOURS_PER_MONTH;
}

/** How many connections begin in a month. */
export function sessionsPerMonth({ clients }: Workload): number {
  return (clients * HOURS_PER_MONTH) / SESSION_HOURS;
}

/** Pings in the life of a connection: none while events keep it busy. */
export function pingsPerSession({ eventsPerSecond, matchRate }: Workload): number {
  const isQuiet = eventsPerSecond * matchRate < 1 / PING_INTERVAL_SECONDS;
  return isQuiet ? (SESSION_HOURS * 3600) / PING_INTERVAL_SECONDS : 0;
}

const SOURCE = 'lambdaless.cost';
const DETAIL_TYPE = 'Measured';
/** Each event has one of so many colours, and each client wants a range of them. */
const COLOURS = 1_000;
/** Coprime to the number of colours, so that the ranges of neighbours lie apart. */
const STRIDE = 617;
/** Numbers of events that spread evenly over the colours. */
const WINDOWS = [10, 20, 25, 40, 50, 100];

/**
 * How many events a measurement takes: so many that every client gets exactly its share of them.
 * A match rate that is no whole percentage is met on average over the clients, to a tenth of a percent.
 */
export function windowOf({ matchRate }: Workload): number {
  return WINDOWS.find((count) => Number.isInteger(round(count * matchRate))) ?? 100;
}

/** Whether a client wants an event of the window. */
export function wants(client: number, index: number, workload: Workload): boolean {
  const place = colourOf(index, workload) - firstColour(client);
  return (place + COLOURS) % COLOURS < Math.round(workload.matchRate * COLOURS);
}

/** The pattern of one client; a range that goes past the last colour goes on with the first. */
export function patternOf(client: number, { matchRate }: Workload): object {
  const first = firstColour(client);
  const end = first + Math.round(matchRate * COLOURS);
  const colour = [
    { numeric: ['>=', first, '<', Math.min(end, COLOURS)] },
    ...(end > COLOURS ? [{ numeric: ['>=', 0, '<', end - COLOURS] }] : []),
  ];
  // No range is empty: who wants nothing asks for a colour that does not occur.
  return {
    source: [SOURCE],
    'detail-type': [DETAIL_TYPE],
    detail: { colour: end === first ? [COLOURS] : colour },
  };
}

/** An envelope around a detail without members. */
const ENVELOPE_BYTES = Buffer.byteLength(
  JSON.stringify({
    version: '0',
    id: '00000000-0000-4000-8000-000000000000',
    'detail-type': DETAIL_TYPE,
    source: SOURCE,
    account: '123456789012',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {},
  }),
);

/** The event number `index` of a window, as large as asked. */
export function eventOf(
  index: number,
  workload: Workload,
): { readonly source: string; readonly detailType: string; readonly detail: string } {
  const colour = colourOf(index, workload);
  const empty = JSON.stringify({ colour, text: '' });
  const textBytes = workload.sizeBytes - ENVELOPE_BYTES - (empty.length - '{}'.length);
  return {
    source: SOURCE,
    detailType: DETAIL_TYPE,
    detail: JSON.stringify({ colour, text: 'x'.repeat(textBytes) }),
  };
}

function firstColour(client: number): number {
  return (client * STRIDE) % COLOURS;
}

function colourOf(index: number, workload: Workload): number {
  return (index * COLOURS) / windowOf(workload);
}

function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
