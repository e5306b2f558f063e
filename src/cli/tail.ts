import { Command, Option } from 'commander';
import { EventStream } from '../client/event-stream.ts';
import { resolveTarget } from '../client/target.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { readCount, readDurationMs, readWhole } from './duration.ts';
import { ExitCode } from './exit-code.ts';
import { addPatternOptions, type PatternOptions, readPattern } from './pattern-options.ts';
import { type FollowOptions, follow } from './tail/follow.ts';
import { Forwarder } from './tail/forward.ts';
import { formatter, OUTPUTS, type Output } from './tail/output.ts';
import { interrupted, paint, print, say } from './terminal.ts';

interface TailOptions extends StackOptions, PatternOptions, FollowOptions {
  readonly json?: boolean;
  readonly output?: Output;
  readonly format?: string;
  readonly dedupe: number;
  readonly sinceConnect?: boolean;
  readonly printPattern?: boolean;
  readonly forwardTo?: string;
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
    .option(
      '--forward-to <url>',
      'also POST each event, as JSON, to an HTTP server such as one on this machine',
    )
    .option('--since-connect', 'print a marker line whenever the pattern has come into force')
    .addHelpText(
      'after',
      `
Ends with 0 when --count or --timeout is reached; to fail when an event does not come, use \`lambdaless expect\`.
At a terminal, what is typed is a new pattern, and replaces the one before unless it is refused. Up brings back what
was typed before, Ctrl-D ends.

Examples:
  $ lambdaless tail --source shop --detail order.state=PAID
  $ lambdaless tail ws://127.0.0.1:4650/api/live --pattern '{"source":["shop"]}'
  $ lambdaless tail --stack Lambdaless --profile dev --format '[time, detail.amount]'
  $ lambdaless tail --source shop --forward-to http://localhost:3000/events
  $ lambdaless tail "$URL" --pattern file://pattern.json --json | jq .detail`,
    )
    .action(tail);
}

async function tail(url: string | undefined, options: TailOptions): Promise<void> {
  const pattern = await readPattern(options);
  if (options.printPattern) {
    print(pattern);
    return;
  }
  const onEvent = printer(options);
  const forwarder = options.forwardTo === undefined ? undefined : new Forwarder(options.forwardTo);
  const stopped = interrupted();
  const target = await Promise.race([resolveTarget({ ...options, ...(url ? { url } : {}) }), stopped]);
  if (!target) process.exit(ExitCode.ok);
  const stream = new EventStream({ url: target.signedUrl, pattern, dedupeWindow: options.dedupe });
  stream.on('event', onEvent);
  if (forwarder) stream.on('event', (text, { id }) => forwarder.send(text, String(id)));
  if (options.sinceConnect) stream.on('accepted', (_pattern, id) => print(marker(options, id)));
  await follow(stream, options, stopped);
  await forwarder?.idle();
}

/** An event that an expression cannot be applied to is no reason to stop: the next one may be of another shape. */
function printer(options: TailOptions): (text: string, event: JsonObject) => void {
  const format = formatter(outputOf(options), options.format);
  return (text, event) => {
    try {
      print(format(text, event));
    } catch (error) {
      say(
        paint(process.stderr).yellow(
          `--format does not suit event ${String(event['id'])}: ${messageOf(error)}`,
        ),
      );
    }
  };
}

function outputOf({ json, output }: TailOptions): Output {
  return json ? 'json' : (output ?? (process.stdout.isTTY ? 'pretty' : 'json'));
}

/** Has a top-level `type`, as everything that is not an event. */
function marker(options: TailOptions, connectionId: string): string {
  const since = new Date().toISOString();
  if (outputOf(options) !== 'json') return `── live since ${since}`;
  return JSON.stringify({ type: 'live', since, connectionId });
}
