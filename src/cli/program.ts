import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { LambdalessError } from '../core/errors.ts';
import { completionCommand } from './completion.ts';
import { costCommand } from './cost.ts';
import { devCommand } from './dev.ts';
import { ExitCode } from './exit-code.ts';
import { expectCommand } from './expect.ts';
import { explainCommand } from './explain.ts';
import { patternsCommand } from './patterns.ts';
import { putCommand } from './put.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { tailCommand } from './tail.ts';
import { exitQuietlyOnBrokenPipe, fail } from './terminal.ts';
import { urlCommand } from './url.ts';
import { verifyCommand } from './verify.ts';

const COMMANDS = [
  devCommand,
  tailCommand,
  expectCommand,
  putCommand,
  recordCommand,
  replayCommand,
  urlCommand,
  explainCommand,
  patternsCommand,
  costCommand,
  verifyCommand,
  completionCommand,
];

/**
 * Runs one command line.
 * @returns the exit code; see docs/cli.md.
 */
export async function run(argv: readonly string[]): Promise<number> {
  exitQuietlyOnBrokenPipe();
  try {
    await createProgram().parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? ExitCode.ok);
  } catch (error) {
    return report(error);
  }
}

export function createProgram(): Command {
  const program = new Command('lambdaless')
    .description(
      'Live EventBridge events over a WebSocket, filtered by your own pattern, without any Lambda function.',
    )
    .version(packageVersion())
    .showHelpAfterError('(--help shows what is possible)')
    .exitOverride();
  for (const create of COMMANDS) program.addCommand(withOwnExit(create()));
  return program;
}

/** Commander ends the process itself unless each command, at every depth, is told to throw. */
function withOwnExit(command: Command): Command {
  for (const inner of command.commands) withOwnExit(inner);
  return command.exitOverride().showHelpAfterError('(--help shows what is possible)');
}

/** The package's own version, from the package.json beside `dist`. */
function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof LambdalessError) {
    fail(`${error.message} [${error.code}]`);
    return error.code === 'BAD_ARGUMENT' ? ExitCode.usage : ExitCode.failure;
  }
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return ExitCode.failure;
}
