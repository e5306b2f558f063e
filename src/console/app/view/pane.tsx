import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JsonValue } from '../../../core/json.ts';
import { BUS_URL } from '../model/bus-socket.ts';
import type { Connection } from '../model/connection.ts';
import { entryOf } from '../model/entry.ts';
import type { LoggedEvent } from '../model/event-log.ts';
import type { Entry, LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { addCondition } from '../model/pattern-text.ts';
import { type PaneMemory, settings } from '../model/settings.ts';
import { placeOf } from '../model/signed-url.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { EmptyList } from './empty-list.tsx';
import { ARRIVAL, EventList } from './event-list.tsx';
import { isTyping } from './keys-dialog.tsx';
import { ListBar } from './list-bar.tsx';
import { Missed } from './missed.tsx';
import { PatternBar } from './pattern-bar.tsx';
import { PatternEditor } from './pattern-editor.tsx';
import { SelectedEvent } from './selected-event.tsx';
import { EMPTY_DRAFT, Send } from './send.tsx';
import { Splitter } from './splitter.tsx';
import { type Tab, Tabs } from './tabs.tsx';
import type { TraceKey } from './trace-view.tsx';
import { Traces } from './traces.tsx';

interface PaneProps {
  readonly connection: Connection;
  readonly local: LocalStack;
  /** What it was like before the page was loaded again. */
  readonly memory: PaneMemory;
  readonly onMemory: (change: Partial<PaneMemory>) => void;
  /** The id of a trace that the page's address asks for. */
  readonly linkedTrace: string | undefined;
  readonly onClose: (() => void) | undefined;
}

export const NEW_PANE: PaneMemory = {
  pattern: '{\n  "source": [{"exists":true}]\n}',
  columns: [ARRIVAL, 'source', 'detail-type', 'detail'],
};

/** One connection: its state, its pattern, what arrives, and what can be known about it. */
export function Pane(props: PaneProps): JSX.Element {
  const { connection, local, memory, onMemory, linkedTrace, onClose } = props;
  useObservable(connection);
  const { log } = connection;
  const { columns } = memory;
  const id = `connection-${connection.number}`;
  const localUrl = local.info ? (local.info.webSocketAPIurl ?? BUS_URL) : '';
  // What only the local runtime knows says nothing about a stack elsewhere.
  const isLocal =
    local.info !== undefined &&
    (connection.url === '' || connection.isOnBus || placeOf(connection.url) === localUrl);
  const info = isLocal ? local.info : undefined;
  const pattern = usePattern(connection, memory, onMemory);
  const [selected, setSelected] = useState<LoggedEvent>();
  const [pinned, setPinned] = useState<LoggedEvent>();
  const [tab, setTab] = useState<Tab>('event');
  const [trace, setTrace] = useState<TraceKey>();
  const [draft, setDraft] = useState<Entry>(EMPTY_DRAFT);
  const pane = useRef<HTMLElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  useLocalUrl(connection, localUrl, memory.pattern);
  useLayoutEffect(() => {
    if (linkedTrace === undefined) return;
    setTrace({ traceId: linkedTrace });
    setTab('trace');
  }, [linkedTrace]);
  useSplit(pane);

  const write = (entry: Entry): void => {
    setDraft(entry);
    setTab('send');
    showOnPhone(detail.current);
  };
  const select = (entry: LoggedEvent): void => {
    setSelected(entry);
    setTrace({ eventId: String(entry.event['id']) });
    if (tab === 'send' || tab === 'missed') setTab('event');
  };
  const actions = isLocal && {
    onSend: ({ event }: LoggedEvent) => local.put(entryOf(event, local.busOf(event))),
    onEdit: ({ event }: LoggedEvent) => write(entryOf(event, local.busOf(event), 2)),
  };

  return (
    <section class="pane" ref={pane} aria-label={`Connection ${connection.number}`} onKeyDown={focusSearch}>
      <ConnectionBar connection={connection} localUrl={localUrl} onClose={onClose} />
      <div class="stream">
        <PatternBar
          connection={connection}
          text={pattern.text}
          onLoad={pattern.load}
          onApply={pattern.apply}
        />
        <PatternEditor loaded={pattern.loaded} log={log} onChange={pattern.change} onApply={pattern.apply} />
        <ListBar
          id={id}
          log={log}
          onColumn={(path) => onMemory({ columns: [...columns.filter((column) => column !== path), path] })}
        />
        <EventList
          id={id}
          log={log}
          columns={columns}
          onRemoveColumn={(path) => onMemory({ columns: columns.filter((column) => column !== path) })}
          selected={selected}
          pinned={pinned}
          onSelect={select}
          onOpen={() => showOnPhone(detail.current)}
          onPin={setPinned}
          empty={<EmptyList connection={connection} local={info} onWrite={() => write(draft)} />}
        />
      </div>
      <Splitter pane={pane} />
      <div class="detail" ref={detail}>
        <Tabs id={id} tab={isLocal ? tab : 'event'} isLocal={isLocal} onTab={setTab}>
          {{
            event: () => (
              <SelectedEvent
                entry={selected}
                pinned={pinned}
                bus={info && selected && local.busOf(selected.event)}
                local={info}
                onPick={pattern.add}
                onPin={setPinned}
                actions={actions || undefined}
              />
            ),
            missed: () => <Missed local={local} pattern={connection.accepted} />,
            send: () => <Send local={local} form={draft} onChange={setDraft} />,
            trace: () => <Traces local={local} chosen={trace} onChoose={setTrace} />,
          }}
        </Tabs>
      </div>
    </section>
  );
}

interface EditedPattern {
  /** What the editor starts from: a new object replaces what was typed. */
  readonly loaded: { readonly text: string };
  /** As it stands in the editor. */
  readonly text: string;
  change(text: string): void;
  load(text: string): void;
  /** Sends it. */
  apply(): void;
  /** Adds a condition, and sends it. */
  add(keys: readonly string[], value: JsonValue): void;
}

function usePattern(
  connection: Connection,
  memory: PaneMemory,
  onMemory: (change: Partial<PaneMemory>) => void,
): EditedPattern {
  const [loaded, setLoaded] = useState({ text: memory.pattern });
  const [text, change] = useState(memory.pattern);
  const send = (pattern: string): void => {
    connection.setPattern(pattern);
    onMemory({ pattern });
  };
  const load = (pattern: string): void => {
    setLoaded({ text: pattern });
    change(pattern);
  };
  const add = (keys: readonly string[], value: JsonValue): void => {
    const pattern = addCondition(text, keys, value);
    load(pattern);
    send(pattern);
  };
  return { loaded, text, change, load, apply: () => send(text), add };
}

/** Connects to the local stack at first, and again where a new run of it has another URL. */
function useLocalUrl(connection: Connection, localUrl: string, startPattern: string): void {
  const before = useRef('');
  const pattern = useRef(startPattern);
  useEffect(() => {
    if (connection.pattern === '') connection.setPattern(pattern.current);
    if (localUrl !== '' && connection.url === before.current) connection.open(localUrl);
    before.current = localUrl;
  }, [connection, localUrl]);
}

/** The border between list and detail stands where it was left. */
function useSplit(pane: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const { split } = settings();
    if (split !== undefined) pane.current?.style.setProperty('--split', `${split}%`);
  }, [pane]);
}

/** On a phone the detail stands below the list, out of sight. */
function showOnPhone(detail: HTMLElement | null): void {
  if (matchMedia('(max-width: 720px)').matches) detail?.scrollIntoView({ block: 'start' });
}

/** "/" leads to the search, unless somebody types. */
function focusSearch(event: TargetedKeyboardEvent<HTMLElement>): void {
  if (event.key !== '/' || isTyping(event)) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>('input[type="search"]')?.focus();
}
