import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Connection } from '../model/connection.ts';
import type { LoggedEvent } from '../model/event-log.ts';
import type { LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { withCondition } from '../model/path.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { EventList } from './event-list.tsx';
import { JsonTree } from './json-tree.tsx';
import { ListBar } from './list-bar.tsx';
import { Missed } from './missed.tsx';
import { PatternBar } from './pattern-bar.tsx';
import { PatternEditor } from './pattern-editor.tsx';
import { type Draft, EMPTY_DRAFT, Send } from './send.tsx';
import { Traces } from './trace.tsx';

interface PaneProps {
  readonly title: string;
  readonly connection: Connection;
  readonly local: LocalStack;
  readonly onClose: (() => void) | undefined;
}

const START_PATTERN = '{\n  "source": [{ "exists": true }]\n}';
const START_COLUMNS = ['time', 'source', 'detail-type', 'detail'];

type Tab = 'event' | 'missed' | 'send' | 'trace';

/** One connection: its state, its pattern, what arrives, and what can be known about it. */
export function Pane({ title, connection, local, onClose }: PaneProps): JSX.Element {
  useObservable(connection);
  const { log } = connection;
  const [pattern, setPattern] = useState(START_PATTERN);
  const [columns, setColumns] = useState<readonly string[]>(START_COLUMNS);
  const [selected, setSelected] = useState<LoggedEvent>();
  const [tab, setTab] = useState<Tab>('event');
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const current = useRef(pattern);
  current.current = pattern;

  useEffect(() => {
    connection.setPattern(current.current);
    if (local.info?.webSocketAPIurl) connection.open(local.info.webSocketAPIurl);
    return () => connection.close();
  }, []);

  const apply = (text: string = current.current): void => connection.setPattern(text);
  const pick = (keys: readonly string[], value: unknown): void => {
    const text = JSON.stringify(withCondition(parseOr({}, pattern), keys, value), undefined, 2);
    setPattern(text);
    apply(text);
  };
  const resend = (entry: LoggedEvent): void => {
    const { source, 'detail-type': detailType, detail } = entry.event;
    setDraft({
      source: String(source),
      detailType: String(detailType),
      detail: JSON.stringify(detail, undefined, 2),
    });
    setTab('send');
  };
  const select = (entry: LoggedEvent): void => {
    setSelected(entry);
    if (tab === 'send' || tab === 'missed') setTab('event');
  };

  return (
    <section class="pane" aria-label={title}>
      <ConnectionBar connection={connection} local={local} onClose={onClose} />
      <PatternBar connection={connection} text={pattern} onLoad={setPattern} onApply={() => apply()} />
      <PatternEditor text={pattern} log={log} onChange={setPattern} onApply={() => apply()} />
      <ListBar log={log} columns={columns} onColumns={setColumns} />
      <EventList log={log} columns={columns} selected={selected} onSelect={select} />
      <Tabs tab={tab} hasLocal={local.info !== undefined} onTab={setTab} />
      <div class="tab-body" role="tabpanel" aria-label={tab}>
        {tab === 'event' && <SelectedEvent entry={selected} onPick={pick} onResend={local.info && resend} />}
        {tab === 'missed' && <Missed local={local} pattern={connection.accepted} />}
        {tab === 'send' && <Send local={local} draft={draft} />}
        {tab === 'trace' && <Traces local={local} eventId={selected && String(selected.event['id'])} />}
      </div>
    </section>
  );
}

interface TabsProps {
  readonly tab: Tab;
  readonly hasLocal: boolean;
  readonly onTab: (tab: Tab) => void;
}

function Tabs({ tab, hasLocal, onTab }: TabsProps): JSX.Element {
  const tabs: readonly [Tab, string][] = hasLocal
    ? [
        ['event', 'Event'],
        ['missed', 'Not matched'],
        ['send', 'Send'],
        ['trace', 'Trace'],
      ]
    : [['event', 'Event']];
  return (
    <div class="tabs" role="tablist">
      {tabs.map(([name, label]) => (
        <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => onTab(name)}>
          {label}
        </button>
      ))}
    </div>
  );
}

interface SelectedProps {
  readonly entry: LoggedEvent | undefined;
  readonly onPick: (keys: readonly string[], value: unknown) => void;
  readonly onResend: ((entry: LoggedEvent) => void) | undefined;
}

function SelectedEvent({ entry, onPick, onResend }: SelectedProps): JSX.Element {
  if (!entry)
    return <p class="empty">Choose an event. A click on one of its values adds it to the pattern.</p>;
  return (
    <div class="selected-event">
      <div class="actions">
        <button type="button" onClick={() => void navigator.clipboard.writeText(entry.text)}>
          Copy
        </button>
        {onResend && (
          <button type="button" onClick={() => onResend(entry)}>
            Edit and resend
          </button>
        )}
      </div>
      <JsonTree key={entry.sequence} value={entry.event} onPick={onPick} />
    </div>
  );
}

/** While a pattern is being typed it may be no JSON; a click then starts it anew. */
function parseOr(fallback: Record<string, unknown>, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : fallback;
  } catch {
    return fallback;
  }
}
