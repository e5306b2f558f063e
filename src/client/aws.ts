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
