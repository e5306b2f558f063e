import { Command, InvalidArgumentError } from 'commander';
import { Publisher } from '../client/publish.ts';
import { sleep, systemClock } from '../core/clock.ts';
import { LambdalessError } from '../core/errors.ts';
import { addAwsOptions } from './aws.ts';
import { type DestinationOptions, destinationOf } from './destination.ts';
import { type FileEvent, readEventFile } from './event-file.ts';
import { fail, say } from './terminal.ts';

interface ReplayOptions extends DestinationOptions {
  /** How much faster than recorded; Infinity leaves no pauses. */
  readonly speed: number;
  readonly to?: string;
}

export function replayCommand(): Command {
  const command = new Command('replay')
    .description('Put recorded events on a bus again. The bus gives each a new id and time.')
    .argument('<file>', 'what `lambdaless record` wrote, or any file of events; - is standard input')
    .option('--speed <factor>', '1x keeps the recorded pauses, 2x halves them, max leaves none', readSpeed, 1)
    .option('--to <target>', 'an endpoint URL, or name or ARN of a bus')
    .option('--stack <name>', 'a deployed CloudFormation stack, whose outputs name the bus');
  return addAwsOptions(command)
    .addHelpText(
      'after',
      `
Without --to, --stack, --endpoint-url, --region or --profile, events go to the stack of \`lambdaless dev\`. Exit
codes: 0 all were accepted, 1 at least one was refused, 2 a wrong command line or file.

Examples:
  $ lambdaless replay session.ndjson --to http://127.0.0.1:4650
  $ lambdaless replay session.ndjson --speed max --to orders --profile dev`,
    )
    .action(replay);
}

function readSpeed(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const factor = Number(text.replace(/x$/, ''));
  if (!(factor > 0)) throw new InvalidArgumentError('A speed is a factor such as 1x, 2x, 0.5x, or max.');
  return factor;
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const events = await readEventFile(file);
  const publisher = new Publisher(await destinationOf({ ...options, ...explicit(options) }));
  let failures = 0;
  for (const [pauseMs, group] of pacedGroups(events, options.speed)) {
    if (pauseMs > 0) await sleep(systemClock, pauseMs);
    for await (const { eventId, error } of publisher.publish(group.map(({ entry }) => entry))) {
      if (error) {
        failures++;
        fail(`the bus refused an event: ${error}`);
      } else process.stdout.write(`${eventId}\n`);
    }
  }
  say(`${events.length - failures} of ${events.length} events replayed`);
  if (failures > 0)
    throw new LambdalessError('AWS_REQUEST_FAILED', `refused: ${failures} of ${events.length} events`);
}

function explicit({ to }: ReplayOptions): DestinationOptions {
  if (to === undefined) return {};
  return /^https?:/.test(to) ? { endpointUrl: to } : { bus: to };
}

/** Events that fall due together go out together, ten to a request; the pause before each group keeps the pace. */
function* pacedGroups(
  events: readonly FileEvent[],
  speed: number,
): Generator<[pauseMs: number, FileEvent[]]> {
  let group: FileEvent[] = [];
  let pauseMs = 0;
  let previousMs = events[0]?.atMs;
  for (const event of events) {
    const gapMs = ((event.atMs ?? previousMs ?? 0) - (previousMs ?? 0)) / speed;
    previousMs = event.atMs ?? previousMs;
    if (gapMs >= 1 && group.length > 0) {
      yield [pauseMs, group];
      group = [];
      pauseMs = gapMs;
    }
    group.push(event);
  }
  if (group.length > 0) yield [pauseMs, group];
}
