import { LambdalessError } from '../core/errors.ts';
import type { SigningCredentials } from '../wire/presign.ts';
import {
  type AwsOptions,
  awsClientConfig,
  awsRequestFailed,
  checkEndpoint,
  environmentRegion,
  isLoopback,
} from './aws.ts';
import { localStackAt } from './local.ts';
import { LOCAL_ENDPOINT } from './local-endpoint.ts';

export interface TargetOptions extends AwsOptions {
  /** The WebSocket URL. @default - the local runtime's */
  readonly url?: string;
  /** A CloudFormation stack, whose outputs hold the URL. */
  readonly stack?: string;
  /** Sign although the host is not API Gateway's own: a custom domain, or a runtime that verifies signatures. */
  readonly sign?: boolean;
  /** How long a signed URL is valid, in seconds; connections outlive it. */
  readonly expiresSeconds?: number;
}

/** A stack to talk to, deployed or local. */
export interface Target {
  /** The WebSocket URL, unsigned. */
  readonly url: string;
  /** The URL as a client may use it now: signed afresh at each call where AWS asks for a signature. */
  readonly signedUrl: () => Promise<string>;
  /** The stack's bus, where its outputs say which. */
  readonly eventBusName?: string;
  /** Where events are put: set for the local runtime. */
  readonly endpointUrl?: string;
}

const EXECUTE_API_HOST = /^[a-z0-9]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/;

/**
 * Finds the WebSocket URL: given, from a stack's outputs, or from the runtime on this machine.
 * @throws LambdalessError BAD_ARGUMENT, CONNECTION_FAILED, AWS_REQUEST_FAILED.
 */
export async function resolveTarget(options: TargetOptions): Promise<Target> {
  if (options.url !== undefined && options.stack !== undefined) {
    throw new LambdalessError('BAD_ARGUMENT', 'give either a URL or --stack, not both');
  }
  checkEndpoint(options.endpointUrl);
  if (options.url !== undefined) return targetOf(options.url, undefined, options);
  if (options.stack !== undefined) return fromStack(options.stack, options);
  return fromLocalRuntime(options);
}

function targetOf(url: string, eventBusName: string | undefined, options: TargetOptions): Target {
  checkWebSocketUrl(url);
  const region = regionToSignFor(url, options);
  return {
    url,
    ...(eventBusName === undefined ? {} : { eventBusName }),
    signedUrl: region === undefined ? async () => url : () => sign(url, region, options),
    ...(isLoopback(url) ? { endpointUrl: options.endpointUrl ?? httpOrigin(url) } : {}),
  };
}

async function fromStack(stack: string, options: TargetOptions): Promise<Target> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(awsClientConfig(options));
  const answer = await client
    .send(new DescribeStacksCommand({ StackName: stack }))
    .catch((error: unknown) => {
      throw awsRequestFailed(`cannot read the outputs of stack ${stack}`, error);
    });
  const outputs = Object.fromEntries(
    (answer.Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ]),
  );
  // A construct inside a larger stack has a prefix before the name of each of its outputs.
  const output = (name: RegExp): string | undefined =>
    Object.entries(outputs).find(([key]) => name.test(key))?.[1];
  const url = output(/webSocketAPIurl/i);
  if (url === undefined) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      `stack ${stack} has no output webSocketAPIurl: is it a Lambdaless stack? In a CDK app, addOutputs() of the construct makes it`,
    );
  }
  return targetOf(url, output(/eventBusName$/i), options);
}

async function fromLocalRuntime(options: TargetOptions): Promise<Target> {
  const endpoint = options.endpointUrl ?? LOCAL_ENDPOINT;
  const stack = await localStackAt(endpoint);
  if (stack === undefined) {
    throw new LambdalessError(
      'CONNECTION_FAILED',
      `nothing runs at ${endpoint}. Start the local stack with \`lambdaless dev\`, or name a URL or --stack.`,
    );
  }
  const { webSocketAPIurl, eventBusName } = stack;
  if (webSocketAPIurl === null) {
    throw new LambdalessError(
      'BAD_ARGUMENT',
      `the stack at ${endpoint} has no output webSocketAPIurl; name a URL`,
    );
  }
  return targetOf(webSocketAPIurl, eventBusName ?? undefined, { ...options, endpointUrl: endpoint });
}

/** @throws LambdalessError BAD_ARGUMENT */
function checkWebSocketUrl(url: string): void {
  if (URL.canParse(url) && /^wss?:$/.test(new URL(url).protocol)) return;
  const hint = /^https?:/.test(url) ? ' An HTTP address is an endpoint URL: --endpoint-url.' : '';
  throw new LambdalessError(
    'BAD_ARGUMENT',
    `${url} is not a WebSocket URL: those begin with ws:// or wss://.${hint}`,
  );
}

/** An API on AWS is signed for, unless the URL carries a signature already; anything else only when told. */
function regionToSignFor(url: string, options: TargetOptions): string | undefined {
  const { hostname, searchParams } = new URL(url);
  if (searchParams.has('X-Amz-Signature')) return undefined;
  const ownRegion = EXECUTE_API_HOST.exec(hostname)?.[1];
  return ownRegion ?? (options.sign ? configuredRegion(options, url) : undefined);
}

/** @throws LambdalessError BAD_ARGUMENT: the name of a custom domain does not say where it is */
function configuredRegion({ region }: TargetOptions, url: string): string {
  const configured = region ?? environmentRegion() ?? (isLoopback(url) ? 'us-east-1' : undefined);
  if (configured !== undefined) return configured;
  throw new LambdalessError(
    'BAD_ARGUMENT',
    `give the --region in which ${new URL(url).host} is, to sign for it`,
  );
}

async function sign(url: string, region: string, options: TargetOptions): Promise<string> {
  const { expiresSeconds } = options;
  const credentials = await credentialsFor(url, options);
  const { presignWebSocketUrl } = await import('../wire/presign.ts');
  return presignWebSocketUrl({ url, region, credentials, ...(expiresSeconds ? { expiresSeconds } : {}) });
}

/** For a runtime on this machine, those that its other clients use. */
async function credentialsFor(url: string, { profile }: TargetOptions): Promise<SigningCredentials> {
  const local = isLoopback(url) ? awsClientConfig({ endpointUrl: url, ...(profile && { profile }) }) : {};
  if (local.credentials) return local.credentials;
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  const provider = fromNodeProviderChain(profile ? { profile } : {});
  return provider().catch((error: unknown) => {
    throw awsRequestFailed('no AWS credentials to sign the URL with', error);
  });
}

function httpOrigin(url: string): string {
  return new URL(url).origin.replace(/^ws/, 'http');
}
