import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Connection } from '../model/connection.ts';
import type { LocalStack } from '../model/local-stack.ts';
import { useObservable } from '../model/observable.ts';
import { Pane } from './pane.tsx';

const MAX_PANES = 4;

/** The page: one pane per connection, side by side. */
export function App({ local }: { readonly local: LocalStack }): JSX.Element {
  useObservable(local);
  const [panes, setPanes] = useState<readonly Connection[]>(() => [new Connection()]);
  const [loaded, setLoaded] = useState(false);
  useEffect(() => void local.load().then(() => setLoaded(true)), [local]);

  const remove = (pane: Connection): void => {
    pane.close();
    setPanes(panes.filter((other) => other !== pane));
  };

  return (
    <>
      <header class="top">
        <img src="icon.svg" alt="" width="22" height="22" />
        <h1>Lambdaless</h1>
        <span class="dim">{loaded && stackText(local)}</span>
        <span class="spacer" />
        <button
          type="button"
          onClick={() => setPanes([...panes, new Connection()])}
          disabled={panes.length >= MAX_PANES}
        >
          + Connection
        </button>
      </header>
      {loaded && (
        <main class="panes">
          {panes.map((pane) => (
            <Pane
              key={pane.number}
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

function stackText({ info }: LocalStack): string {
  return info ? `${info.stackName}, on this machine` : 'No local runtime: paste the signed URL of a stack';
}
