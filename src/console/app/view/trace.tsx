import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LocalStack, SpanRecord, TraceSummary } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { JsonTree } from './json-tree.tsx';
import { StateGraph } from './state-graph.tsx';

interface TraceProps {
  readonly local: LocalStack;
  /** The event whose way is shown; without one, the latest traces are listed. */
  readonly eventId: string | undefined;
}

/** An event's way through the stack: rule, workflow, templates, calls, message. */
export function Traces({ local, eventId }: TraceProps): JSX.Element {
  useObservable(local);
  const [chosen, setChosen] = useState<string>();
  const own = eventId && local.traces.find((trace) => trace.eventId === eventId);
  const traceId = own ? own.traceId : chosen;
  if (traceId !== undefined) {
    return (
      <Trace
        key={traceId}
        local={local}
        traceId={traceId}
        onBack={() => setChosen(undefined)}
        canGoBack={!own}
      />
    );
  }
  return (
    <ul class="traces">
      {local.traces.length === 0 && <li class="empty">Nothing has happened yet.</li>}
      {local.traces.map((trace) => (
        <li key={trace.traceId}>
          <button type="button" class="link" onClick={() => setChosen(trace.traceId)}>
            {trace.name}
          </button>{' '}
          <span class="dim">{durationOf(trace)}</span>{' '}
          {trace.error && <span class="bad">{trace.error.code}</span>}
        </li>
      ))}
    </ul>
  );
}

function durationOf({ startMs, endMs }: Pick<TraceSummary, 'startMs' | 'endMs'>): string {
  return endMs === null ? 'running' : `${endMs - startMs} ms`;
}

interface OneTraceProps {
  readonly local: LocalStack;
  readonly traceId: string;
  readonly onBack: () => void;
  readonly canGoBack: boolean;
}

function Trace({ local, traceId, onBack, canGoBack }: OneTraceProps): JSX.Element {
  const [root, setRoot] = useState<SpanRecord>();
  const [selected, setSelected] = useState<SpanRecord>();
  // The trace may still be going on: it is read again whenever the runtime says that something came to rest.
  useEffect(() => void local.trace(traceId).then((trace) => setRoot(trace?.root)), [traceId, local.traces]);
  const executions = useMemo(() => (root ? find(root, 'execution') : []), [root]);
  if (!root) return <p class="empty">The trace is not kept any more.</p>;
  return (
    <div class="trace">
      {canGoBack && (
        <button type="button" class="link" onClick={onBack}>
          ← all traces
        </button>
      )}
      <ul class="spans">
        <Span span={root} selected={selected} onSelect={setSelected} />
      </ul>
      {selected && <SpanDetail span={selected} />}
      {executions.map((execution) => (
        <StateGraph
          key={execution.spanId}
          execution={execution}
          machines={local.machines}
          onSelect={setSelected}
        />
      ))}
    </div>
  );
}

interface SpanProps {
  readonly span: SpanRecord;
  readonly selected: SpanRecord | undefined;
  readonly onSelect: (span: SpanRecord) => void;
}

function Span({ span, selected, onSelect }: SpanProps): JSX.Element {
  const { kind, name, startMs, endMs, error, children } = span;
  return (
    <li>
      <button
        type="button"
        class={`span ${kind}${error ? ' failed' : ''}${span === selected ? ' selected' : ''}`}
        aria-pressed={span === selected}
        onClick={() => onSelect(span)}
      >
        <span class="kind">{kind}</span> {name}
        <span class="dim"> {endMs === undefined ? 'running' : `${endMs - startMs} ms`}</span>
        {error && <span class="bad"> {error.code}</span>}
      </button>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Span key={child.spanId} span={child} selected={selected} onSelect={onSelect} />
          ))}
        </ul>
      )}
    </li>
  );
}

function SpanDetail({ span }: { readonly span: SpanRecord }): JSX.Element {
  const { attributes, error } = span;
  return (
    <section class="span-detail" aria-label={`${span.kind} ${span.name}`}>
      {error && (
        <p class="bad">
          {error.code}: {error.message}
        </p>
      )}
      {Object.entries(attributes).map(([name, value]) => (
        <div key={name}>
          <h4>{name}</h4>
          {typeof value === 'string' ? <pre>{value}</pre> : <JsonTree value={value} />}
        </div>
      ))}
    </section>
  );
}

function find(span: SpanRecord, kind: string): SpanRecord[] {
  return [...(span.kind === kind ? [span] : []), ...span.children.flatMap((child) => find(child, kind))];
}
