import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EventLog, LoggedEvent } from '../model/event-log.ts';
import { useObservable } from '../model/observable.ts';
import { textAt } from '../model/path.ts';
import { visibleText } from '../model/visible-text.ts';
import { type ArrivalTime, useArrivalTime } from './arrival-time.ts';

/** The column that is no field of the event. */
export const ARRIVAL = 'received at';

interface ListProps {
  /** Unique in the page. */
  readonly id: string;
  readonly log: EventLog;
  readonly columns: readonly string[];
  readonly onRemoveColumn: (path: string) => void;
  readonly selected: LoggedEvent | undefined;
  /** Stays above the list. */
  readonly pinned: LoggedEvent | undefined;
  readonly onSelect: (entry: LoggedEvent) => void;
  /** Called besides when an event is chosen by pointer. */
  readonly onOpen: () => void;
  readonly onPin: (entry: LoggedEvent | undefined) => void;
  /** What is shown while there is nothing to list. */
  readonly empty: JSX.Element;
}

/** Rows have one height, so that what is visible follows from the scroll position alone. */
const ROW_HEIGHT = 28;
const OVERSCAN = 8;
/** This near to the end counts as "at the end". */
const END_SLACK = ROW_HEIGHT * 1.5;

/** The live list: only visible rows exist; scrolling up pauses, scrolling back to the end goes on. */
export function EventList(props: ListProps): JSX.Element {
  const { id, log, columns, selected, pinned, onSelect, onOpen, onPin, empty } = props;
  useObservable(log);
  const box = useRef<HTMLDivElement>(null);
  const { scrollTop, height, onScroll } = useFollow(log, box);
  const events = log.shown;
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(events.length, Math.ceil((scrollTop + height) / ROW_HEIGHT) + OVERSCAN);
  const gridTemplateColumns = columns.map(widthOf).join(' ');
  const time = useArrivalTime();
  const cells = (entry: LoggedEvent): JSX.Element[] =>
    columns.map((column) => <span key={column}>{cellText(entry, column, time.text)}</span>);
  const at = selected ? log.indexOf(selected) : -1;

  const onClick = ({ target }: MouseEvent): void => {
    const row = (target as Element).closest<HTMLElement>('[data-at]');
    const entry = row && events[Number(row.dataset['at'])];
    if (!entry) return;
    onSelect(entry);
    onOpen();
  };
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key === ' ') {
      key.preventDefault();
      log.setPaused(!log.paused);
      return;
    }
    if (key.key === 'p' && selected) onPin(pinned === selected ? undefined : selected);
    const next = positionAfter(key.key, at, events.length);
    if (next === undefined) return;
    key.preventDefault();
    log.setPaused(true);
    onSelect(events[next] as LoggedEvent);
    reveal(box.current as HTMLDivElement, next);
  };

  return (
    <div class="list">
      <Head {...props} gridTemplateColumns={gridTemplateColumns} time={time} />
      {pinned && (
        <button
          type="button"
          class={`row pinned${pinned === selected ? ' selected' : ''}`}
          style={{ gridTemplateColumns }}
          title="Pinned"
          aria-pressed={pinned === selected}
          onClick={() => onSelect(pinned)}
        >
          {cells(pinned)}
        </button>
      )}
      {events.length === 0 && empty}
      <div
        class="rows"
        ref={box}
        onScroll={onScroll}
        onClick={onClick}
        onKeyDown={onKeyDown}
        tabIndex={0}
        role="listbox"
        aria-label="Events"
        aria-activedescendant={at >= first && at < last ? `${id}-${selected?.sequence}` : undefined}
      >
        <div class="all-rows" style={{ height: `${events.length * ROW_HEIGHT}px` }} role="presentation">
          {events.slice(first, last).map((entry, offset) => (
            <div
              key={entry.sequence}
              id={`${id}-${entry.sequence}`}
              data-at={first + offset}
              class={`row${entry === selected ? ' selected' : ''}`}
              style={{ gridTemplateColumns, top: `${(first + offset) * ROW_HEIGHT}px` }}
              role="option"
              aria-selected={entry === selected}
              aria-setsize={events.length}
              aria-posinset={first + offset + 1}
              tabIndex={-1}
            >
              {cells(entry)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Keeps the end in sight unless the log is paused, and pauses it when somebody scrolls away. */
function useFollow(
  log: EventLog,
  box: RefObject<HTMLDivElement | null>,
): { readonly scrollTop: number; readonly height: number; onScroll(): void } {
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(400);
  const isScrolledAway = useRef(false);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  useLayoutEffect(() => {
    const element = box.current as HTMLDivElement;
    if (log.paused) return;
    isScrolledAway.current = false;
    element.scrollTop = element.scrollHeight;
  });

  const onScroll = (): void => {
    const element = box.current as HTMLDivElement;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < END_SLACK;
    // Only a person scrolls up: what arrives moves the end away, and the effect above follows it.
    if (!isAtEnd && element.scrollTop < scrollTop && !log.paused) {
      isScrolledAway.current = true;
      log.setPaused(true);
    } else if (isAtEnd && isScrolledAway.current) {
      log.setPaused(false);
    }
    setScrollTop(element.scrollTop);
  };
  return { scrollTop, height, onScroll };
}

function Head({
  columns,
  onRemoveColumn,
  gridTemplateColumns,
  time,
}: ListProps & { readonly gridTemplateColumns: string; readonly time: ArrivalTime }): JSX.Element {
  return (
    <div class="row head" style={{ gridTemplateColumns }}>
      {columns.map((column) => (
        <span key={column} title={column}>
          {column === ARRIVAL ? (
            <button
              type="button"
              class="column-name"
              title={time.isRelative ? 'Show the time of day' : 'Show how long ago'}
              onClick={time.toggle}
            >
              {column}
            </button>
          ) : (
            <span class="column-name">{visibleText(headingOf(column))}</span>
          )}
          <button
            type="button"
            class="icon"
            aria-label={`Remove the column ${column}`}
            onClick={() => onRemoveColumn(column)}
          >
            ✕
          </button>
        </span>
      ))}
    </div>
  );
}

/** Nearly all columns are of the detail; its name would push theirs out of sight. */
function headingOf(column: string): string {
  return column.replace(/^detail\.(?=.)/, '');
}

/** Where a key leads from a position; undefined if it leads nowhere. */
function positionAfter(key: string, at: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  if (count === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  // With nothing selected, up begins at the end and down at the start.
  if (at < 0) return step > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, at + step));
}

function cellText(
  { event, receivedMs }: LoggedEvent,
  column: string,
  arrivalText: (receivedMs: number) => string,
): string {
  if (column === ARRIVAL) return arrivalText(receivedMs);
  return visibleText(textAt(event, column).slice(0, MAX_CELL_CHARACTERS));
}

/** No screen is wider, and a browser would lay out all of a megabyte. */
const MAX_CELL_CHARACTERS = 500;

function widthOf(column: string): string {
  if (column === ARRIVAL) return '6.8rem';
  return column === 'detail' ? 'minmax(6rem, 3fr)' : 'minmax(4rem, 1fr)';
}

function reveal(box: HTMLDivElement, index: number): void {
  const top = index * ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight)
    box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
}
