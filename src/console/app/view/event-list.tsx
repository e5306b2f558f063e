import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { EventLog, LoggedEvent } from '../model/event-log.ts';
import { useObservable } from '../model/observable.ts';
import { textAt } from '../model/path.ts';
import { visibleText } from '../model/visible-text.ts';
import { type ArrivalTime, useArrivalTime } from './arrival-time.ts';
import { ROW_HEIGHT, reveal, useFollow } from './follow.ts';

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

const OVERSCAN = 8;

/** The live list: only visible rows exist; scrolling up pauses, scrolling back to the end goes on. */
export function EventList(props: ListProps): JSX.Element {
  const { id, log, columns, selected, pinned, onSelect, onOpen, onPin, empty } = props;
  useObservable(log);
  const box = useRef<HTMLDivElement>(null);
  const { scrollTop, height, onScroll } = useFollow(log, box);
  const events = log.shown;
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(events.length, Math.ceil((scrollTop + height) / ROW_HEIGHT) + OVERSCAN);
  useLayoutEffect(() => alignAbove(box.current as HTMLElement), [columns, pinned]);
  const gridTemplateColumns = columns.map(widthOf).join(' ');
  const time = useArrivalTime();
  const row = { columns, gridTemplateColumns, arrivalText: time.text };
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
    <div class="list" style={{ '--list-width': `${listWidthOf(columns)}rem` }}>
      <Head {...props} gridTemplateColumns={gridTemplateColumns} time={time} />
      {pinned && <PinnedRow entry={pinned} isSelected={pinned === selected} {...row} onSelect={onSelect} />}
      {events.length === 0 && empty}
      <div
        class="rows"
        ref={box}
        onScroll={() => {
          onScroll();
          alignAbove(box.current as HTMLElement);
        }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        tabIndex={0}
        role="listbox"
        aria-label="Events"
        aria-activedescendant={at >= first && at < last ? `${id}-${selected?.sequence}` : undefined}
      >
        <div class="all-rows" style={{ height: `${events.length * ROW_HEIGHT}px` }} role="presentation">
          {events.slice(first, last).map((entry, offset) => (
            <EventRow
              key={entry.sequence}
              id={`${id}-${entry.sequence}`}
              entry={entry}
              isSelected={entry === selected}
              at={first + offset}
              count={events.length}
              {...row}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly entry: LoggedEvent;
  readonly isSelected: boolean;
  readonly columns: readonly string[];
  readonly gridTemplateColumns: string;
  readonly arrivalText: (receivedMs: number) => string;
}

interface PlacedRowProps extends RowProps {
  readonly id: string;
  readonly at: number;
  /** Of all rows, drawn or not. */
  readonly count: number;
}

function EventRow(props: PlacedRowProps): JSX.Element {
  const { id, at, count, isSelected, gridTemplateColumns } = props;
  return (
    <div
      id={id}
      data-at={at}
      class={`row${isSelected ? ' selected' : ''}`}
      style={{ gridTemplateColumns, top: `${at * ROW_HEIGHT}px` }}
      role="option"
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={at + 1}
      tabIndex={-1}
    >
      <Cells {...props} />
    </div>
  );
}

function PinnedRow(props: RowProps & { readonly onSelect: (entry: LoggedEvent) => void }): JSX.Element {
  const { entry, isSelected, gridTemplateColumns, onSelect } = props;
  return (
    <button
      type="button"
      class={`row pinned${isSelected ? ' selected' : ''}`}
      style={{ gridTemplateColumns }}
      title="Pinned"
      aria-pressed={isSelected}
      onClick={() => onSelect(entry)}
    >
      <Cells {...props} />
    </button>
  );
}

function Cells({ entry, columns, arrivalText }: RowProps): JSX.Element {
  return (
    <>
      {columns.map((column) => (
        <span key={column}>{cellText(entry, column, arrivalText)}</span>
      ))}
    </>
  );
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

/** What a cell shows does not change: while events arrive, the list is drawn in every frame. */
const fieldTexts = new WeakMap<LoggedEvent, Map<string, string>>();

function cellText(entry: LoggedEvent, column: string, arrivalText: (receivedMs: number) => string): string {
  if (column === ARRIVAL) return arrivalText(entry.receivedMs);
  const known = fieldTexts.get(entry) ?? new Map<string, string>();
  fieldTexts.set(entry, known);
  const text = known.get(column) ?? visibleText(textAt(entry.event, column).slice(0, MAX_CELL_CHARACTERS));
  known.set(column, text);
  return text;
}

/** No screen is wider, and a browser would lay out all of a megabyte. */
const MAX_CELL_CHARACTERS = 500;

/** In rem. Narrower than that, a column says nothing: the list then scrolls sideways. */
const WIDTHS = { arrival: 6.8, least: 6, gap: 0.8, margin: 0.6 };

function widthOf(column: string): string {
  if (column === ARRIVAL) return `${WIDTHS.arrival}rem`;
  return `minmax(${WIDTHS.least}rem, ${column === 'detail' ? 3 : 1}fr)`;
}

/** What the columns need at least, as the style sheet spaces them. */
function listWidthOf(columns: readonly string[]): number {
  const widths = columns.map((column) => (column === ARRIVAL ? WIDTHS.arrival : WIDTHS.least) + WIDTHS.gap);
  return widths.reduce((sum, width) => sum + width, 2 * WIDTHS.margin - WIDTHS.gap);
}

/** The names of the columns, and the pinned event, go sideways with the list. */
function alignAbove({ parentElement, scrollLeft }: HTMLElement): void {
  for (const row of parentElement?.querySelectorAll(':scope > .row') ?? []) row.scrollLeft = scrollLeft;
}
