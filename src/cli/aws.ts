import type { Command } from 'commander';
import type { AwsOptions } from '../client/aws.ts';

export type { AwsOptions } from '../client/aws.ts';

/** Which stack a command talks to, and how. */
export interface StackOptions extends AwsOptions {
  readonly stack?: string;
  readonly sign?: boolean;
}

export function addStackOptions(command: Command): Command {
  return addAwsOptions(
    command
      .argument('[url]', 'the WebSocket URL (default: the stack of `lambdaless dev` on its usual port)')
      .option('--stack <name>', 'a deployed CloudFormation stack, whose outputs hold the URL'),
  ).option(
    '--sign',
    'sign for a custom domain, or for `dev --verify-signatures`; AWS hosts are always signed for',
  );
}

export function addAwsOptions(command: Command): Command {
  return command
    .option('--endpoint-url <url>', 'an endpoint other than AWS, such as the one `lambdaless dev` prints')
    .option('--region <region>', 'the AWS region (default: from the environment or the profile)')
    .option('--profile <name>', 'a profile of the AWS configuration files (SSO included)');
}
