/** How many messages of one connection are worked on at a time; the others wait, and the socket with them. */
const MOST_AT_WORK = 32;

export interface Pausable {
  pause(): void;
  resume(): void;
}

/**
 * The messages of one connection on their way to the API. A client that sends faster than its messages are
 * dealt with is read no further, so what waits is bounded by one read of the socket.
 */
export class Inbox {
  private readonly waiting: string[] = [];
  private atWork = 0;
  private readonly source: Pausable;
  private readonly work: (text: string) => Promise<void>;

  /** @param work never rejects */
  constructor(source: Pausable, work: (text: string) => Promise<void>) {
    this.source = source;
    this.work = work;
  }

  push(text: string): void {
    this.waiting.push(text);
    this.start();
    if (this.waiting.length > 0) this.source.pause();
  }

  /** Drops what waits. */
  clear(): void {
    this.waiting.length = 0;
  }

  private start(): void {
    while (this.atWork < MOST_AT_WORK) {
      const text = this.waiting.shift();
      if (text === undefined) return;
      this.atWork++;
      void this.work(text).then(() => this.finished());
    }
  }

  private finished(): void {
    this.atWork--;
    const wasWaiting = this.waiting.length > 0;
    this.start();
    if (wasWaiting && this.waiting.length === 0) this.source.resume();
  }
}
