import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SpanRecord } from '../../../core/trace.ts';
import type { LocalStack, Trace } from '../model/local-stack.ts';
import { endOf, meteredIn, meteredText, spansOf } from '../model/trace-steps.ts';
import { StateGraph } from './state-graph.tsx';
import { StepDetail } from './step-detail.tsx';
import { Steps } from './steps.tsx';

/** A whole trace, or one event's part of it. */
export type TraceKey = { readonly traceId: string } | { readonly eventId: string };

interface TraceViewProps {
  readonly local: LocalStack;
  readonly of: TraceKey;
  readonly onBack: () => void;
}

/** A way through the stack: rule, workflow, templates, calls, message. */
export function TraceView({ local, of, onBack }: TraceViewProps): JSX.Element {
  const trace = useTrace(local, of);
  const [chosen, setChosen] = useState<string>();
  const spans = useMemo(() => (trace ? spansOf(trace.root) : []), [trace]);
  const selected = spans.find(({ spanId }) => spanId === chosen);
  const onSelect = ({ spanId }: SpanRecord): void => setChosen(spanId);
  return (
    <div class="trace">
      <p class="trace-head">
        <button type="button" onClick={onBack}>
          ← All traces
        </button>{' '}
        {trace && <span class="dim">{summaryText(trace)}</span>}
      </p>
      {trace === null && <p class="empty">This trace is not kept, or no longer.</p>}
      {trace && (
        <div class="trace-parts">
          <div>
            {spans
              .filter(({ kind }) => kind === 'execution')
              .map((execution) => (
                <StateGraph
                  key={execution.spanId}
                  execution={execution}
                  machines={local.machines}
                  selected={selected}
                  onSelect={onSelect}
                />
              ))}
            <Steps root={trace.root} selected={selected} onSelect={onSelect} />
          </div>
          <StepDetail span={selected} />
        </div>
      )}
    </div>
  );
}

/** Undefined while it is read, null if there is none. Read again whenever something of it came to rest. */
function useTrace(local: LocalStack, of: TraceKey): Trace | null | undefined {
  const [trace, setTrace] = useState<Trace | null>();
  const summary = local.traces.find(({ traceId, events }) =>
    'traceId' in of ? traceId === of.traceId : events.some(({ id }) => id === of.eventId),
  );
  useEffect(() => {
    let isCurrent = true;
    void local.trace(of).then((found) => {
      if (isCurrent) setTrace((before) => found ?? before ?? null);
    });
    return () => {
      isCurrent = false;
    };
  }, [local, summary]);
  return trace;
}

function summaryText({ root, droppedSpans }: Trace): string {
  const endMs = endOf(root);
  const failed = spansOf(root).filter(({ error }) => error).length;
  return [
    endMs === undefined ? 'going on' : `${endMs - root.startMs} ms`,
    failed > 0 ? `${failed} failed` : '',
    meteredText(meteredIn(root)),
    droppedSpans > 0 ? `${droppedSpans} more steps were not kept` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
