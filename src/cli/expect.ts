import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { Command } from 'commander';
import { diagnosis } from '../client/diagnose.ts';
import { type ExpectationResult, expectEvents } from '../client/expectation.ts';
import { Publisher } from '../client/publish.ts';
import { resolveTarget, type Target } from '../client/target.ts';
import { LambdalessError } from '../core/errors.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { publishTo, sayUnknownBus } from './destination.ts';
import { readCount, readDurationMs } from './duration.ts';
import { readEventFile } from './event-file.ts';
import { ExitCode } from './exit-code.ts';
import { checkFolderOf, outcomeOf, reportResult, writeJunit } from './expect/report.ts';
import { addPatternOptions, type PatternOptions, readPattern } from './pattern-options.ts';
import { fail } from './terminal.ts';

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
    .option('--junit <file>', 'write a report in the JUnit format')
    .option('--no-near-miss', 'do not watch for events that almost match')
    .addHelpText(
      'after',
      `
Exit codes: 0 as expected; 1 not as expected; 2 it could not be judged: a wrong command line, no connection, a
connection that was lost meanwhile, a rejected pattern, a bus that refuses the event. Broken off by Ctrl-C: 130.

Examples:
  $ lambdaless expect --stack Lambdaless --source shop --detail order.state=PAID --within 30s
  $ lambdaless expect --pattern file://paid.json --within 10s --put order.json --junit report.xml
  $ lambdaless expect --source fraud --not --within 5s --put order.json`,
    )
    .action(async (url: string | undefined, options: ExpectOptions) => {
      process.exitCode = await expect(url, options);
    });
}

/**
 * An assertion that failed and one that could not be made are different news for a pipeline, in the exit code and in
 * the report.
 */
async function expect(url: string | undefined, options: ExpectOptions): Promise<number> {
  const startMs = performance.now();
  let title = 'lambdaless expect';
  const file = options.junit;
  if (file !== undefined) checkFolderOf(file);
  try {
    const pattern = await patternOf(options);
    title = `${options.not ? 'no event' : 'an event'} matches ${pattern}`;
    const result = await judge(url, pattern, options);
    reportResult(result, options);
    if (file !== undefined) writeJunit(file, title, outcomeOf(result, options));
    return result.satisfied ? ExitCode.ok : ExitCode.failure;
  } catch (error) {
    if (!(error instanceof LambdalessError)) throw error;
    fail(`${error.message} [${error.code}]`);
    if (file !== undefined) writeJunit(file, title, { elapsedMs: performance.now() - startMs, error });
    return ExitCode.usage;
  }
}

async function patternOf(options: ExpectOptions): Promise<string> {
  if (options.not && options.count > 1) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      '--not expects no event at all; it cannot be combined with --count',
    );
  }
  return readPattern(options);
}

async function judge(
  url: string | undefined,
  pattern: string,
  options: ExpectOptions,
): Promise<ExpectationResult> {
  const events = options.put === undefined ? [] : await readEventFile(options.put);
  const target = await resolveTarget({ ...options, ...(url ? { url } : {}) });
  return expectEvents({
    url: target.signedUrl,
    pattern,
    withinMs: options.within,
    count: options.count,
    none: options.not === true,
    ...(options.nearMiss && { diagnose: diagnosis(pattern) }),
    publish: () =>
      publishOnce(
        events.map(({ entry }) => entry),
        options,
        target,
      ),
  });
}

async function publishOnce(
  entries: readonly PutEventsRequestEntry[],
  options: ExpectOptions,
  target: Target,
): Promise<void> {
  if (entries.length === 0) return;
  const publisher = new Publisher({
    ...options,
    ...publishTo(target, options),
    once: true,
    onUnknownBus: sayUnknownBus,
  });
  for await (const { error } of publisher.publish(entries)) {
    if (error) throw new LambdalessError('AWS_REQUEST_FAILED', `the bus refused an event: ${error}`);
  }
}
