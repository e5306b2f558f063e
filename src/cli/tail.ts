import { Command, Option } from 'commander';
import { EventStream, withoutSignature } from '../client/event-stream.ts';
import type { JsonObject } from '../core/json.ts';
import { stringifyJson } from '../core/json.ts';
import { readJsonArgument } from './json-argument.ts';
import { interrupted, paint, say } from './terminal.ts';

interface TailOptions {
  readonly pattern: string;
  readonly json?: boolean;
}

/** Matches every event: each has a source. */
const EVERYTHING = '{"source":[{"exists":true}]}';

export function tailCommand(): Command {
  return new Command('tail')
    .description('Print the events that match a pattern, as they happen.')
    .argument('<url>', 'the WebSocket URL: webSocketAPIurl of the stack')
    .addOption(
      new Option('--pattern <json>', 'an event pattern: JSON, file://path, or - for stdin').default(
        EVERYTHING,
      ),
    )
    .option('--json', 'one JSON document a line (the default when stdout is not a terminal)')
    .addHelpText(
      'after',
      `
Examples:
  $ lambdaless tail ws://127.0.0.1:4650/api/live --pattern '{"source":["shop"]}'
  $ lambdaless tail "$URL" --pattern file://pattern.json --json | jq .detail`,
    )
    .action(tail);
}

async function tail(url: string, options: TailOptions): Promise<void> {
  const pattern = await readJsonArgument('--pattern', options.pattern);
  const stream = new EventStream({ url, pattern });
  const asJson = options.json === true || !process.stdout.isTTY;
  stream.on('event', (text, event) =>
    process.stdout.write(`${asJson ? oneLine(text, event) : pretty(event)}\n`),
  );
  reportOnStderr(stream);
  // Between two connections no socket is open, and nothing else would keep the process alive.
  const keepAlive = setInterval(() => undefined, 60_000);
  try {
    await stream.open();
    await interrupted();
  } finally {
    clearInterval(keepAlive);
    stream.close();
  }
}

function reportOnStderr(stream: EventStream): void {
  const { dim, yellow } = paint(process.stderr);
  stream.on('connected', (url) => say(dim(`connected to ${withoutSignature(url)}`)));
  stream.on('accepted', (pattern) => say(dim(`pattern in force: ${stringifyJson(pattern)}`)));
  stream.on('disconnected', (reason, retryInMs) =>
    say(yellow(`disconnected: ${reason}; connecting again in ${(retryInMs / 1000).toFixed(1)} s`)),
  );
  stream.on('oversize', (notice) =>
    say(yellow(`not delivered, too large for a message: ${stringifyJson(notice)}`)),
  );
  stream.on('notice', (message) => say(yellow(`server: ${message}`)));
}

/** Messages are compact already; a line break inside would break one document a line. */
function oneLine(text: string, event: JsonObject): string {
  return text.includes('\n') ? stringifyJson(event) : text;
}

function pretty(event: JsonObject): string {
  const { dim, cyan, bold } = paint(process.stdout);
  const head = `${dim(String(event['time']))} ${cyan(String(event['source']))} ${bold(String(event['detail-type']))}`;
  return `${head} ${stringifyJson(event['detail'] ?? null)}`;
}
