import { useEffect, useReducer } from 'preact/hooks';

/** Something that views watch. Changes are announced at most once per frame, however many there are. */
export class Observable {
  private readonly listeners = new Set<() => void>();
  private announced = true;

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  protected changed(): void {
    if (!this.announced) return;
    this.announced = false;
    requestFrame(() => {
      this.announced = true;
      for (const listener of this.listeners) listener();
    });
  }
}

/** A hidden tab gets no frames; its state must not wait for one. */
function requestFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, 250);
  else requestAnimationFrame(callback);
}

/** Renders the component again whenever the observable changes. */
export function useObservable<Watched extends Observable>(watched: Watched): Watched {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => watched.watch(() => render(undefined)), [watched]);
  return watched;
}
