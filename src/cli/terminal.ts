import pc from 'picocolors';
import { ExitCode } from './exit-code.ts';

/** What stands below everything else at a terminal, such as a prompt. It makes room while something is written. */
export interface Footer {
  hide(): void;
  show(): void;
}

let footer: Footer | undefined;

export function setFooter(next: Footer | undefined): void {
  footer?.hide();
  footer = next;
  footer?.show();
}

/** Everything for the person goes to stderr; stdout belongs to the data. */
export function say(line: string): void {
  write(process.stderr, `${line}\n`);
}

/** A line of data. */
export function print(line: string): void {
  write(process.stdout, `${line}\n`);
}

function write(stream: NodeJS.WriteStream, text: string): void {
  footer?.hide();
  stream.write(text);
  footer?.show();
}

export function fail(message: string): void {
  say(`${paint(process.stderr).red('error')}: ${message}`);
}

/** Colours for one stream: none when it is no terminal, or a simple one, or when NO_COLOR says so. */
export function paint(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  const { env } = process;
  const wanted = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return pc.createColors(!env['NO_COLOR'] && (wanted || (stream.isTTY === true && env['TERM'] !== 'dumb')));
}

/** What the system calls a pipe whose reader has gone. */
const BROKEN_PIPE = new Set(['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED']);

/**
 * A reader that goes away does not break off what is being done: events are put, an assertion is judged. What only
 * prints ends by {@link readerGone}.
 */
export function surviveBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (BROKEN_PIPE.has(error.code ?? '')) return;
      fail(`cannot write the output: ${error.message}`);
      process.exit(ExitCode.failure);
    });
  }
}

/** Resolves when nobody reads stdout any more (`| head -1`): that is how pipes stop their writers. */
export function readerGone(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.on('error', () => resolve());
  });
}

/** A launcher between the terminal and us passes on a signal that we got as well: that is one Ctrl-C, not two. */
const SAME_SIGNAL_MS = 500;

/** Resolves at the first SIGINT or SIGTERM; a later one ends the process at once. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined;
    const stop = (): void => {
      firstMs ??= performance.now();
      if (performance.now() - firstMs > SAME_SIGNAL_MS) process.exit(ExitCode.ok);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
