import { LambdalessError, messageOf } from '../core/errors.ts';

/** How to reach AWS, in the AWS CLI's own terms. */
export interface AwsOptions {
  /** An endpoint other than AWS's own. */
  readonly endpointUrl?: string;
  /** The AWS region. @default - from the environment or the profile */
  readonly region?: string;
  /** A profile of the AWS configuration files. @default - the standard credential chain */
  readonly profile?: string;
}

export interface AwsClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** 1: a request is sent once, whatever happens to its answer. */
  readonly maxAttempts?: number;
}

/** The SDK warns on stderr about Node versions that it will drop; that is news for us, not for the person. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** The standard chain decides, except that a local endpoint needs neither a region nor credentials. */
export function awsClientConfig(options: AwsOptions): AwsClientConfig {
  const { endpointUrl, region, profile } = options;
  const local = endpointUrl !== undefined && isLoopback(endpointUrl);
  return {
    ...(endpointUrl ? { endpoint: endpointUrl } : {}),
    ...(region ? { region } : local ? { region: environmentRegion() ?? 'us-east-1' } : {}),
    ...(profile ? { profile } : {}),
    ...(local && !profile ? { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } : {}),
  };
}

/** @throws LambdalessError BAD_ARGUMENT */
export function checkEndpoint(url: string | undefined): void {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return;
  throw new LambdalessError(
    'BAD_ARGUMENT',
    `${url} is not an endpoint URL: those begin with http:// or https://.`,
  );
}

/** What the SDK says, and what there is to do about it. */
const ADVICE: readonly (readonly [says: RegExp, advice: string])[] = [
  [/Region (is missing|not accepted)/, 'Give --region or --profile, or set AWS_REGION.'],
  [/SSO|sso/, 'Run `aws sso login`.'],
  [/expired/i, 'Renew them; with SSO, by `aws sso login`.'],
  [/credentials/i, 'Give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'],
  [/does not exist/, 'Is it in this account, and in this --region?'],
];

export function awsRequestFailed(what: string, error: unknown): LambdalessError {
  const message = messageOf(error);
  const advice = ADVICE.find(([says]) => says.test(message))?.[1];
  return new LambdalessError(
    'AWS_REQUEST_FAILED',
    `${what}: ${message.replace(/\.$/, '')}${advice ? `. ${advice}` : ''}`,
    {
      cause: error,
    },
  );
}

/** An empty variable is as good as none. */
export function environmentRegion(): string | undefined {
  return process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined;
}

export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    hostname.startsWith('127.') ||
    hostname.endsWith('.localhost')
  );
}
