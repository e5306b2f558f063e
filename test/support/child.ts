import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface FinishedChild {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under test, whose output can be waited for. */
export class Child {
  stdout = '';
  stderr = '';
  readonly process: ChildProcess;
  private readonly exited: Promise<unknown>;

  constructor(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.process = spawn(command, args, { env: { ...process.env, NO_COLOR: '1', ...environment } });
    this.process.stdout?.on('data', (chunk) => (this.stdout += String(chunk)));
    this.process.stderr?.on('data', (chunk) => (this.stderr += String(chunk)));
    this.exited = once(this.process, 'close');
  }

  /** Resolves when a stream holds the text; fails with everything that was printed. */
  async prints(
    text: string | RegExp,
    stream: 'stdout' | 'stderr' = 'stdout',
    waitMs = 60_000,
  ): Promise<void> {
    const found = (): boolean =>
      typeof text === 'string' ? this[stream].includes(text) : text.test(this[stream]);
    const deadlineMs = Date.now() + waitMs;
    while (!found()) {
      if (Date.now() > deadlineMs || this.process.exitCode !== null) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (found()) return;
        throw new Error(`${stream} never held ${text}.\nstdout: ${this.stdout}\nstderr: ${this.stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  type(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  async finished(): Promise<FinishedChild> {
    await this.exited;
    return { code: this.process.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  async interrupt(): Promise<FinishedChild> {
    this.process.kill('SIGINT');
    return this.finished();
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Our command line as a process of its own, from the sources. */
export function lambdaless(args: readonly string[], environment?: Readonly<Record<string, string>>): Child {
  return new Child(process.execPath, ['--import', 'tsx', `${root}src/cli/main.ts`, ...args], environment);
}
