import { LambdalessError, messageOf } from '../../core/errors.ts';
import { paint, say } from '../terminal.ts';

/** A server that takes longer counts as one that does not answer. */
const ANSWER_TIMEOUT_MS = 30_000;
/** So many requests are under way at once; further events wait for their turn. */
const AT_ONCE = 10;

/** Posts events to an HTTP server, each once, in about the order in which they arrive. */
export class Forwarder {
  private readonly url: URL;
  private readonly waiting: Forwarded[] = [];
  private readonly underWay = new Set<Promise<void>>();

  /** @throws LambdalessError BAD_ARGUMENT */
  constructor(url: string) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new LambdalessError(
        'BAD_ARGUMENT',
        `--forward-to ${url}: the URL has to begin with http:// or https://`,
      );
    }
    this.url = new URL(url);
  }

  /** @param id names the event in what is said about the answer */
  send(text: string, id: string): void {
    this.waiting.push({ text, id });
    this.next();
  }

  /** Resolves when everything is answered. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private next(): void {
    while (this.underWay.size < AT_ONCE) {
      const event = this.waiting.shift();
      if (!event) return;
      const work = this.post(event).finally(() => {
        this.underWay.delete(work);
        this.next();
      });
      this.underWay.add(work);
    }
  }

  private async post({ text, id }: Forwarded): Promise<void> {
    const { dim, yellow } = paint(process.stderr);
    const startMs = performance.now();
    const answer = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    }).catch((error: unknown) => reasonOf(error));
    const elapsed = `${Math.round(performance.now() - startMs)} ms`;
    if (typeof answer === 'string') return say(yellow(`forwarding ${id} failed: ${answer}`));
    await answer.body?.cancel();
    const line = `forwarded ${id}: ${answer.status} in ${elapsed}`;
    say(answer.ok ? dim(line) : yellow(line));
  }
}

interface Forwarded {
  readonly text: string;
  readonly id: string;
}

/** fetch itself only says that it failed. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : messageOf(cause);
}
