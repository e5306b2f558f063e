import { LambdalessError, messageOf } from '../core/errors.ts';
import type { SigningCredentials } from '../wire/presign.ts';
import { type AwsOptions, awsClientConfig, environmentRegion } from './aws.ts';
import type { AwsCaller } from './aws-call.ts';
import { localStackAt } from './local.ts';

/** A resource of a stack, as CloudFormation names it. */
export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** A deployed stack by its name, or the one that runs at `endpointUrl`. */
export interface StackOptions extends AwsOptions {
  readonly stack?: string;
}

const REGION_OF_HOST = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/;

/**
 * AWS's APIs in the region of a WebSocket URL, or those of a local endpoint.
 * @returns nothing where no credentials are found, or no region
 */
export async function awsCallerFor(url: string, options: AwsOptions): Promise<AwsCaller | undefined> {
  const { endpointUrl, profile } = options;
  const region = options.region ?? REGION_OF_HOST.exec(url)?.[1] ?? environmentRegion();
  const local = endpointUrl === undefined ? {} : awsClientConfig({ ...options, endpointUrl });
  const known = region ?? local.region;
  if (known === undefined) return undefined;
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  const chain = fromNodeProviderChain(profile ? { profile } : {});
  const credentials = (): Promise<SigningCredentials> =>
    local.credentials ? Promise.resolve(local.credentials) : chain();
  const found = await credentials().catch(() => undefined);
  if (!found) return undefined;
  const { AwsCaller } = await import('./aws-call.ts');
  return new AwsCaller({ region: known, credentials, ...(endpointUrl && { endpointUrl }) });
}

/** The outputs of a stack; none where it is not known which stack it is. @throws LambdalessError AWS_REQUEST_FAILED */
export async function outputsOf(options: StackOptions): Promise<Readonly<Record<string, string>>> {
  const { stack, endpointUrl } = options;
  if (stack === undefined) {
    const local = endpointUrl === undefined ? undefined : await localStackAt(endpointUrl);
    return local?.outputs ?? {};
  }
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(awsClientConfig(options));
  const answer = await client
    .send(new DescribeStacksCommand({ StackName: stack }))
    .catch(failed(`cannot read the outputs of stack ${stack}`));
  const outputs = answer.Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(
    outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const),
  );
}

/** The resources of a stack. @throws LambdalessError AWS_REQUEST_FAILED */
export async function resourcesOf(options: StackOptions): Promise<StackResource[]> {
  const { CloudFormationClient, DescribeStackResourcesCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  const client = new CloudFormationClient(awsClientConfig(options));
  const answer = await client
    .send(new DescribeStackResourcesCommand({ StackName: options.stack }))
    .catch(failed(`cannot read the resources of stack ${options.stack ?? ''}`));
  return (answer.StackResources ?? []).map(
    ({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '' }) => ({
      logicalId: LogicalResourceId,
      physicalId: PhysicalResourceId,
      type: ResourceType,
    }),
  );
}

function failed(what: string): (error: unknown) => never {
  return (error) => {
    throw new LambdalessError('AWS_REQUEST_FAILED', `${what}: ${messageOf(error)}`, { cause: error });
  };
}
