import { Command, InvalidArgumentError } from 'commander';
import { resolveTarget } from '../client/target.ts';
import { addStackOptions, type StackOptions } from './aws.ts';

interface UrlOptions extends StackOptions {
  readonly expires: number;
}

export function urlCommand(): Command {
  const command = new Command('url')
    .description('Print a signed WebSocket URL to paste into Postman, websocat, wscat or the page.')
    .option(
      '--expires <seconds>',
      'how long one may connect with it, a week at most; a connection outlives it',
      readExpiry,
      300,
    );
  return addStackOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ lambdaless url --stack Lambdaless --expires 60
  $ npx wscat -c "$(lambdaless url --stack Lambdaless)"`,
    )
    .action(async (url: string | undefined, options: UrlOptions) => {
      const { expires, ...rest } = options;
      const target = await resolveTarget({ ...rest, expiresSeconds: expires, ...(url ? { url } : {}) });
      process.stdout.write(`${await target.signedUrl()}\n`);
    });
}

/** Signature version 4 knows no longer life. */
const WEEK_SECONDS = 7 * 24 * 60 * 60;

function readExpiry(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > WEEK_SECONDS) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${WEEK_SECONDS}.`);
  }
  return seconds;
}
