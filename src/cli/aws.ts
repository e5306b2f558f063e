import type { Command } from 'commander';

export type { AwsOptions } from '../client/aws.ts';

export function addAwsOptions(command: Command): Command {
  return command
    .option('--endpoint-url <url>', 'an endpoint other than AWS, such as the one `lambdaless dev` prints')
    .option('--region <region>', 'the AWS region (default: from the environment or the profile)')
    .option('--profile <name>', 'a profile of the AWS configuration files (SSO included)');
}
