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
import { fail } from './terminal.ts';
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
  // While a command waits, between two connections or two attempts, nothing else may keep the process alive.
  const keepAlive = setInterval(() => undefined, 60_000);
  try {
    await createProgram().parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? ExitCode.ok);
  } catch (error) {
    return report(error);
  } finally {
    clearInterval(keepAlive);
  }
}

export function createProgram(): Command {
  const program = new Command('lambdaless')
    .description(
      'Live EventBridge events over a WebSocket, filtered by your own pattern, without any Lambda function.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .addHelpText('after', EXAMPLES);
  for (const create of COMMANDS) program.addCommand(create());
  return inOurWay(program, 'lambdaless');
}

const EXAMPLES = `
Examples:
  $ lambdaless dev                                          # run the stack on this machine
  $ lambdaless tail --source shop                           # in a second terminal
  $ lambdaless put --source shop --detail-type Ordered      # in a third
  $ lambdaless tail --stack Lambdaless --profile dev        # the same on AWS

\`lambdaless <command> --help\` has each command's flags, exit codes and examples.`;

/** Commander ends the process itself unless each command, at every depth, is told to throw. */
function inOurWay(command: Command, name: string): Command {
  for (const inner of command.commands) inOurWay(inner, `${name} ${inner.name()}`);
  return command
    .exitOverride()
    .showHelpAfterError(`\`${name} --help\` shows what is possible.`)
    .configureOutput({ outputError: (text) => fail(withCode(text)) });
}

/** "error: unknown option '--sorce'\n(Did you mean --source?)\n", as our own errors are written. */
function withCode(text: string): string {
  const message = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
  return `${message} [BAD_ARGUMENT]`;
}

/** The package's own version, from the package.json beside `dist`. */
function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof LambdalessError) {
    const advice = error.code === 'PORT_IN_USE' ? ` Try ${withFreePort()}.` : '';
    fail(`${error.message}${advice} [${error.code}]`);
    return error.code === 'BAD_ARGUMENT' ? ExitCode.usage : ExitCode.failure;
  }
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return ExitCode.failure;
}

/** Through a script of npm, flags are passed on behind "--" only. */
function withFreePort(): string {
  const { npm_lifecycle_event: name = '', npm_lifecycle_script: script = '' } = process.env;
  if (!/scripts\/start\.ts|lambdaless dev/.test(script)) return '--port 0';
  return `npm ${name === 'start' ? '' : 'run '}${name} -- --port 0`;
}
