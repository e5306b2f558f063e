import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { JsonValue } from '../../../core/json.ts';
import { awsCommand, type CommandStack, putCommand } from '../model/commands.ts';
import { entryOf } from '../model/entry.ts';
import type { LoggedEvent } from '../model/event-log.ts';
import type { Entry } from '../model/local-stack.ts';
import { CopyButton } from './copy-button.tsx';
import { Differences } from './differences.tsx';
import { JsonTree } from './json-tree.tsx';

interface SelectedProps {
  readonly entry: LoggedEvent | undefined;
  /** The event that others are compared with. */
  readonly pinned: LoggedEvent | undefined;
  /** The local bus that it was on, if that is known. */
  readonly bus: string | undefined;
  /** Where it is of the local stack. */
  readonly local: CommandStack | undefined;
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
export function SelectedEvent(props: SelectedProps): JSX.Element {
  const { entry, pinned, bus, local, onPick, onPin, actions } = props;
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
        <CopyAs text={entry.text} put={entryOf(entry.event, bus)} local={local} />
      </div>
      {pinned && !isPinned && <Differences before={pinned.event} after={entry.event} />}
      <JsonTree key={entry.sequence} value={entry.event} onPick={onPick} />
    </div>
  );
}

interface CopyProps {
  /** The event as it arrived. */
  readonly text: string;
  readonly put: Entry;
  readonly local: CommandStack | undefined;
}

function CopyAs({ text, put, local }: CopyProps): JSX.Element {
  return (
    <>
      <CopyButton text={text}>Copy JSON</CopyButton>
      <CopyButton text={putCommand(put, local)} title="As a `lambdaless put` command">
        Copy put
      </CopyButton>
      <CopyButton text={awsCommand(put, local)} title="As an `aws events put-events` command">
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
