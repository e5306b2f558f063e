import type { BillableUnit } from '../../../core/meter.ts';
import type { SpanRecord } from '../../../core/trace.ts';

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

/** How often a step was tried again: all its calls but the last, and later attempts of a target. */
export function retriesOf({ kind, children, attributes }: SpanRecord): number {
  if (kind === 'target') return Math.max(0, Number(attributes['attempt'] ?? 1) - 1);
  if (kind !== 'state') return 0;
  return Math.max(0, children.filter((child) => child.kind === 'operation').length - 1);
}

/** The states that an execution entered, in order: the last visit of each, and the ways taken between them. */
export function pathOf(execution: SpanRecord): {
  readonly visits: ReadonlyMap<string, readonly SpanRecord[]>;
  readonly edges: ReadonlySet<string>;
} {
  const visits = new Map<string, SpanRecord[]>();
  const edges = new Set<string>();
  const walk = (parent: SpanRecord): void => {
    let before: SpanRecord | undefined;
    for (const span of parent.children.filter(({ kind }) => kind === 'state')) {
      visits.set(span.name, [...(visits.get(span.name) ?? []), span]);
      if (before) edges.add(edgeKey(before.name, span.name));
      if (parent.kind === 'state') edges.add(edgeKey(parent.name, span.name));
      before = span;
      walk(span);
    }
  };
  walk(execution);
  return { visits, edges };
}

export function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
