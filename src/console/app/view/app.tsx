import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Connection } from '../model/connection.ts';
import { LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { Pane } from './pane.tsx';

const MAX_PANES = 4;
const local = new LocalStack();

/** The page: one pane per connection, side by side. */
export function App(): JSX.Element {
  useObservable(local);
  const [panes, setPanes] = useState<readonly Connection[]>(() => [new Connection()]);
  const [loaded, setLoaded] = useState(false);
  useEffect(() => void local.load().then(() => setLoaded(true)), []);

  const add = (): void => setPanes([...panes, new Connection()]);
  const remove = (pane: Connection): void => {
    pane.close();
    setPanes(panes.filter((other) => other !== pane));
  };

  return (
    <>
      <header class="top">
        <img src="icon.svg" alt="" width="22" height="22" />
        <h1>Lambdaless</h1>
        <span class="dim">
          {local.info ? `${local.info.stackName} on this machine` : loaded ? 'no local runtime' : ''}
        </span>
        <span class="spacer" />
        <button type="button" onClick={add} disabled={panes.length >= MAX_PANES}>
          + connection
        </button>
      </header>
      {loaded && (
        <main class="panes" data-count={panes.length}>
          {panes.map((pane, at) => (
            <Pane
              key={panes.indexOf(pane)}
              title={`Connection ${at + 1}`}
              connection={pane}
              local={local}
              onClose={panes.length > 1 ? () => remove(pane) : undefined}
            />
          ))}
        </main>
      )}
    </>
  );
}
