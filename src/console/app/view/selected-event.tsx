import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { JsonValue } from '../../../core/json.ts';
import type { LoggedEvent } from '../model/event-log.ts';
import { JsonTree } from './json-tree.tsx';

interface SelectedProps {
  readonly entry: LoggedEvent | undefined;
  readonly onPick: (keys: readonly string[], value: JsonValue) => void;
  /** Where a bus is at hand. */
  readonly actions: SendActions | undefined;
}

interface SendActions {
  /** @returns the new event's id. */
  onSend(entry: LoggedEvent): Promise<string>;
  onEdit(entry: LoggedEvent): void;
}

export function SelectedEvent({ entry, onPick, actions }: SelectedProps): JSX.Element {
  const [outcome, setOutcome] = useState('');
  useEffect(() => setOutcome(''), [entry]);
  if (!entry)
    return <p class="empty">Choose an event. A click on one of its values adds it to the pattern.</p>;
  const say = (text: Promise<string>): void => {
    text.then(setOutcome, (error: unknown) => setOutcome(String(error)));
  };
  return (
    <div class="selected-event">
      <div class="actions">
        <button
          type="button"
          onClick={() => say(navigator.clipboard.writeText(entry.text).then(() => 'Copied'))}
        >
          Copy
        </button>
        {actions && (
          <>
            <button
              type="button"
              onClick={() => say(actions.onSend(entry).then((id) => `Sent again as ${id}`))}
            >
              Resend
            </button>
            <button type="button" onClick={() => actions.onEdit(entry)}>
              Edit and resend
            </button>
          </>
        )}
        <span class="dim" role="status">
          {outcome}
        </span>
      </div>
      <JsonTree key={entry.sequence} value={entry.event} onPick={onPick} />
    </div>
  );
}
