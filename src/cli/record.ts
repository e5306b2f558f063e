import { createWriteStream } from 'node:fs';
import { Command } from 'commander';
import { EventStream } from '../client/event-stream.ts';
import { resolveTarget } from '../client/target.ts';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { readCount, readDurationMs } from './duration.ts';
import { ExitCode } from './exit-code.ts';
import { addPatternOptions, type PatternOptions, readPattern } from './pattern-options.ts';
import { type FollowOptions, follow } from './tail/follow.ts';
import { interrupted } from './terminal.ts';

interface RecordOptions extends StackOptions, PatternOptions, FollowOptions {}

export function recordCommand(): Command {
  const command = new Command('record')
    .description('Write the events that match a pattern to a file, with the time at which each arrived.')
    .argument('<file>', 'the file to append to; one JSON document a line: {"at":milliseconds,"event":{…}}');
  return addStackOptions(addPatternOptions(command))
    .option('--count <number>', 'end after so many events', readCount)
    .option('--timeout <duration>', 'end after so long: 30s, 5m', readDurationMs)
    .addHelpText(
      'after',
      `
Examples:
  $ lambdaless record session.ndjson --stack Lambdaless --source shop --timeout 10m
  $ lambdaless replay session.ndjson --speed 2x --to http://127.0.0.1:4650`,
    )
    .action(record);
}

async function record(file: string, url: string | undefined, options: RecordOptions): Promise<void> {
  const pattern = await readPattern(options);
  const stopped = interrupted();
  const target = await Promise.race([resolveTarget({ ...options, ...(url ? { url } : {}) }), stopped]);
  if (!target) process.exit(ExitCode.ok);
  const stream = new EventStream({ url: target.signedUrl, pattern });
  const output = createWriteStream(file, { flags: 'a' });
  const failed = new Promise<never>((_resolve, reject) => {
    output.on('error', (error) => {
      reject(
        new LambdalessError('BAD_ARGUMENT', `cannot write ${file}: ${messageOf(error)}`, { cause: error }),
      );
    });
  });
  stream.on('event', (text) => output.write(`{"at":${Date.now()},"event":${text}}\n`));
  try {
    await Promise.race([follow(stream, options, stopped), failed]);
  } finally {
    stream.close();
    await new Promise((resolve) => output.end(resolve));
  }
}
