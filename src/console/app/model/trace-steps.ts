import type { BillableUnit } from '../../../core/meter.ts';
import type { SpanRecord } from '../../../core/trace.ts';
import type { UnitPrices } from './local-stack.ts';

export type Metered = Readonly<Partial<Record<BillableUnit, number>>>;

/** The span and all below it, in order. */
export function spansOf(span: SpanRecord): SpanRecord[] {
  return [span, ...span.children.flatMap(spansOf)];
}

/** When the last of it ended; undefined while something goes on. What a request set off may outlive it. */
export function endOf(root: SpanRecord): number | undefined {
  const ends = spansOf(root).map(({ endMs }) => endMs);
  return ends.includes(undefined) ? undefined : Math.max(...(ends as number[]));
}

/** What a step and all steps inside it are billed for. */
export function meteredIn(root: SpanRecord): Metered {
  const sum: Partial<Record<BillableUnit, number>> = {};
  for (const { metered = {} } of spansOf(root)) {
    for (const [unit, amount] of Object.entries(metered) as [BillableUnit, number][]) {
      sum[unit] = (sum[unit] ?? 0) + amount;
    }
  }
  return sum;
}

const UNITS: Readonly<Record<BillableUnit, readonly [one: string, many: string]>> = {
  'states.standard.transitions': ['state transition', 'state transitions'],
  'states.express.requests': ['Express request', 'Express requests'],
  'states.express.gbSeconds': ['GB-s', 'GB-s'],
  'dynamodb.readRequestUnits': ['read unit', 'read units'],
  'dynamodb.writeRequestUnits': ['write unit', 'write units'],
  'events.published': ['event published', 'events published'],
  'events.archived.gb': ['GB archived', 'GB archived'],
  'apigateway.websocket.messages': ['message', 'messages'],
  'apigateway.websocket.connectionMinutes': ['connection minute', 'connection minutes'],
  'apigateway.rest.requests': ['REST request', 'REST requests'],
  'sqs.requests': ['SQS request', 'SQS requests'],
  'logs.ingested.bytes': ['log byte', 'log bytes'],
  'events.controlPlaneCalls': ['control-plane call', 'control-plane calls'],
};

/** "1 Express request, 0.0063 GB-s": what AWS would bill, in its own units; "" for nothing. */
export function meteredText(metered: Metered): string {
  return (Object.entries(metered) as [BillableUnit, number][])
    .map(([unit, amount]) => `${Number(amount.toPrecision(3))} ${UNITS[unit][amount === 1 ? 0 : 1]}`)
    .join(', ');
}

/** "$1.29 per million": list prices of the first tier; "" where nothing of it has a price. */
export function perMillionText(metered: Metered, prices: UnitPrices): string {
  const usd = Object.entries(metered).reduce((sum, [unit, amount]) => sum + amount * (prices[unit] ?? 0), 0);
  return usd === 0 ? '' : `$${Number((usd * 1_000_000).toPrecision(3))} per million`;
}

const OUTER_KINDS: ReadonlySet<SpanRecord['kind']> = new Set([
  'event',
  'rule',
  'target',
  'execution',
  'state',
]);

/** What a step did itself: calls, templates, decisions, messages, and what those did; not the steps that have a place of their own. */
export function callsOf({ children }: SpanRecord): readonly SpanRecord[] {
  return children.filter(({ kind }) => !OUTER_KINDS.has(kind)).flatMap((call) => [call, ...callsOf(call)]);
}

/** How often a step was tried again: all its calls but the last, and later attempts of a target. */
export function retriesOf({ kind, children, attributes }: SpanRecord): number {
  if (kind === 'target') return Math.max(0, Number(attributes['attempt'] ?? 1) - 1);
  if (kind !== 'state') return 0;
  return Math.max(0, children.filter((child) => child.kind === 'operation').length - 1);
}

/** The error with which a step ended, or that its last call ended with and a Catch took up; undefined if it went well. */
export function errorOf({ kind, children, error }: SpanRecord): SpanRecord['error'] {
  if (error || kind !== 'state') return error;
  return children.findLast((child) => child.kind === 'operation')?.error;
}

/** The states that an execution entered, each with its visits in order, and the ways taken between them. */
export interface TakenPath {
  readonly visits: ReadonlyMap<string, readonly SpanRecord[]>;
  /** By `edgeKey`. */
  readonly edges: ReadonlySet<string>;
}

/**
 * Spans say when a state was visited, not from where. A Map's iterations and a Parallel's branches run among each
 * other, so a visit is taken to follow the latest one that leads to its state and that nothing has followed yet;
 * where several do, the one whose output it got.
 * @param leadsTo whether the definition has a way from one state to the other
 */
export function pathOf(execution: SpanRecord, leadsTo: (from: string, to: string) => boolean): TakenPath {
  const visits = new Map<string, SpanRecord[]>();
  const edges = new Set<string>();
  const walk = (parent: SpanRecord): void => {
    const unfollowed: SpanRecord[] = [];
    for (const span of parent.children.filter(({ kind }) => kind === 'state')) {
      visits.set(span.name, [...(visits.get(span.name) ?? []), span]);
      const possible = unfollowed.filter(({ name }) => leadsTo(name, span.name));
      const before = possible.length > 1 ? handedOver(possible, span) : possible[0];
      if (before) {
        edges.add(edgeKey(before.name, span.name));
        unfollowed.splice(unfollowed.indexOf(before), 1);
      }
      unfollowed.push(span);
      walk(span);
    }
  };
  walk(execution);
  return { visits, edges };
}

function handedOver(
  possible: readonly SpanRecord[],
  { attributes: { input } }: SpanRecord,
): SpanRecord | undefined {
  const text = JSON.stringify(input);
  return (
    possible.findLast(({ attributes }) => JSON.stringify(attributes['output']) === text) ?? possible.at(-1)
  );
}

export function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
