import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { Publisher } from '../client/publish.ts';
import { LambdalessError } from '../core/errors.ts';
import { addAwsOptions } from './aws.ts';
import { type DestinationOptions, destinationOf } from './destination.ts';
import { readEventFile, readEventStream } from './event-file.ts';
import { readJsonArgument } from './json-argument.ts';
import { fail, say } from './terminal.ts';

interface PutOptions extends DestinationOptions {
  readonly source?: string;
  readonly detailType?: string;
  readonly detail?: string;
  readonly resource?: string[];
}

/** From this many events on, work is long enough to show how far it has come. */
const PROGRESS_FROM = 50;

export function putCommand(): Command {
  return addAwsOptions(new Command('put'))
    .description('Put events on a bus: one from flags, or many from files. Prints their ids.')
    .argument(
      '[files...]',
      'files of events, JSON or one document a line; - is standard input, put as it comes',
    )
    .option('--stack <name>', 'a deployed CloudFormation stack, whose outputs name the bus')
    .option('--bus <name>', 'name or ARN of an event bus')
    .option('--source <source>', "the event's source")
    .option('--detail-type <type>', "the event's detail-type")
    .addOption(
      new Option('--detail <json>', "the event's detail: JSON, file://path, or - for stdin (default: {})"),
    )
    .option('--resource <arn...>', 'resources that the event concerns')
    .addHelpText(
      'after',
      `
Without --stack, --bus, --endpoint-url, --region or --profile, events go to the stack of \`lambdaless dev\`. Exit
codes: 0 all were accepted, 1 at least one was refused, 2 a wrong command line or file.

Examples:
  $ lambdaless put --source shop --detail-type Ordered --detail '{"amount":5}'
  $ lambdaless put --bus orders --source shop --detail-type Ordered --detail file://order.json
  $ lambdaless put --stack Lambdaless --profile dev events.ndjson
  $ lambdaless tail --stack Lambdaless --source shop | lambdaless put -      # from AWS to this machine`,
    )
    .action(put);
}

async function put(files: readonly string[], options: PutOptions): Promise<void> {
  const counts = { events: 0, refused: 0 };
  let publisher: Publisher | undefined;
  for await (const entries of batchesOf(files, options)) {
    // Not before: what is wrong with the command line or a file is said whether or not anything can be reached.
    publisher ??= new Publisher(await destinationOf(options));
    const progress = startProgress(entries.length);
    counts.events += entries.length;
    counts.refused += await publishAll(entries, publisher, progress);
  }
  if (counts.refused > 0) {
    throw new LambdalessError('AWS_REQUEST_FAILED', `refused: ${counts.refused} of ${counts.events} events`);
  }
  if (counts.events === 0) say('no events: there was nothing to put');
}

/** Files are read whole before the first event is put; standard input is put as it comes. */
async function* batchesOf(
  files: readonly string[],
  options: PutOptions,
): AsyncGenerator<readonly PutEventsRequestEntry[]> {
  if (files.length === 0) yield [await entryFromFlags(options)];
  else if (files.length > 1 || files[0] !== '-') yield await entriesFromFiles(files, options);
  else {
    refuseFlags(options);
    for await (const events of readEventStream(process.stdin)) yield events.map(({ entry }) => entry);
  }
}

/** @returns how many events were refused */
async function publishAll(
  entries: readonly PutEventsRequestEntry[],
  publisher: Publisher,
  progress: SingleBar | undefined,
): Promise<number> {
  const refusals: string[] = [];
  const ids: string[] = [];
  // The bar owns the last line of the terminal: what would be written across it waits until it is gone.
  const held = progress !== undefined && process.stdout.isTTY;
  try {
    for await (const { eventId = '', error } of publisher.publish(entries)) {
      if (error) refusals.push(error);
      else if (held) ids.push(`${eventId}\n`);
      else process.stdout.write(`${eventId}\n`);
      progress?.increment();
    }
  } finally {
    progress?.stop();
    process.stdout.write(ids.join(''));
    for (const refusal of refusals) fail(`the bus refused an event: ${refusal}`);
  }
  return refusals.length;
}

async function entriesFromFiles(
  files: readonly string[],
  options: PutOptions,
): Promise<PutEventsRequestEntry[]> {
  refuseFlags(options);
  const entries: PutEventsRequestEntry[] = [];
  for (const file of files) entries.push(...(await readEventFile(file)).map(({ entry }) => entry));
  return entries;
}

function refuseFlags({ source, detailType, detail, resource }: PutOptions): void {
  if (source ?? detailType ?? detail ?? resource) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      'give either files or --source, --detail-type, --detail and --resource, not both',
    );
  }
}

async function entryFromFlags(options: PutOptions): Promise<PutEventsRequestEntry> {
  const { source, detailType, detail = '{}', resource } = options;
  if (!source || !detailType) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      'an event needs --source and --detail-type; or name a file of events',
    );
  }
  return {
    Source: source,
    DetailType: detailType,
    Detail: await readJsonArgument('--detail', detail),
    ...(resource ? { Resources: resource } : {}),
  };
}

function startProgress(total: number): SingleBar | undefined {
  if (total < PROGRESS_FROM || !process.stderr.isTTY) return undefined;
  const bar = new SingleBar({
    format: '{bar} {value}/{total} events, {eta_formatted} left',
    stream: process.stderr,
  });
  bar.start(total, 0);
  return bar;
}
