import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JsonValue } from '../../../core/json.ts';
import type { Connection } from '../model/connection.ts';
import type { LoggedEvent } from '../model/event-log.ts';
import type { Entry, LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { addCondition } from '../model/pattern-text.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { ARRIVAL, EventList } from './event-list.tsx';
import { ListBar } from './list-bar.tsx';
import { Missed } from './missed.tsx';
import { PatternBar } from './pattern-bar.tsx';
import { PatternEditor } from './pattern-editor.tsx';
import { SelectedEvent } from './selected-event.tsx';
import { EMPTY_DRAFT, entryOf, Send } from './send.tsx';
import { type Tab, Tabs } from './tabs.tsx';
import { Traces } from './traces.tsx';

interface PaneProps {
  readonly connection: Connection;
  readonly local: LocalStack;
  readonly onClose: (() => void) | undefined;
}

const START_PATTERN = '{\n  "source": [{"exists":true}]\n}';
const START_COLUMNS = [ARRIVAL, 'source', 'detail-type', 'detail'];

/** One connection: its state, its pattern, what arrives, and what can be known about it. */
export function Pane({ connection, local, onClose }: PaneProps): JSX.Element {
  useObservable(connection);
  const { log } = connection;
  const id = `connection-${connection.number}`;
  const localUrl = local.info?.webSocketAPIurl ?? '';
  // What only the local runtime knows says nothing about a stack elsewhere.
  const isLocal = localUrl !== '' && (connection.url === localUrl || connection.url === '');
  const [loaded, setLoaded] = useState({ text: START_PATTERN });
  const [pattern, setPattern] = useState(START_PATTERN);
  const [columns, setColumns] = useState<readonly string[]>(START_COLUMNS);
  const [selected, setSelected] = useState<LoggedEvent>();
  const [tab, setTab] = useState<Tab>('event');
  const [draft, setDraft] = useState<Entry>(EMPTY_DRAFT);
  const latestPattern = useRef(pattern);
  latestPattern.current = pattern;
  useLocalUrl(connection, localUrl, START_PATTERN);

  const apply = (): void => connection.setPattern(latestPattern.current);
  const load = (text: string): void => {
    setLoaded({ text });
    setPattern(text);
  };
  const pick = (keys: readonly string[], value: JsonValue): void => {
    const text = addCondition(pattern, keys, value);
    load(text);
    connection.setPattern(text);
  };
  const edit = ({ event }: LoggedEvent): void => {
    setDraft(entryOf(event));
    setTab('send');
  };
  const select = (entry: LoggedEvent): void => {
    setSelected(entry);
    if (tab === 'send' || tab === 'missed') setTab('event');
  };
  const actions = isLocal && { onSend: ({ event }: LoggedEvent) => local.put(entryOf(event)), onEdit: edit };

  return (
    <section
      class="pane"
      data-tab={tab}
      aria-label={`Connection ${connection.number}`}
      onKeyDown={focusSearch}
    >
      <ConnectionBar connection={connection} startUrl={localUrl} onClose={onClose} />
      <div class="stream">
        <PatternBar connection={connection} text={pattern} onLoad={load} onApply={apply} />
        <PatternEditor loaded={loaded} log={log} onChange={setPattern} onApply={apply} />
        <ListBar
          id={id}
          log={log}
          onColumn={(path) => setColumns([...columns.filter((column) => column !== path), path])}
        />
        <EventList
          id={id}
          log={log}
          columns={columns}
          onRemoveColumn={(path) => setColumns(columns.filter((column) => column !== path))}
          selected={selected}
          onSelect={select}
        />
      </div>
      <div class="detail">
        <Tabs id={id} tab={isLocal ? tab : 'event'} isLocal={isLocal} onTab={setTab}>
          {{
            event: () => <SelectedEvent entry={selected} onPick={pick} actions={actions || undefined} />,
            missed: () => <Missed local={local} pattern={connection.accepted} />,
            send: () => <Send local={local} draft={draft} />,
            trace: () => <Traces local={local} eventId={selected && String(selected.event['id'])} />,
          }}
        </Tabs>
      </div>
    </section>
  );
}

/** Connects to the local stack at first, and again where a new run of it has another URL. */
function useLocalUrl(connection: Connection, localUrl: string, pattern: string): void {
  const before = useRef('');
  useEffect(() => {
    if (connection.pattern === '') connection.setPattern(pattern);
    if (localUrl !== '' && connection.url === before.current) connection.open(localUrl);
    before.current = localUrl;
  }, [connection, localUrl, pattern]);
}

/** "/" leads to the search, unless somebody types. */
function focusSearch(event: TargetedKeyboardEvent<HTMLElement>): void {
  const from = event.target as Element;
  if (event.key !== '/' || from.closest('input, textarea, select, .editor')) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>('input[type="search"]')?.focus();
}
