import { Command, Option } from 'commander';
import { EventStream } from '../client/event-stream.ts';
import { resolveTarget } from '../client/target.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { readCount, readDurationMs, readWhole } from './duration.ts';
import { ExitCode } from './exit-code.ts';
import { addPatternOptions, type PatternOptions, readPattern } from './pattern-options.ts';
import { type FollowOptions, follow } from './tail/follow.ts';
import { formatter, OUTPUTS, type Output } from './tail/output.ts';
import { interrupted } from './terminal.ts';

interface TailOptions extends StackOptions, PatternOptions, FollowOptions {
  readonly json?: boolean;
  readonly output?: Output;
  readonly format?: string;
  readonly dedupe: number;
  readonly sinceConnect?: boolean;
  readonly printPattern?: boolean;
}

export function tailCommand(): Command {
  const command = new Command('tail').description('Print the events that match a pattern, as they happen.');
  return addStackOptions(addPatternOptions(command))
    .option('--print-pattern', 'print the pattern that the flags make, and end')
    .option('--json', 'same as --output json')
    .addOption(
      new Option('--output <kind>', 'default: pretty at a terminal, json in a pipe').choices(OUTPUTS),
    )
    .option('--format <jmespath>', "fields to print, such as '[time, source, detail.amount]'")
    .option('--count <number>', 'end after so many events', readCount)
    .option('--timeout <duration>', 'end after so long: 30s, 5m', readDurationMs)
    .option(
      '--dedupe <number>',
      'how many event ids to remember, to print an event once; 0 prints it as often as it comes',
      readWhole,
      10_000,
    )
    .option('--since-connect', 'print a marker line whenever the pattern has come into force')
    .addHelpText(
      'after',
      `
Ends with 0 when --count or --timeout is reached; to fail when an event does not come, use \`lambdaless expect\`.
At a terminal, a line that is typed is a new pattern.

Examples:
  $ lambdaless tail --source shop --detail order.state=PAID
  $ lambdaless tail ws://127.0.0.1:4650/api/live --pattern '{"source":["shop"]}'
  $ lambdaless tail --stack Lambdaless --profile dev --format '[time, detail.amount]'
  $ lambdaless tail "$URL" --pattern file://pattern.json --json | jq .detail`,
    )
    .action(tail);
}

async function tail(url: string | undefined, options: TailOptions): Promise<void> {
  const pattern = await readPattern(options);
  if (options.printPattern) {
    process.stdout.write(`${pattern}\n`);
    return;
  }
  const print = formatter(outputOf(options), options.format);
  const stopped = interrupted();
  const target = await Promise.race([resolveTarget({ ...options, ...(url ? { url } : {}) }), stopped]);
  if (!target) process.exit(ExitCode.ok);
  const stream = new EventStream({ url: target.signedUrl, pattern, dedupeWindow: options.dedupe });
  stream.on('event', (text, event) => process.stdout.write(`${print(text, event)}\n`));
  if (options.sinceConnect)
    stream.on('accepted', (_pattern, id) => process.stdout.write(marker(options, id)));
  await follow(stream, options, stopped);
}

function outputOf({ json, output }: TailOptions): Output {
  return json ? 'json' : (output ?? (process.stdout.isTTY ? 'pretty' : 'json'));
}

/** Has a top-level `type`, as everything that is not an event. */
function marker(options: TailOptions, connectionId: string): string {
  const since = new Date().toISOString();
  if (outputOf(options) !== 'json') return `── live since ${since}\n`;
  return `${JSON.stringify({ type: 'live', since, connectionId })}\n`;
}
