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

/** What is known about a step: input, output, a rendered template, a decision. */
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
  /** Unique within its trace. */
  readonly spanId: string;
  /** What kind of step it is. */
  readonly kind: SpanKind;
  /** Of an operation, a state, a rule: what the template calls it. */
  readonly name: string;
  /** Milliseconds since the epoch, on the runtime's clock. */
  readonly startMs: number;
  /** Absent while it is open. */
  endMs?: number;
  /** What is known about it. */
  attributes: SpanAttributes;
  /** What this step itself is billed for, without the steps inside; absent if nothing. */
  metered?: Readonly<Partial<Record<BillableUnit, number>>>;
  /** Why it failed; absent if it did not. */
  error?: { readonly code: string; readonly message: string };
  /** The steps that it set off, in the order in which they began. */
  readonly children: SpanRecord[];
}

/** Everything that one request or event set off. */
export interface TraceRecord {
  /** Unique within this process. */
  readonly traceId: string;
  /** What set everything off. */
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
  /** Calls back for each step that ends, with the trace it is of. */
  watch(listener: (span: SpanRecord, trace: TraceRecord) => void): () => void;
  clear(): void;
}
