import type { JSX } from 'preact';
import type { LocalStack, TraceSummary } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { type TraceKey, TraceView } from './trace-view.tsx';

interface TracesProps {
  readonly local: LocalStack;
  /** The one to show; undefined lists them. */
  readonly chosen: TraceKey | undefined;
  readonly onChoose: (of: TraceKey | undefined) => void;
}

const SHOWN = 100;

/** What requests are called that are not named after what they ask. */
const TITLES: Readonly<Record<string, string>> = {
  $connect: 'Connection opened',
  $disconnect: 'Connection closed',
  message: 'Message from a client',
};

/** The way of one event, or of anything else that happened lately. */
export function Traces({ local, chosen, onChoose }: TracesProps): JSX.Element {
  useObservable(local.activity);
  if (chosen) {
    return (
      <TraceView key={JSON.stringify(chosen)} local={local} of={chosen} onBack={() => onChoose(undefined)} />
    );
  }
  const rows = local.traces.flatMap(rowsOf).slice(0, SHOWN);
  if (rows.length === 0) return <p class="empty">Nothing has happened yet.</p>;
  return (
    <ul class="traces">
      {rows.map(({ key, title, of, trace }) => (
        <li key={key}>
          <button type="button" onClick={() => onChoose(of)}>
            <b>{title}</b> <span class="dim">{durationText(trace)}</span>
            {trace.failures > 0 && <span class="bad"> {trace.failures} failed</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface TraceRow {
  readonly key: string;
  readonly title: string;
  readonly of: TraceKey;
  readonly trace: TraceSummary;
}

/** A request that put ten events has ten rows. */
function rowsOf(trace: TraceSummary): TraceRow[] {
  const { traceId, name, events } = trace;
  if (events.length === 0) return [{ key: traceId, title: TITLES[name] ?? name, of: { traceId }, trace }];
  return events.map(({ id, source, detailType }) => ({
    key: `${traceId} ${id}`,
    title: `${detailType} (${source})`,
    of: { eventId: id },
    trace,
  }));
}

function durationText({ startMs, endMs }: TraceSummary): string {
  const time = new Date(startMs).toLocaleTimeString('en-GB');
  return `${time}, ${endMs === null ? 'going on' : `${endMs - startMs} ms`}`;
}
