import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SpanRecord } from '../../../core/trace.ts';
import type { LocalStack, Trace, UnitPrices } from '../model/local-stack.ts';
import { endOf, meteredIn, meteredText, perMillionText, spansOf } from '../model/trace-steps.ts';
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
  const read = useTrace(local, of);
  const trace = read?.trace;
  const [chosen, setChosen] = useState<string>();
  const spans = useMemo(() => (trace ? spansOf(trace.root) : []), [trace]);
  const selected = spans.find(({ spanId }) => spanId === chosen);
  const onSelect = ({ spanId }: SpanRecord): void => setChosen(spanId);
  const parts = useRef<HTMLDivElement>(null);
  useFocusInSight(parts, selected);
  return (
    <div class="trace">
      <p class="trace-head">
        <button type="button" onClick={onBack}>
          ← All traces
        </button>
        {read?.trace && <span class="dim">{summaryText(read.trace, read.prices)}</span>}
      </p>
      {trace === null && <p class="empty">This trace is not kept, or no longer.</p>}
      {trace && (
        <div class={`trace-parts${selected ? ' with-detail' : ''}`} ref={parts}>
          <div class="trace-ways">
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
          {selected && (
            <StepDetail
              key={selected.spanId}
              span={selected}
              startMs={trace.root.startMs}
              prices={read.prices}
              onClose={() => setChosen(undefined)}
            />
          )}
        </div>
      )}
    </div>
  );
}

/**
 * In a low or narrow place the detail takes the place of what was clicked: the keyboard goes on in the detail, and
 * back where it was when that is closed.
 */
function useFocusInSight(
  parts: { readonly current: HTMLElement | null },
  selected: SpanRecord | undefined,
): void {
  const clicked = useRef<HTMLElement>(undefined);
  useLayoutEffect(() => {
    const { activeElement } = document;
    const isHidden = activeElement instanceof HTMLElement && activeElement.offsetParent === null;
    if (selected && isHidden && parts.current?.contains(activeElement)) {
      clicked.current = activeElement;
      parts.current.querySelector<HTMLElement>('.step-detail button')?.focus();
    } else if (!selected) {
      clicked.current?.focus();
      clicked.current = undefined;
    }
  }, [parts, selected]);
}

interface ReadTrace {
  /** Null if there is none. */
  readonly trace: Trace | null;
  readonly prices: UnitPrices;
}

/** Undefined while it is read. Read again whenever something of it came to rest. */
function useTrace(local: LocalStack, of: TraceKey): ReadTrace | undefined {
  const [read, setRead] = useState<ReadTrace>();
  const summary = local.traces.find(({ traceId, events }) =>
    'traceId' in of ? traceId === of.traceId : events.some(({ id }) => id === of.eventId),
  );
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([local.trace(of), local.unitPrices()]).then(([trace, prices]) => {
      if (isCurrent) setRead((before) => ({ trace: trace ?? before?.trace ?? null, prices }));
    });
    return () => {
      isCurrent = false;
    };
  }, [local, summary]);
  return read;
}

function summaryText({ root, droppedSpans }: Trace, prices: UnitPrices): string {
  const endMs = endOf(root);
  const failed = spansOf(root).filter(({ error }) => error).length;
  const metered = meteredIn(root);
  return [
    endMs === undefined ? 'going on' : `${endMs - root.startMs} ms`,
    failed > 0 ? `${failed} failed` : '',
    meteredText(metered),
    perMillionText(metered, prices),
    droppedSpans > 0 ? `${droppedSpans} more steps were not kept` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
