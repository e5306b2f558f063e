import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EventLog, LoggedEvent } from '../model/event-log.ts';
import { useObservable } from '../model/observable.ts';
import { textAt } from '../model/path.ts';

interface ListProps {
  readonly log: EventLog;
  readonly columns: readonly string[];
  readonly selected: LoggedEvent | undefined;
  readonly onSelect: (entry: LoggedEvent) => void;
}

/** Rows have one height, so that what is visible follows from the scroll position alone. */
const ROW_HEIGHT = 28;
const OVERSCAN = 8;
/** This near to the end counts as "at the end": new rows keep it in sight. */
const FOLLOW_SLACK = ROW_HEIGHT * 1.5;

/** The live list: only visible rows exist; scrolling up pauses, scrolling to the end goes on. */
export function EventList({ log, columns, selected, onSelect }: ListProps): JSX.Element {
  useObservable(log);
  const box = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(400);
  const events = log.shown;

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    if (!log.paused) element.scrollTop = element.scrollHeight;
  }, [events.length, events.at(-1)?.sequence, log.paused]);

  const onScroll = (): void => {
    const element = box.current as HTMLDivElement;
    setScrollTop(element.scrollTop);
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOW_SLACK;
    // Only a person scrolls up: rows that are added move the end away, and the effect above follows it.
    if (!atEnd && element.scrollTop < scrollTop) log.setPaused(true);
  };

  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(events.length, Math.ceil((scrollTop + height) / ROW_HEIGHT) + OVERSCAN);
  const index = selected ? events.indexOf(selected) : -1;

  const onKeyDown = (key: KeyboardEvent): void => {
    const step = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -events.length,
      End: events.length,
    }[key.key];
    if (step === undefined || events.length === 0) return;
    key.preventDefault();
    log.setPaused(true);
    const next = Math.min(events.length - 1, Math.max(0, index + step));
    onSelect(events[next] as LoggedEvent);
    reveal(box.current as HTMLDivElement, next);
  };

  return (
    <div class="list">
      <div class="row head" style={gridOf(columns)} role="presentation">
        {columns.map((column) => (
          <span key={column} title={column}>
            {column}
          </span>
        ))}
      </div>
      <div
        class="rows"
        ref={box}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        tabIndex={0}
        role="listbox"
        aria-label="Events"
        aria-activedescendant={selected ? rowId(selected) : undefined}
      >
        <div style={{ height: `${events.length * ROW_HEIGHT}px`, position: 'relative' }} role="presentation">
          {events.slice(first, last).map((entry, at) => (
            <Row
              key={entry.sequence}
              entry={entry}
              columns={columns}
              top={(first + at) * ROW_HEIGHT}
              isSelected={entry === selected}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly entry: LoggedEvent;
  readonly columns: readonly string[];
  readonly top: number;
  readonly isSelected: boolean;
  readonly onSelect: (entry: LoggedEvent) => void;
}

function Row({ entry, columns, top, isSelected, onSelect }: RowProps): JSX.Element {
  return (
    <div
      id={rowId(entry)}
      class={`row${isSelected ? ' selected' : ''}`}
      style={{ ...gridOf(columns), top: `${top}px`, height: `${ROW_HEIGHT}px` }}
      role="option"
      aria-selected={isSelected}
      onClick={() => onSelect(entry)}
    >
      {columns.map((column) => (
        <span key={column}>{column === 'time' ? timeOf(entry) : textAt(entry.event, column)}</span>
      ))}
    </div>
  );
}

function rowId({ sequence }: LoggedEvent): string {
  return `event-${sequence}`;
}

/** The time of day in the reader's zone, with milliseconds of its arrival: EventBridge's own time has seconds only. */
function timeOf({ receivedMs }: LoggedEvent): string {
  const time = new Date(receivedMs);
  return `${time.toLocaleTimeString([], { hour12: false })}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function gridOf(columns: readonly string[]): { gridTemplateColumns: string } {
  const widths = columns.map((column) =>
    column === 'time' ? '7.5rem' : column === 'detail' ? 'minmax(8rem, 3fr)' : 'minmax(5rem, 1fr)',
  );
  return { gridTemplateColumns: widths.join(' ') };
}

function reveal(box: HTMLDivElement, index: number): void {
  const top = index * ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight)
    box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
}
