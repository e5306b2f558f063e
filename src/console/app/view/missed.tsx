import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  EventPatternError,
  type Explanation,
  explain,
  type Pattern,
  parsePattern,
} from '../../../languages/event-pattern/index.ts';
import type { BusEvent, LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { JsonTree } from './json-tree.tsx';

interface MissedProps {
  readonly local: LocalStack;
  /** The pattern in force. */
  readonly pattern: string;
}

const SHOWN = 50;

/** Events that the local bus accepted and the pattern refused, each with the reasons. */
export function Missed({ local, pattern }: MissedProps): JSX.Element {
  useObservable(local.activity);
  const judge = useMemo(() => judgeOf(pattern), [pattern]);
  if (!judge) return <p class="empty">No pattern is in force, so nothing is refused.</p>;
  const missed = local.events.filter((event) => !judge(event).matched);
  if (missed.length === 0)
    return <p class="empty">Nothing was refused: all events that the bus saw match the pattern.</p>;
  return (
    <>
      <p class="dim intro">
        {missed.length} of the latest {local.events.length} events on the bus do not match the pattern in
        force.
      </p>
      <ul class="missed">
        {missed
          .slice(-SHOWN)
          .reverse()
          .map((entry) => (
            <MissedEvent key={entry.sequence} entry={entry} explanation={judge(entry)} />
          ))}
      </ul>
    </>
  );
}

interface MissedEventProps {
  readonly entry: BusEvent;
  readonly explanation: Explanation;
}

function MissedEvent({ entry: { event }, explanation }: MissedEventProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const { leaves, alternative, alternatives } = explanation;
  return (
    <li>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="marker" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
        <b>{String(event['detail-type'])}</b> <span class="dim">{String(event['source'])}</span>
        {alternatives > 1 && (
          <span class="dim">
            {' '}
            nearest alternative: {alternative + 1} of {alternatives}
          </span>
        )}
      </button>
      <ul class="leaves">
        {leaves
          .filter(({ matched }) => open || !matched)
          .map(({ path, matched, text }) => (
            <li key={path} class={matched ? 'holds' : 'fails'}>
              <span class="mark">{matched ? '✓ ' : '✗ '}</span>
              {text}
            </li>
          ))}
      </ul>
      {open && <JsonTree value={event} />}
    </li>
  );
}

/** Explains each event once per pattern: a busy bus brings many, and the list is drawn often. */
function judgeOf(pattern: string): ((event: BusEvent) => Explanation) | undefined {
  const parsed = parse(pattern);
  if (!parsed) return undefined;
  const known = new WeakMap<BusEvent, Explanation>();
  return (event) => {
    const explanation = known.get(event) ?? explain(parsed, event.text);
    known.set(event, explanation);
    return explanation;
  };
}

function parse(pattern: string): Pattern | undefined {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (error instanceof EventPatternError) return undefined;
    throw error;
  }
}
