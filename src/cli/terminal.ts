import pc from 'picocolors';

/** Everything for the person goes to stderr; stdout belongs to the data. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function fail(message: string): void {
  say(`${paint(process.stderr).red('error')}: ${message}`);
}

/** Colours for one stream: none when it is no terminal, or when NO_COLOR says so. */
export function paint(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  const { env } = process;
  const wanted = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return pc.createColors(!env['NO_COLOR'] && (wanted || stream.isTTY === true));
}

/** A reader that has gone (`| head -1`) ends the command quietly: that is how pipes stop their writers. */
export function exitQuietlyOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
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
      if (performance.now() - firstMs > SAME_SIGNAL_MS) process.exit(0);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
