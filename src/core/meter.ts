import type { Span } from './trace.ts';

/** What AWS bills, in the unit in which it bills it. */
export type BillableUnit =
  | 'states.standard.transitions'
  | 'states.express.requests'
  | 'states.express.gbSeconds'
  | 'dynamodb.readRequestUnits'
  | 'dynamodb.writeRequestUnits'
  /** Custom events published, in 64 KB units. */
  | 'events.published'
  | 'events.archived.gb'
  /** Messages in either direction in 32 KB units; $connect and $disconnect are not billed as messages. */
  | 'apigateway.websocket.messages'
  | 'apigateway.websocket.connectionMinutes'
  | 'apigateway.rest.requests'
  | 'sqs.requests'
  | 'logs.ingested.bytes'
  /** Not billed, but bounded: calls to APIs that share the account's control-plane quota. */
  | 'events.controlPlaneCalls';

export interface Meter {
  count(unit: BillableUnit, amount: number): void;
}

/** Counts, and notes on the step that caused it. */
export function billedTo(span: Span, meter: Meter): Meter {
  return {
    count(unit, amount) {
      meter.count(unit, amount);
      span.bill(unit, amount);
    },
  };
}
