import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  EventPatternError,
  explain,
  type Pattern,
  parsePattern,
} from '../../../languages/event-pattern/index.ts';
import type { BusEvent, LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';

interface MissedProps {
  readonly local: LocalStack;
  readonly pattern: string;
}

const SHOWN = 50;

/** Events that the local bus accepted and the pattern refused, each with the reasons. */
export function Missed({ local, pattern }: MissedProps): JSX.Element {
  useObservable(local);
  const parsed = useMemo(() => parse(pattern), [pattern]);
  const missed = useMemo(
    () => (parsed ? local.events.filter(({ text }) => !explain(parsed, text).matched) : []),
    [parsed, local.events],
  );
  if (!parsed) return <p class="empty">Set a pattern first.</p>;
  if (missed.length === 0)
    return <p class="empty">Every event that the bus saw so far matches the pattern.</p>;
  return (
    <ul class="missed">
      {missed
        .slice(-SHOWN)
        .reverse()
        .map((entry) => (
          <MissedEvent key={String(entry.event['id'])} entry={entry} pattern={parsed} />
        ))}
    </ul>
  );
}

function MissedEvent({
  entry,
  pattern,
}: {
  readonly entry: BusEvent;
  readonly pattern: Pattern;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const { event, text } = entry;
  const { leaves } = explain(pattern, text);
  const failed = leaves.filter(({ matched }) => !matched);
  return (
    <li>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span>
        <b>{String(event['detail-type'])}</b> <span class="dim">{String(event['source'])}</span>
      </button>
      {(open ? leaves : failed).map((leaf) => (
        <div key={leaf.path} class={leaf.matched ? 'leaf ok' : 'leaf bad'}>
          <span aria-label={leaf.matched ? 'holds' : 'fails'}>{leaf.matched ? '✓' : '✗'}</span> {leaf.text}
        </div>
      ))}
    </li>
  );
}

function parse(pattern: string): Pattern | undefined {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (error instanceof EventPatternError) return undefined;
    throw error;
  }
}
