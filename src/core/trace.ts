import type { JsonValue } from './json.ts';
import type { BillableUnit } from './meter.ts';

/** A step in an event's way through the stack. */
export type SpanKind =
  | 'request' // a frame or an HTTP request arrived
  | 'event' // an event was accepted by a bus
  | 'rule' // a rule matched it
  | 'target' // a rule's target was tried
  | 'execution' // a state machine ran
  | 'state' // one state of it
  | 'route' // an API Gateway route or method
  | 'template' // a mapping template was rendered
  | 'operation' // an entry of the operations table was called
  | 'authorization' // policies were evaluated
  | 'message'; // a message was sent to a connection

export type SpanAttributes = Readonly<Record<string, JsonValue | undefined>>;

/** An open step. Attribute values are kept by reference: hand over what will not be changed. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** False when nobody records, so that costly attributes need not be made. */
  readonly recording: boolean;
  child(kind: SpanKind, name: string, attributes?: SpanAttributes): Span;
  note(attributes: SpanAttributes): void;
  /** Says what this step is billed for; amounts of one unit add up. */
  bill(unit: BillableUnit, amount: number): void;
  end(error?: { readonly code: string; readonly message: string }): void;
}

/** Records nothing. */
export const noSpan: Span = {
  traceId: '',
  spanId: '',
  recording: false,
  child: () => noSpan,
  note: () => undefined,
  bill: () => undefined,
  end: () => undefined,
};

/** A step as plain JSON: what the page and `traces` print. */
export interface SpanRecord {
  readonly spanId: string;
  readonly kind: SpanKind;
  readonly name: string;
  /** Milliseconds since the epoch, on the runtime's clock. */
  readonly startMs: number;
  /** Absent while it is open. */
  endMs?: number;
  attributes: SpanAttributes;
  /** What this step itself is billed for, without the steps inside; absent if nothing. */
  metered?: Readonly<Partial<Record<BillableUnit, number>>>;
  error?: { readonly code: string; readonly message: string };
  readonly children: SpanRecord[];
}

/** Everything that one request or event set off. */
export interface TraceRecord {
  readonly traceId: string;
  readonly root: SpanRecord;
  /** Spans that are not kept because the trace is too long. */
  droppedSpans: number;
}

/** Makes traces and keeps the latest. */
export interface Tracer {
  /** Opens a new trace. */
  start(kind: SpanKind, name: string, attributes?: SpanAttributes): Span;
  /** The traces kept, oldest first. */
  traces(): readonly TraceRecord[];
  /** Calls back whenever nothing of a trace is open any more; more than once if work follows later. */
  subscribe(listener: (trace: TraceRecord) => void): () => void;
  clear(): void;
}
