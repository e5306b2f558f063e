import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { BUS_URL, BusSocket } from '../model/bus-socket.ts';
import { Connection } from '../model/connection.ts';
import type { LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { type PaneMemory, rememberedPanes, rememberPanes } from '../model/settings.ts';
import { openWebSocket } from '../model/socket.ts';
import { KeysButton } from './keys-dialog.tsx';
import { usePageTitle } from './page-title.ts';
import { NEW_PANE, Pane } from './pane.tsx';

const MAX_PANES = 4;

interface OpenPane {
  readonly connection: Connection;
  readonly memory: PaneMemory;
}

/** The page: one pane per connection, side by side. */
export function App({ local }: { readonly local: LocalStack }): JSX.Element {
  useObservable(local);
  const [panes, setPanes] = useState<readonly OpenPane[]>(() => panesAtStart(local));
  const [loaded, setLoaded] = useState(false);
  useEffect(() => void local.load().then(() => setLoaded(true)), [local]);
  // With what is drawn, not after it: a page that is loaded again at once has lost nothing that it showed.
  useLayoutEffect(() => rememberPanes(panes.map(({ memory }) => memory)), [panes]);
  const connections = useMemo(() => panes.map(({ connection }) => connection), [panes]);
  const linkedTrace = useLinkedTrace();
  usePageTitle(connections);
  useWaking(connections);

  const remove = (pane: OpenPane): void => {
    pane.connection.close();
    setPanes(panes.filter((other) => other !== pane));
  };
  const remember = ({ connection }: OpenPane, change: Partial<PaneMemory>): void =>
    setPanes((before) =>
      before.map((pane) =>
        pane.connection === connection ? { connection, memory: { ...pane.memory, ...change } } : pane,
      ),
    );

  return (
    <>
      <header class="top">
        <img src="icon.svg" alt="" width="22" height="22" />
        <h1>Lambdaless</h1>
        <span class="dim">{loaded && stackText(local)}</span>
        <span class="spacer" />
        <KeysButton />
        <button
          type="button"
          onClick={() => setPanes([...panes, paneWith(NEW_PANE, local)])}
          disabled={panes.length >= MAX_PANES}
        >
          + Connection
        </button>
      </header>
      {loaded && (
        <main class="panes">
          {panes.map((pane, at) => (
            <Pane
              key={pane.connection.number}
              connection={pane.connection}
              local={local}
              memory={pane.memory}
              onMemory={(change) => remember(pane, change)}
              linkedTrace={at === 0 ? linkedTrace : undefined}
              onClose={panes.length > 1 ? () => remove(pane) : undefined}
            />
          ))}
        </main>
      )}
    </>
  );
}

function panesAtStart(local: LocalStack): readonly OpenPane[] {
  const remembered = rememberedPanes().slice(0, MAX_PANES);
  return (remembered.length > 0 ? remembered : [NEW_PANE]).map((memory) => paneWith(memory, local));
}

function paneWith(memory: PaneMemory, local: LocalStack): OpenPane {
  const connection = new Connection((url, listener) =>
    url === BUS_URL ? new BusSocket(local, listener) : openWebSocket(url, listener),
  );
  return { connection, memory };
}

/** "#trace=12", as the command line prints it beside what failed. */
function useLinkedTrace(): string | undefined {
  const read = (): string | undefined => /^#trace=(\d+)$/.exec(location.hash)?.[1];
  const [linked, setLinked] = useState(read);
  useEffect(() => {
    const follow = (): void => setLinked(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return linked;
}

/** A laptop that slept and a network that was away leave connections behind that are dead and do not know it. */
function useWaking(connections: readonly Connection[]): void {
  useEffect(() => {
    const wake = (): void => {
      if (document.hidden) return;
      for (const connection of connections) connection.wake();
    };
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [connections]);
}

function stackText({ info }: LocalStack): string {
  return info ? `${info.stackName}, on this machine` : 'No local runtime: paste the signed URL of a stack';
}
