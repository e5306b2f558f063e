import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { BUS_URL } from '../model/bus-socket.ts';
import type { Connection, ConnectionState } from '../model/connection.ts';
import { expiryOf } from '../model/signed-url.ts';
import { AdviceBox } from './advice.tsx';
import { momentText } from './arrival-time.ts';

interface BarProps {
  readonly connection: Connection;
  /** Where the local stack is, or `BUS_URL` if its template has no WebSocket API; "" without one. */
  readonly localUrl: string;
  readonly onClose: (() => void) | undefined;
}

const STATES: Readonly<Record<ConnectionState, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  open: 'Connected',
  waiting: 'Disconnected',
  closed: 'Closed',
};

/** Where the pane is connected to, and whether it is: always in sight. */
export function ConnectionBar({ connection, localUrl, onClose }: BarProps): JSX.Element {
  const startUrl = localUrl === BUS_URL ? '' : localUrl;
  const [url, setUrl] = useState(startUrl);
  useLayoutEffect(() => setUrl(startUrl), [startUrl]);
  const { state } = connection;
  // With nothing in the field, it leads home.
  const target = url.trim() || localUrl;
  const connect = (submit: Event): void => {
    submit.preventDefault();
    connection.open(target);
  };
  return (
    <form class="connection" onSubmit={connect}>
      <span class={`state-dot ${state}`} aria-hidden="true" />
      <span class="state" role="status">
        {stateText(connection)}
      </span>
      {isTryingAgain(connection) && <span class="dim">Trying…</span>}
      {state === 'waiting' && <Retry connection={connection} />}
      {connection.isOnBus && (
        <span class="dim" title="So the list shows what its buses accept, and the pattern is applied here">
          no WebSocket API in this template
        </span>
      )}
      <input
        type="text"
        aria-label="WebSocket URL"
        autocomplete="off"
        placeholder="wss://… as `lambdaless url --stack NAME` prints it"
        spellcheck={false}
        value={url}
        onInput={({ currentTarget }) => setUrl(currentTarget.value)}
      />
      <Expiry url={connection.url} />
      {state !== 'idle' && state !== 'closed' && target === connection.url ? (
        <button key="end" type="button" onClick={() => connection.close()}>
          {state === 'open' ? 'Disconnect' : 'Stop'}
        </button>
      ) : (
        // Keyed: one that became the other while it is clicked would submit the form.
        <button key="begin" type="submit" class="primary" disabled={target === ''}>
          Connect
        </button>
      )}
      {onClose && (
        <button type="button" class="icon" aria-label="Close this connection" onClick={onClose}>
          ✕
        </button>
      )}
      <AdviceBox connection={connection} />
      {connection.notices.length > 0 && <Notices connection={connection} />}
    </form>
  );
}

function isTryingAgain({ state, isReturning }: Connection): boolean {
  return state === 'connecting' && isReturning;
}

/** The same words through all attempts: a screen reader need not hear of each. */
function stateText(connection: Connection): string {
  if (isTryingAgain(connection)) return STATES.waiting;
  return connection.state === 'open' && connection.isOnBus ? 'On the bus' : STATES[connection.state];
}

/** Until when a signed URL opens connections; one that is open stays open longer. */
function Expiry({ url }: { readonly url: string }): JSX.Element | null {
  const expiryMs = expiryOf(url);
  if (expiryMs === undefined) return null;
  const isOver = expiryMs < Date.now();
  return (
    <span
      class={isOver ? 'warn' : 'dim'}
      title="The signature is checked when a connection is opened. One that is open outlives it."
    >
      {isOver ? 'signature ended at' : 'signed until'} {momentText(expiryMs, Date.now())}
    </span>
  );
}

/** Counts down to the next attempt. */
function Retry({ connection }: { readonly connection: Connection }): JSX.Element {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((connection.retryAtMs - nowMs) / 1000));
  return (
    <button type="button" onClick={() => connection.retryNow()}>
      Try now <span class="dim">(in {seconds} s)</span>
    </button>
  );
}

function Notices({ connection }: { readonly connection: Connection }): JSX.Element {
  return (
    <details class={`notices ${connection.state === 'open' ? 'dim' : 'warn'}`}>
      <summary>{connection.notices.at(-1)?.text}</summary>
      <ul>
        {connection.notices.map(({ sequence, atMs, text }) => (
          <li key={sequence}>
            <time>{new Date(atMs).toLocaleTimeString('en-GB')}</time> {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
