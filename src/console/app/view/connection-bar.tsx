import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Connection, ConnectionState } from '../model/connection.ts';
import type { LocalStack } from '../model/local-stack.ts';

interface BarProps {
  readonly connection: Connection;
  readonly local: LocalStack;
  readonly onClose: (() => void) | undefined;
}

const STATES: Readonly<Record<ConnectionState, string>> = {
  idle: 'not connected',
  connecting: 'connecting…',
  open: 'connected',
  waiting: 'disconnected, trying again',
  closed: 'closed',
};

/** Where the pane is connected to, and whether it is: always in sight. */
export function ConnectionBar({ connection, local, onClose }: BarProps): JSX.Element {
  const [url, setUrl] = useState(local.info?.webSocketAPIurl ?? '');
  const connect = (submit: Event): void => {
    submit.preventDefault();
    connection.open(url.trim());
  };
  const { state } = connection;
  const live = state === 'open' || state === 'connecting';
  return (
    <form class="connection" onSubmit={connect}>
      <span class={`state-dot ${state}`} aria-hidden="true" />
      <span class="state" role="status">
        {STATES[state]}
      </span>
      <input
        type="text"
        aria-label="WebSocket URL"
        placeholder="wss://… a signed URL: lambdaless url --stack NAME"
        spellcheck={false}
        value={url}
        onInput={({ currentTarget }) => setUrl(currentTarget.value)}
      />
      {live ? (
        <button type="button" onClick={() => connection.close()}>
          Disconnect
        </button>
      ) : (
        <button type="submit" class="primary">
          Connect
        </button>
      )}
      {onClose && (
        <button type="button" aria-label="Close this connection" onClick={onClose}>
          ✕
        </button>
      )}
      {connection.notices.length > 0 && <Notices connection={connection} />}
    </form>
  );
}

function Notices({ connection }: { readonly connection: Connection }): JSX.Element {
  return (
    <details class="notices">
      <summary>{connection.notices.at(-1)?.text}</summary>
      <ul>
        {connection.notices.map(({ at, text }) => (
          <li key={at}>
            <time>{new Date(at).toLocaleTimeString()}</time> {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
