import type { JSX } from 'preact';
import { putCommand } from '../model/commands.ts';
import type { Connection } from '../model/connection.ts';
import { ownBusOf, type StackInfo } from '../model/local-stack.ts';
import { CommandLine } from './copy-button.tsx';

interface EmptyProps {
  readonly connection: Connection;
  /** The local stack, where the pane shows it. */
  readonly local: StackInfo | undefined;
  readonly onWrite: () => void;
}

const EXAMPLE = { Source: 'shop', DetailType: 'OrderPlaced', Detail: '{"amount":5}' };

const LISTENING = 'Listening. What matches the pattern appears here.';
const LISTENING_TO_BUSES = 'Listening. What a bus accepts and the pattern matches appears here.';

/** Says why the list is empty, and what to do about it. */
export function EmptyList({ connection, local, onWrite }: EmptyProps): JSX.Element {
  const why = reasonOf(connection);
  if (why !== '') return <p class="empty">{why}</p>;
  return (
    <div class="empty">
      <p>{connection.isOnBus ? LISTENING_TO_BUSES : LISTENING}</p>
      {local && (
        <>
          <p>
            <button type="button" class="link" onClick={onWrite}>
              Write an event
            </button>{' '}
            or put one from a terminal:
          </p>
          <CommandLine text={putCommand({ EventBusName: ownBusOf(local), ...EXAMPLE }, local)} />
        </>
      )}
    </div>
  );
}

function reasonOf({ log, state, accepted }: Connection): string {
  if (log.paused && log.waiting > 0) return 'Paused. What arrives is kept, and shown when you follow again.';
  if (log.kept > 0) return 'No event holds what is searched for.';
  if (state === 'idle') return 'Not connected. Paste the signed URL of a stack above, and press Connect.';
  if (state === 'closed') return 'Not connected.';
  if (state !== 'open') return 'Waiting for the connection.';
  return accepted === '' ? 'Nothing arrives until a pattern is in force.' : '';
}
