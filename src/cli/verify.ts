import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { Publisher } from '../client/publish.ts';
import { awsCallerFor, outputsOf, resourcesOf } from '../client/stack-apis.ts';
import { resolveTarget, type Target } from '../client/target.ts';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { mostSimilar } from '../core/similar.ts';
import {
  type Check,
  type CheckResult,
  checks,
  contractChecks,
  runChecks,
  takeDeadLetters,
  type VerifyTarget,
} from '../verify/index.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { publishTo } from './destination.ts';
import { readDurationMs } from './duration.ts';
import { ExitCode } from './exit-code.ts';
import { say } from './terminal.ts';
import { findingsText, reportOf, resultText, totalText } from './verify/report.ts';

interface VerifyOptions extends StackOptions {
  readonly url?: string;
  readonly bus?: string;
  readonly wait: number;
  readonly quiet?: number;
  readonly only?: string[];
  readonly slow?: boolean;
  readonly json?: boolean;
}

/** How long to watch for what must not arrive: over the internet a late event takes longer. */
const QUIET_MS = { local: 200, deployed: 2_000 };

export function verifyCommand(): Command {
  const command = new Command('verify').description(
    'Try every promise of the contract on a running stack, and say what that tells about AWS.',
  );
  return addStackOptions(command)
    .option('--url <url>', 'the same as the argument')
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
    .option('--slow', 'wait for the time-outs of connections, too: ten minutes, and two hours')
    .option('--json', 'print the report as one JSON document')
    .addHelpText(
      'after',
      `
It puts about a hundred events whose source begins with lambdaless.verify, opens at most 50 connections at once,
closes all of them, and takes its own events out of the dead-letter queue. With --stack and AWS credentials it also
asks AWS's APIs (nothing is created), and reports on every fact of docs/aws-facts.md that is not certain.
Exit codes: 0 every promise holds, 1 one does not, 2 a wrong command line. A fact that is refuted is reported, and no
failure: what follows from it is in the report.

Examples:
  $ lambdaless verify
  $ lambdaless verify --stack Lambdaless --profile dev
  $ lambdaless verify --stack Lambdaless --slow --json > report.json`,
    )
    .action(async (url: string | undefined, options: VerifyOptions) => {
      process.exitCode = await verify(url, options);
    });
}

async function verify(url: string | undefined, options: VerifyOptions): Promise<number> {
  const chosen = chosenChecks(options.only);
  const targetOptions = { ...options, ...(url ? { url } : {}) };
  const target = await resolveTarget(targetOptions);
  const suite = await verifyTarget(target, targetOptions);
  const results: CheckResult[] = [];
  for await (const result of runChecks(chosen, suite)) {
    results.push(result);
    if (!options.json) process.stdout.write(resultText(result));
  }
  await cleanUp(suite);
  if (options.json) process.stdout.write(`${JSON.stringify(reportOf(target.url, results))}\n`);
  else {
    process.stdout.write(totalText(results));
    if (target.endpointUrl === undefined) {
      process.stdout.write(findingsText(results));
      say('Please report what was refuted: it makes the facts of this project certain.');
    } else {
      say(
        'This is the runtime, not AWS. On a deployed stack, the facts of docs/aws-facts.md are reported on, too.',
      );
    }
  }
  const broken = results.some(({ check, outcome }) => outcome === 'failed' && contractChecks.includes(check));
  return broken ? ExitCode.failure : ExitCode.ok;
}

/** @throws LambdalessError BAD_ARGUMENT for an id that is none */
function chosenChecks(only: readonly string[] | undefined): readonly Check[] {
  const unknown = only?.find((id) => !checks.some((check) => check.id === id));
  if (unknown !== undefined) {
    const ids = checks.map(({ id }) => id);
    const meant = mostSimilar(unknown, ids);
    const advice = meant ? `Did you mean ${meant}?` : `There are ${ids.join(', ')}.`;
    throw new LambdalessError('BAD_ARGUMENT', `there is no check ${unknown}. ${advice}`);
  }
  return checks.filter(({ id }) => only?.includes(id) ?? true);
}

async function verifyTarget(target: Target, options: VerifyOptions): Promise<VerifyTarget> {
  const { endpointUrl } = target;
  const where = { ...options, ...(endpointUrl && { endpointUrl }) };
  const publisher = new Publisher({ ...where, ...publishTo(target, options) });
  const [outputs, aws] = await Promise.all([outputsOf(where), awsCallerFor(target.url, where)]);
  return {
    url: async (expiresSeconds) =>
      expiresSeconds === undefined
        ? target.signedUrl()
        : (await resolveTarget({ ...options, expiresSeconds })).signedUrl(),
    unsignedUrl: target.url,
    source: `lambdaless.verify.${randomUUID()}`,
    waitMs: options.wait,
    quietMs: options.quiet ?? (endpointUrl ? QUIET_MS.local : QUIET_MS.deployed),
    slow: options.slow ?? false,
    outputs,
    ...(aws && { aws }),
    ...((options.stack ?? endpointUrl) && { resources: () => resourcesOf(where) }),
    async put(entries) {
      for await (const { error } of publisher.publish(entries)) {
        if (error) throw new LambdalessError('AWS_REQUEST_FAILED', `the bus refused an event: ${error}`);
      }
    },
  };
}

/** What checks have left in the dead-letter queue. Whoever may not read the queue is told so. */
async function cleanUp({ aws, outputs, source }: VerifyTarget): Promise<void> {
  const queueUrl = Object.entries(outputs).find(([name]) => /deadLetterQueueUrl$/i.test(name))?.[1];
  if (!queueUrl || !aws) {
    say('The dead-letter queue holds events of this run: name the stack with --stack to have them removed.');
    return;
  }
  await takeDeadLetters(aws, queueUrl, source).catch((error: unknown) =>
    say(`Events of this run stay in the dead-letter queue: ${messageOf(error)}`),
  );
}
