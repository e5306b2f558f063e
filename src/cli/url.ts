import { Command } from 'commander';
import { resolveTarget } from '../client/target.ts';
import { addStackOptions, type StackOptions } from './aws.ts';
import { readCount } from './duration.ts';

interface UrlOptions extends StackOptions {
  readonly expires: number;
}

export function urlCommand(): Command {
  const command = new Command('url')
    .description('Print a signed WebSocket URL to paste into Postman, websocat, wscat or the page.')
    .option(
      '--expires <seconds>',
      'how long one may connect with it; a connection outlives it',
      readCount,
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
