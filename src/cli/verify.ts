import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { Publisher } from '../client/publish.ts';
import { resolveTarget, type Target } from '../client/target.ts';
import { LambdalessError } from '../core/errors.ts';
import { assumptions, judge } from '../verify/assumptions.ts';
import { type CheckResult, checks, runChecks, type VerifyTarget } from '../verify/index.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { publishTo } from './destination.ts';
import { readDurationMs } from './duration.ts';
import { ExitCode } from './exit-code.ts';
import { paint, say } from './terminal.ts';

interface VerifyOptions extends StackOptions {
  readonly bus?: string;
  readonly wait: number;
  readonly quiet?: number;
  readonly only?: string[];
  readonly json?: boolean;
}

/** How long to watch for what must not arrive: over the internet a late event takes longer. */
const QUIET_MS = { local: 200, deployed: 2_000 };

export function verifyCommand(): Command {
  const command = new Command('verify').description(
    'Try every promise of the contract on a running stack, and say what that tells about AWS.',
  );
  return addStackOptions(command)
    .option('--bus <name>', 'the bus to put events on (default: the eventBusName among the outputs)')
    .addOption(
      new Option('--wait <duration>', 'how long a message that has to come may take')
        .argParser(readDurationMs)
        .default(10_000, '10s'),
    )
    .option(
      '--quiet <duration>',
      'how long to watch for what must not come (default: 200ms, deployed 2s)',
      readDurationMs,
    )
    .option('--only <id...>', 'run these checks only')
    .option('--json', 'print the report as one JSON document')
    .addHelpText(
      'after',
      `
It puts about a hundred events whose source begins with lambdaless.verify, opens at most 50 connections at once, and
closes all of them. Exit codes: 0 everything holds, 1 something does not, 2 a wrong command line.

Examples:
  $ lambdaless verify
  $ lambdaless verify --stack Lambdaless --profile dev`,
    )
    .action(async (url: string | undefined, options: VerifyOptions) => {
      process.exitCode = await verify(url, options);
    });
}

async function verify(url: string | undefined, options: VerifyOptions): Promise<number> {
  const chosen = checks.filter(({ id }) => options.only?.includes(id) ?? true);
  const unknown = options.only?.find((id) => !checks.some((check) => check.id === id));
  if (unknown !== undefined) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      `there is no check ${unknown}; there are ${checks.map(({ id }) => id).join(', ')}`,
    );
  }
  const target = await resolveTarget({ ...options, ...(url ? { url } : {}) });
  const results: CheckResult[] = [];
  for await (const result of runChecks(chosen, verifyTarget(target, options))) {
    results.push(result);
    if (!options.json) printResult(result);
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report(target.url, results))}\n`);
  else printFindings(results);
  return results.every(({ passed }) => passed) ? ExitCode.ok : ExitCode.failure;
}

function verifyTarget(target: Target, options: VerifyOptions): VerifyTarget {
  const publisher = new Publisher({ ...options, ...publishTo(target, options) });
  return {
    url: target.signedUrl,
    source: `lambdaless.verify.${randomUUID()}`,
    waitMs: options.wait,
    quietMs: options.quiet ?? (target.endpointUrl ? QUIET_MS.local : QUIET_MS.deployed),
    async put(entries) {
      for await (const { error } of publisher.publish(entries)) {
        if (error) throw new LambdalessError('AWS_REQUEST_FAILED', `the bus refused an event: ${error}`);
      }
    },
  };
}

function report(url: string, results: readonly CheckResult[]): object {
  return {
    url,
    passed: results.filter(({ passed }) => passed).length,
    total: results.length,
    checks: results.map(({ check: { id, title }, passed, reason, elapsedMs }) => ({
      id,
      title,
      passed,
      reason,
      elapsedMs,
    })),
    assumptions: assumptions.map((assumption) => ({ ...assumption, finding: judge(assumption, results) })),
  };
}

function printResult({ check, passed, reason }: CheckResult): void {
  const { green, red } = paint(process.stdout);
  process.stdout.write(`${passed ? green('✓') : red('✗')} ${check.title}\n`);
  if (reason) process.stdout.write(`    ${reason}\n`);
}

function printFindings(results: readonly CheckResult[]): void {
  const { bold, dim } = paint(process.stdout);
  const passed = results.filter((result) => result.passed).length;
  process.stdout.write(
    `\n${bold(`${passed} of ${results.length} checks hold`)}\n\nWhat this says about AWS (docs/aws-facts.md):\n`,
  );
  for (const assumption of assumptions) {
    process.stdout.write(
      `  ${judge(assumption, results).padEnd(10)} ${dim(assumption.confidence)} ${assumption.text}\n`,
    );
  }
  say(
    dim(
      'Findings on the local runtime say nothing about AWS; those on a deployed stack do: please report them.',
    ),
  );
}
