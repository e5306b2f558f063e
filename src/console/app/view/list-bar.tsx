import type { JSX } from 'preact';
import type { EventLog } from '../model/event-log.ts';
import { useObservable } from '../model/observable.ts';

interface BarProps {
  /** Unique in the page. */
  readonly id: string;
  readonly log: EventLog;
  readonly onColumn: (path: string) => void;
}

/** Pause, search, columns and export of the list. */
export function ListBar({ id, log, onColumn }: BarProps): JSX.Element {
  useObservable(log);
  const addColumn = (input: HTMLInputElement): void => {
    const path = input.value.trim();
    if (path === '') return;
    onColumn(path);
    input.value = '';
  };
  return (
    <div class="list-bar">
      <button
        type="button"
        class={log.paused ? 'primary' : ''}
        title="Space, in the list"
        onClick={() => log.setPaused(!log.paused)}
      >
        {log.paused ? 'Follow' : 'Pause'}
        {log.waiting > 0 && <span class="badge">{log.waiting.toLocaleString('en')} new</span>}
      </button>
      <input
        type="search"
        aria-label="Search in the events"
        placeholder="Search (/)"
        title="All words must occur; -word must not"
        onInput={({ currentTarget }) => log.setSearch(currentTarget.value)}
      />
      <input
        class="column"
        aria-label="Add a column: a field's path"
        placeholder="+ column"
        spellcheck={false}
        list={`${id}-fields`}
        onFocus={({ currentTarget }) => offerFields(currentTarget.list, log)}
        onChange={({ currentTarget }) => addColumn(currentTarget)}
      />
      <datalist id={`${id}-fields`} />
      <span class="spacer" />
      <span class="dim count">{countText(log)}</span>
      <button type="button" onClick={() => download(log)} disabled={log.shown.length === 0}>
        Export
      </button>
      <button type="button" onClick={() => log.clear()} disabled={log.total === 0}>
        Clear
      </button>
    </div>
  );
}

function countText({ shown, kept, total, isSearching }: EventLog): string {
  const [all, listed] = [total, shown.length].map((count) => count.toLocaleString('en'));
  if (isSearching) return `${listed} of ${kept.toLocaleString('en')}`;
  if (kept < total) return `${all} events, the latest ${listed} kept`;
  return total === 0 ? '' : `${all} ${total === 1 ? 'event' : 'events'}`;
}

/** Looked up when the field is entered, and not for every event. */
function offerFields(list: HTMLElement | null, log: EventLog): void {
  const options = log.fields().map((field) => {
    const option = document.createElement('option');
    option.value = field;
    return option;
  });
  list?.replaceChildren(...options);
}

function download(log: EventLog): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([log.export()], { type: 'application/x-ndjson' }));
  link.download = 'events.ndjson';
  link.click();
  URL.revokeObjectURL(link.href);
}
