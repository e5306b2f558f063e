import { useEffect } from 'preact/hooks';
import type { Connection } from '../model/connection.ts';

const TITLE = 'Lambdaless: live events';

/** While the tab is in the background, its title says how many events have arrived and whether a connection is lost. */
export function usePageTitle(connections: readonly Connection[]): void {
  useEffect(() => {
    const counted = (): number => connections.reduce((sum, { log }) => sum + log.received, 0);
    let seen = counted();
    const update = (): void => {
      if (!document.hidden) seen = counted();
      document.title = titleOf(counted() - seen, connections);
    };
    document.addEventListener('visibilitychange', update);
    const stops = connections.flatMap((connection) => [
      connection.watch(update),
      connection.log.watch(update),
    ]);
    update();
    return () => {
      document.removeEventListener('visibilitychange', update);
      for (const stop of stops) stop();
    };
  }, [connections]);
}

function titleOf(unseen: number, connections: readonly Connection[]): string {
  const isLost = connections.some(({ state, advice }) => state === 'waiting' || advice !== undefined);
  return `${unseen > 0 ? `(${unseen.toLocaleString('en')}) ` : ''}${isLost ? 'Disconnected: ' : ''}${TITLE}`;
}
