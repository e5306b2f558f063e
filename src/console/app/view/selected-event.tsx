import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { JsonValue } from '../../../core/json.ts';
import { awsCommand, type Bus, putCommand } from '../model/commands.ts';
import { entryOf } from '../model/entry.ts';
import type { LoggedEvent } from '../model/event-log.ts';
import { CopyButton } from './copy-button.tsx';
import { Differences } from './differences.tsx';
import { JsonTree } from './json-tree.tsx';

interface SelectedProps {
  readonly entry: LoggedEvent | undefined;
  /** The event that others are compared with. */
  readonly pinned: LoggedEvent | undefined;
  /** The local one; a deployed stack's is not known. */
  readonly bus: Bus | undefined;
  readonly onPick: (keys: readonly string[], value: JsonValue) => void;
  readonly onPin: (entry: LoggedEvent | undefined) => void;
  /** Where a bus is at hand. */
  readonly actions: SendActions | undefined;
}

interface SendActions {
  /** @returns the new event's id. */
  onSend(entry: LoggedEvent): Promise<string>;
  onEdit(entry: LoggedEvent): void;
}

/** The event chosen in the list, and what can be done with it. */
export function SelectedEvent({ entry, pinned, bus, onPick, onPin, actions }: SelectedProps): JSX.Element {
  if (!entry)
    return (
      <p class="empty">
        Choose an event in the list to see all of it. A click on one of its values adds that value to the
        pattern.
      </p>
    );
  const isPinned = pinned === entry;
  return (
    <div class="selected-event">
      <div class="actions">
        {actions && <Sending key={entry.sequence} entry={entry} actions={actions} />}
        <button
          type="button"
          aria-pressed={isPinned}
          title="Keep it above the list, and compare others with it"
          onClick={() => onPin(isPinned ? undefined : entry)}
        >
          {isPinned ? 'Unpin' : 'Pin'}
        </button>
        <CopyAs entry={entry} bus={bus} />
      </div>
      {pinned && !isPinned && <Differences before={pinned.event} after={entry.event} />}
      <JsonTree key={entry.sequence} value={entry.event} onPick={onPick} />
    </div>
  );
}

function CopyAs({ entry, bus }: { readonly entry: LoggedEvent; readonly bus: Bus | undefined }): JSX.Element {
  const put = entryOf(entry.event);
  return (
    <>
      <CopyButton text={entry.text}>Copy JSON</CopyButton>
      <CopyButton text={putCommand(put, bus)} title="As a `lambdaless put` command">
        Copy put
      </CopyButton>
      <CopyButton text={awsCommand(put, bus)} title="As an `aws events put-events` command">
        Copy AWS CLI
      </CopyButton>
    </>
  );
}

function Sending({
  entry,
  actions,
}: {
  readonly entry: LoggedEvent;
  readonly actions: SendActions;
}): JSX.Element {
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly text: string }>();
  useEffect(() => setOutcome(undefined), [entry]);
  const resend = (): void => {
    actions.onSend(entry).then(
      (id) => setOutcome({ ok: true, text: `Sent again as ${id}` }),
      (error: unknown) =>
        setOutcome({ ok: false, text: error instanceof Error ? error.message : String(error) }),
    );
  };
  return (
    <>
      <button type="button" title="Put it on the bus again, as a new event" onClick={resend}>
        Resend
      </button>
      <button type="button" onClick={() => actions.onEdit(entry)}>
        Edit and resend
      </button>
      <span class={`outcome ${outcome?.ok === false ? 'bad' : 'dim'}`} role="status">
        {outcome?.text}
      </span>
    </>
  );
}
