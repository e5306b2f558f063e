import type { EventStream } from '../../client/event-stream.ts';
import { readerGone } from '../terminal.ts';
import { canPrompt, PatternPrompt } from './prompt.ts';
import { Report } from './report.ts';

export interface FollowOptions {
  /** End after so many events. */
  readonly count?: number;
  /** End after so many milliseconds. */
  readonly timeout?: number;
  /** The pattern's flag: standard input may be taken by it. */
  readonly pattern?: string;
}

/** Keeps a stream open until the person, the count or the time ends it; what happens meanwhile goes to stderr. */
export async function follow(
  stream: EventStream,
  options: FollowOptions,
  stopped: Promise<void>,
): Promise<void> {
  const report = new Report(stream);
  const end = Promise.race([stopped, readerGone(), enough(stream, options), timedOut(options)]);
  const prompt = canPrompt(options.pattern) ? new PatternPrompt(stream) : undefined;
  try {
    await Promise.race([stream.open(), end]);
    prompt?.start();
    await end;
  } finally {
    prompt?.end();
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
