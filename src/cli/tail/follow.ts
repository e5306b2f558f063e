import type { EventStream } from '../../client/event-stream.ts';
import { promptForPatterns } from './prompt.ts';
import { Report } from './report.ts';

export interface FollowOptions {
  /** End after so many events. */
  readonly count?: number;
  /** End after so many milliseconds. */
  readonly timeout?: number;
}

/** Keeps a stream open until the person, the count or the time ends it; what happens meanwhile goes to stderr. */
export async function follow(
  stream: EventStream,
  options: FollowOptions,
  stopped: Promise<void>,
): Promise<void> {
  const report = new Report(stream);
  const end = Promise.race([stopped, enough(stream, options), timedOut(options)]);
  // Between two connections no socket is open, and nothing else would keep the process alive.
  const keepAlive = setInterval(() => undefined, 60_000);
  const endPrompt = process.stdin.isTTY && process.stdout.isTTY ? promptForPatterns(stream) : undefined;
  try {
    await Promise.race([stream.open(), end]);
    await end;
  } finally {
    clearInterval(keepAlive);
    endPrompt?.();
    stream.close();
    report.summary();
  }
}

function enough(stream: EventStream, { count }: FollowOptions): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    stream.on('event', () => {
      if (++seen !== count) return;
      stream.removeAllListeners('event');
      resolve();
    });
  });
}

function timedOut({ timeout }: FollowOptions): Promise<void> {
  return new Promise((resolve) => {
    if (timeout !== undefined) setTimeout(resolve, timeout).unref();
  });
}
