/**
 * Gives up running work, parent before child. Lighter than AbortController, of which one is made only for
 * work that asks for a signal: most executions never do.
 */
export class Cancellation {
  private reasonGiven: Error | undefined;
  private listeners: Set<(reason: Error) => void> | undefined;
  private controller: AbortController | undefined;
  private readonly detach: () => void;

  constructor(parent?: Cancellation) {
    this.detach = parent ? parent.onCancel((reason) => this.cancel(reason)) : () => undefined;
  }

  get reason(): Error | undefined {
    return this.reasonGiven;
  }

  cancel(reason: Error): void {
    if (this.reasonGiven) return;
    this.reasonGiven = reason;
    this.controller?.abort(reason);
    for (const listener of this.listeners ?? []) listener(reason);
    this.listeners = undefined;
  }

  /** Calls back once, at once when already cancelled. @returns a function that stops listening */
  onCancel(listener: (reason: Error) => void): () => void {
    if (this.reasonGiven) {
      listener(this.reasonGiven);
      return () => undefined;
    }
    const listeners = this.listeners ?? new Set();
    this.listeners = listeners;
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Forgets the parent: for a child whose work is done. */
  close(): void {
    this.detach();
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.reasonGiven) this.controller.abort(this.reasonGiven);
    return this.controller.signal;
  }

  throwIfCancelled(): void {
    if (this.reasonGiven) throw this.reasonGiven;
  }
}
