import { fileURLToPath } from 'node:url';
import type { IPty } from '@lydell/node-pty';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ourselves = ['--import', 'tsx', `${root}src/cli/main.ts`];

/** What the arrow key sends. */
export const UP = '\x1b[A';

/** Our command line as it is typed in a shell. */
export function commandLine(args: readonly string[]): string {
  return [process.execPath, ...ourselves, ...args].map((word) => `'${word}'`).join(' ');
}

/** Why there is no pseudo-terminal here; undefined where there is one. */
export const missingTerminal: string | undefined = await import('@lydell/node-pty').then(
  () => undefined,
  (error: unknown) => `no prebuilt pseudo-terminal for ${process.platform}-${process.arch}: ${String(error)}`,
);

/** A program in a pseudo-terminal, which cannot tell its keyboard and screen from a person's. */
export class Terminal {
  /** Everything that was drawn, with its control sequences. */
  screen = '';
  private readonly pty: IPty;
  private readonly exited: Promise<number>;
  private isRunning = true;

  private constructor(pty: IPty) {
    this.pty = pty;
    pty.onData((data) => (this.screen += data));
    this.exited = new Promise((resolve) => {
      pty.onExit(({ exitCode, signal }) => {
        this.isRunning = false;
        resolve(signal || exitCode);
      });
    });
  }

  /** Runs our command line from the sources. */
  static async run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Terminal> {
    return Terminal.spawn(process.execPath, [...ourselves, ...args], environment);
  }

  /** An interactive shell, for what only a shell can do with a program. */
  static shell(): Promise<Terminal> {
    return Terminal.spawn('bash', ['--norc', '-i'], { PS1: '$ ', PATH: process.env['PATH'] ?? '' });
  }

  private static async spawn(
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<Terminal> {
    const { spawn } = await import('@lydell/node-pty');
    const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
    const env = { ...inherited, TERM: 'xterm-256color', ...environment };
    return new Terminal(spawn(command, [...args], { cols: 100, rows: 30, cwd: root, env }));
  }

  /** What was drawn, as a person reads it. */
  get text(): string {
    return withoutControls(this.screen);
  }

  /** Resolves when the text is on the screen, `times` times. */
  async shows(text: string | RegExp, times = 1, waitMs = 60_000): Promise<void> {
    const pattern = typeof text === 'string' ? new RegExp(escapeRegExp(text), 'g') : new RegExp(text, 'g');
    const deadlineMs = Date.now() + waitMs;
    while ([...this.text.matchAll(pattern)].length < times) {
      if (Date.now() > deadlineMs) throw new Error(`${pattern} was not shown ${times} times:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  type(line: string): void {
    this.press(`${line}\r`);
  }

  press(keys: string): void {
    this.pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
  }

  /** Ctrl-C, as the keyboard sends it. @returns the exit code */
  interrupt(): Promise<number> {
    this.pty.write('\x03');
    return this.exited;
  }

  finished(): Promise<number> {
    return this.exited;
  }

  /** A process that has ended is left alone: its number may be another's by now. */
  kill(): void {
    if (this.isRunning) this.pty.kill();
  }
}

function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is removed
  return text.replace(/\u001b(\[[0-9;?]*[A-Za-z]|[78])/g, '').replaceAll('\r\n', '\n');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
