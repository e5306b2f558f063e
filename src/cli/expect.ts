import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { diagnosis } from '../client/diagnose.ts';
import { type ExpectationResult, expectEvents } from '../client/expectation.ts';
import { Publisher } from '../client/publish.ts';
import { resolveTarget, type Target } from '../client/target.ts';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { readCount, readDurationMs } from './duration.ts';
import { readEventFile } from './event-file.ts';
import { ExitCode } from './exit-code.ts';
import { junitReport } from './expect/junit.ts';
import { addPatternOptions, type PatternOptions, readPattern } from './pattern-options.ts';
import { fail, paint, say } from './terminal.ts';

interface ExpectOptions extends StackOptions, PatternOptions {
  readonly within: number;
  readonly count: number;
  readonly not?: boolean;
  readonly put?: string;
  readonly bus?: string;
  readonly junit?: string;
  readonly nearMiss: boolean;
}

export function expectCommand(): Command {
  const command = new Command('expect').description(
    'Assert that a matching event arrives, or does not, within a time. For CI.',
  );
  return addStackOptions(addPatternOptions(command))
    .requiredOption('--within <duration>', 'how long to wait: 30s, 5m', readDurationMs)
    .option('--count <number>', 'how many events have to arrive', readCount, 1)
    .option('--not', 'expect that none arrives')
    .option('--put <file>', 'publish the events of this file once the pattern is in force, each once')
    .option('--bus <name>', 'the bus for --put (default: the eventBusName among the outputs)')
    .option('--junit <file>', 'write a JUnit report')
    .option('--no-near-miss', 'do not watch for events that almost match')
    .addHelpText(
      'after',
      `
Exit codes: 0 as expected; 1 not as expected; 2 it could not be judged: a wrong command line, no connection, a
rejected pattern, a bus that refuses the event.

Examples:
  $ lambdaless expect --stack Lambdaless --source shop --detail order.state=PAID --within 30s
  $ lambdaless expect --pattern file://paid.json --within 10s --put order.json --junit report.xml
  $ lambdaless expect --source fraud --not --within 5s --put order.json`,
    )
    .action(async (url: string | undefined, options: ExpectOptions) => {
      process.exitCode = await expect(url, options).catch(cannotJudge);
    });
}

/** An assertion that failed and one that could not be made are different news for a pipeline. */
function cannotJudge(error: unknown): number {
  if (!(error instanceof LambdalessError)) throw error;
  fail(`${error.message} [${error.code}]`);
  return ExitCode.usage;
}

async function expect(url: string | undefined, options: ExpectOptions): Promise<number> {
  if (options.not && options.count > 1) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      '--not expects no event at all; it cannot be combined with --count',
    );
  }
  const pattern = await readPattern(options);
  const entries = options.put === undefined ? [] : await readEventFile(options.put);
  const target = await resolveTarget({ ...options, ...(url ? { url } : {}) });
  const keepAlive = setInterval(() => undefined, 60_000);
  const result = await expectEvents({
    url: target.signedUrl,
    pattern,
    withinMs: options.within,
    count: options.count,
    none: options.not === true,
    ...(options.nearMiss && { diagnose: diagnosis(pattern) }),
    publish: () =>
      publishOnce(
        entries.map(({ entry }) => entry),
        options,
        target,
      ),
  }).finally(() => clearInterval(keepAlive));
  report(result, options);
  if (options.junit !== undefined)
    writeReport(options.junit, junitReport(titleOf(pattern, options), result, verdict(result, options)));
  return result.satisfied ? ExitCode.ok : ExitCode.failure;
}

async function publishOnce(
  entries: Parameters<Publisher['publish']>[0],
  options: ExpectOptions,
  { endpointUrl, outputs }: Target,
): Promise<void> {
  const bus = options.bus ?? outputs['eventBusName'];
  const publisher = new Publisher({
    ...options,
    ...(endpointUrl && { endpointUrl }),
    ...(bus && { bus }),
    once: true,
  });
  for await (const { error } of publisher.publish(entries)) {
    if (error) throw new LambdalessError('AWS_REQUEST_FAILED', `the bus refused an event: ${error}`);
  }
}

function verdict(
  { satisfied, events, elapsedMs }: ExpectationResult,
  { count, not, within }: ExpectOptions,
): string {
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  if (not)
    return satisfied ? `no event within ${seconds(within)}` : `an event arrived after ${seconds(elapsedMs)}`;
  const of = `${events.length} of ${count} event${count === 1 ? '' : 's'}`;
  return satisfied ? `${of} after ${seconds(elapsedMs)}` : `${of} within ${seconds(within)}`;
}

function report(result: ExpectationResult, options: ExpectOptions): void {
  const { green, red, dim } = paint(process.stderr);
  for (const { text } of result.events) process.stdout.write(`${text}\n`);
  say(`${result.satisfied ? green('as expected') : red('not as expected')}: ${verdict(result, options)}`);
  if (!result.nearest) return;
  say('nearest miss:');
  say(dim(`  ${result.nearest.text}`));
  for (const reason of result.nearest.reasons) say(`  ${red('✗')} ${reason}`);
}

function titleOf(pattern: string, { not }: ExpectOptions): string {
  return `${not ? 'no event' : 'an event'} matches ${pattern}`;
}

function writeReport(file: string, xml: string): void {
  try {
    writeFileSync(file, xml);
  } catch (error) {
    throw new LambdalessError('BAD_ARGUMENT', `cannot write ${file}: ${messageOf(error)}`);
  }
}
