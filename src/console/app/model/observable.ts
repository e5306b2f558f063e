import { useLayoutEffect, useReducer } from 'preact/hooks';

/**
 * Something that views watch. A change is announced at once, so that what a person does shows at once; those that
 * follow within the same frame are announced together at the next, however many there are.
 */
export class Observable {
  private readonly listeners = new Set<() => void>();
  private isFrameTaken = false;
  private isChangedSince = false;

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  protected changed(): void {
    this.isChangedSince = true;
    if (this.isFrameTaken) return;
    this.isFrameTaken = true;
    // Not before whoever changes it has changed all of it.
    queueMicrotask(() => this.tell());
    requestFrame(() => {
      this.isFrameTaken = false;
      if (this.isChangedSince) this.changed();
    });
  }

  private tell(): void {
    this.isChangedSince = false;
    for (const listener of this.listeners) listener();
  }
}

/** A hidden tab gets no frames, not even those that it has asked for before; its state must not wait for one. */
function requestFrame(callback: () => void): void {
  let isDue = true;
  const call = (): void => {
    if (isDue) callback();
    isDue = false;
  };
  requestAnimationFrame(call);
  setTimeout(call, 250);
}

/** Renders the component again whenever the observable changes, from the moment it is drawn. */
export function useObservable<Watched extends Observable>(watched: Watched): Watched {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => watched.watch(() => render(undefined)), [watched]);
  return watched;
}
