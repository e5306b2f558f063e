import type { JSX } from 'preact';
import type { EventLog } from '../model/event-log.ts';
import { useObservable } from '../model/observable.ts';

interface BarProps {
  readonly log: EventLog;
  readonly columns: readonly string[];
  readonly onColumns: (columns: readonly string[]) => void;
}

/** Pause, search, columns and export of the list. */
export function ListBar({ log, columns, onColumns }: BarProps): JSX.Element {
  useObservable(log);
  const download = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([log.export()], { type: 'application/x-ndjson' }));
    link.download = 'events.ndjson';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div class="list-bar">
      <button type="button" aria-pressed={log.paused} onClick={() => log.setPaused(!log.paused)}>
        {log.paused ? 'Follow' : 'Pause'}
        {log.waiting > 0 && <span class="badge">{log.waiting} new</span>}
      </button>
      <input
        type="search"
        aria-label="Search in the events"
        placeholder="search"
        onInput={({ currentTarget }) => log.setSearch(currentTarget.value)}
      />
      <input
        class="columns"
        aria-label="Columns: field paths, separated by spaces"
        title="Columns: field paths, separated by spaces"
        value={columns.join(' ')}
        list="fields"
        onChange={({ currentTarget }) => onColumns(currentTarget.value.split(/[\s,]+/).filter(Boolean))}
      />
      <datalist id="fields">
        {log.fields().map((field) => (
          <option key={field} value={`${columns.join(' ')} ${field}`} />
        ))}
      </datalist>
      <span class="dim count" role="status">
        {log.shown.length.toLocaleString()} of {log.total.toLocaleString()}
      </span>
      <button type="button" onClick={download} disabled={log.shown.length === 0}>
        Export
      </button>
      <button type="button" onClick={() => log.clear()} disabled={log.total === 0}>
        Clear
      </button>
    </div>
  );
}
