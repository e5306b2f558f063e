import { Command } from 'commander';
import { resolveTarget } from '../client/target.ts';
import { type AwsOptions, addAwsOptions } from './aws.ts';
import { readCount } from './duration.ts';

interface UrlOptions extends AwsOptions {
  readonly stack?: string;
  readonly expires: number;
}

export function urlCommand(): Command {
  const command = new Command('url')
    .description('Print a signed WebSocket URL to paste into Postman, websocat, wscat or the page.')
    .argument('[url]', 'the WebSocket URL (default: the stack of `lambdaless dev` on its usual port)')
    .option('--stack <name>', 'a deployed CloudFormation stack, whose outputs hold the URL')
    .option(
      '--expires <seconds>',
      'how long one may connect with it; a connection outlives it',
      readCount,
      300,
    );
  return addAwsOptions(command)
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
