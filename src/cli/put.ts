import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { Command, Option } from 'commander';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { readJsonArgument } from './json-argument.ts';

interface PutOptions {
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  readonly resource?: string[];
}

export function putCommand(): Command {
  return new Command('put')
    .description('Put an event on a bus.')
    .option('--endpoint-url <url>', 'an endpoint other than AWS, such as the one `lambdaless dev` prints')
    .option('--region <region>', 'the AWS region (default: from the environment or the profile)')
    .option('--profile <name>', 'a profile of the AWS configuration files')
    .option('--bus <name>', 'name or ARN of the event bus', 'default')
    .requiredOption('--source <source>', "the event's source")
    .requiredOption('--detail-type <type>', "the event's detail-type")
    .addOption(
      new Option('--detail <json>', "the event's detail: JSON, file://path, or - for stdin").default('{}'),
    )
    .option('--resource <arn...>', 'resources that the event concerns')
    .addHelpText(
      'after',
      `
Examples:
  $ lambdaless put --endpoint-url http://127.0.0.1:4650 --source shop --detail-type Ordered --detail '{"amount":5}'
  $ lambdaless put --bus orders --source shop --detail-type Ordered --detail file://order.json`,
    )
    .action(put);
}

async function put(options: PutOptions): Promise<void> {
  const detail = await readJsonArgument('--detail', options.detail);
  const client = new EventBridgeClient(clientConfig(options));
  const entry = {
    EventBusName: options.bus,
    Source: options.source,
    DetailType: options.detailType,
    Detail: detail,
    ...(options.resource ? { Resources: options.resource } : {}),
  };
  const answer = await client.send(new PutEventsCommand({ Entries: [entry] })).catch((error: unknown) => {
    throw new LambdalessError('AWS_REQUEST_FAILED', `PutEvents failed: ${messageOf(error)}`);
  });
  const [result] = answer.Entries ?? [];
  if (result?.ErrorCode) {
    throw new LambdalessError(
      'AWS_REQUEST_FAILED',
      `the bus refused the event: ${result.ErrorCode}: ${result.ErrorMessage}`,
    );
  }
  process.stdout.write(`${result?.EventId}\n`);
}

/** The standard chain decides, except that a local endpoint needs neither a region nor credentials. */
export function clientConfig(options: {
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly profile?: string;
}): EventBridgeClientConfig {
  const { endpointUrl, region, profile } = options;
  const local = endpointUrl !== undefined && /^https?:\/\/(127\.|localhost|\[::1\])/.test(endpointUrl);
  return {
    ...(endpointUrl ? { endpoint: endpointUrl } : {}),
    ...(region ? { region } : local ? { region: process.env['AWS_REGION'] ?? 'us-east-1' } : {}),
    ...(profile ? { profile } : {}),
    ...(local && !profile ? { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } : {}),
  };
}
