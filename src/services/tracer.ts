import type { Clock } from '../core/clock.ts';
import type { BillableUnit } from '../core/meter.ts';
import {
  noSpan,
  type Span,
  type SpanAttributes,
  type SpanKind,
  type SpanRecord,
  type TraceRecord,
  type Tracer,
} from '../core/trace.ts';

export interface TracerOptions {
  readonly clock: Clock;
  /** How many traces are kept, the latest; 0 records nothing. @default 200 */
  readonly capacity?: number;
  /** How many spans of one trace are kept, the first. @default 2000 */
  readonly spansPerTrace?: number;
}

/** A trace with what is still going on in it. */
interface OpenTrace {
  readonly record: TraceRecord;
  spanCount: number;
  openSpans: number;
}

export function createTracer({ clock, capacity = 200, spansPerTrace = 2_000 }: TracerOptions): Tracer {
  const kept: TraceRecord[] = [];
  const listeners = new Set<(trace: TraceRecord) => void>();
  const watchers = new Set<(span: SpanRecord, trace: TraceRecord) => void>();
  let traceCount = 0;
  const host: SpanHost = {
    clock,
    spansPerTrace,
    ended: (span, trace) => {
      for (const watcher of watchers) watcher(span, trace);
    },
    rest: (trace) => {
      for (const listener of listeners) listener(trace);
    },
  };
  return {
    start(kind, name, attributes = {}) {
      if (capacity === 0) return noSpan;
      const root = newRecord('1', kind, name, attributes, clock.now());
      const trace: OpenTrace = {
        record: { traceId: String(++traceCount), root, droppedSpans: 0 },
        spanCount: 1,
        openSpans: 1,
      };
      kept.push(trace.record);
      if (kept.length > capacity) kept.shift();
      return new RecordingSpan(host, trace, root);
    },
    traces: () => [...kept],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    clear: () => void kept.splice(0),
  };
}

interface SpanHost {
  readonly clock: Clock;
  readonly spansPerTrace: number;
  ended(span: SpanRecord, trace: TraceRecord): void;
  /** Nothing of the trace is open any more. */
  rest(trace: TraceRecord): void;
}

class RecordingSpan implements Span {
  readonly recording = true;
  readonly traceId: string;
  readonly spanId: string;
  private readonly host: SpanHost;
  private readonly trace: OpenTrace;
  private readonly record: SpanRecord;

  constructor(host: SpanHost, trace: OpenTrace, record: SpanRecord) {
    this.host = host;
    this.trace = trace;
    this.record = record;
    this.traceId = trace.record.traceId;
    this.spanId = record.spanId;
  }

  child(kind: SpanKind, name: string, attributes: SpanAttributes = {}): Span {
    if (this.trace.spanCount >= this.host.spansPerTrace) {
      this.trace.record.droppedSpans++;
      return noSpan;
    }
    const spanId = String(++this.trace.spanCount);
    const record = newRecord(spanId, kind, name, attributes, this.host.clock.now());
    this.record.children.push(record);
    this.trace.openSpans++;
    return new RecordingSpan(this.host, this.trace, record);
  }

  note(attributes: SpanAttributes): void {
    Object.assign(this.record.attributes, attributes);
  }

  bill(unit: BillableUnit, amount: number): void {
    this.record.metered ??= {};
    const metered = this.record.metered as Partial<Record<BillableUnit, number>>;
    metered[unit] = (metered[unit] ?? 0) + amount;
  }

  /** Only the first end counts. */
  end(error?: { readonly code: string; readonly message: string }): void {
    if (this.record.endMs !== undefined) return;
    this.record.endMs = this.host.clock.now();
    if (error) this.record.error = { code: error.code, message: error.message };
    this.host.ended(this.record, this.trace.record);
    if (--this.trace.openSpans === 0) this.host.rest(this.trace.record);
  }
}

function newRecord(
  spanId: string,
  kind: SpanKind,
  name: string,
  attributes: SpanAttributes,
  startMs: number,
): SpanRecord {
  return { spanId, kind, name, startMs, attributes: { ...attributes }, children: [] };
}
