import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { type JsonObject, parseJson, stringifyJson } from '../core/json.ts';
import type { SigningCredentials } from '../wire/presign.ts';

/** How a service is called with AWS's JSON protocol. Source: botocore's service models. */
const PROTOCOLS = {
  dynamodb: { target: 'DynamoDB_20120810', version: '1.0' },
  events: { target: 'AWSEvents', version: '1.1' },
  logs: { target: 'Logs_20140328', version: '1.1' },
  sqs: { target: 'AmazonSQS', version: '1.0' },
  states: { target: 'AWSStepFunctions', version: '1.0' },
} as const;

/** Operations that have a host of their own. */
const HOST_PREFIX: Readonly<Record<string, string>> = { TestState: 'sync-', StartSyncExecution: 'sync-' };

export type JsonService = keyof typeof PROTOCOLS;

export interface AwsCallOptions {
  readonly region: string;
  /** Asked before each call: they may be renewed. */
  readonly credentials: () => Promise<SigningCredentials>;
  /** An endpoint other than AWS. */
  readonly endpointUrl?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly type: string;
  readonly code: string;
  readonly message: string;
}

interface Request {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Calls AWS's APIs as they are, without an SDK between that reads, retries and renames: for whoever wants to know what
 * exactly AWS answers.
 */
export class AwsCaller {
  private readonly options: AwsCallOptions;

  constructor(options: AwsCallOptions) {
    this.options = options;
  }

  /** @throws TypeError when nothing answers; errors of the API are answers */
  async call(
    service: JsonService,
    operation: string,
    input: JsonObject | string,
    { unsigned = false }: { readonly unsigned?: boolean } = {},
  ): Promise<RawAnswer> {
    const { target, version } = PROTOCOLS[service];
    const request: Request = {
      service,
      method: 'POST',
      url: `${this.endpoint(service, operation)}/`,
      headers: {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${target}.${operation}`,
      },
      body: typeof input === 'string' ? input : stringifyJson(input),
    };
    const { status, text } = unsigned ? await send(request) : await this.signed(request);
    return read(status, text);
  }

  /** A request to an API of API Gateway. @throws TypeError when nothing answers */
  async http(method: string, url: string, body?: string): Promise<{ status: number; text: string }> {
    return this.signed({
      service: 'execute-api',
      method,
      url,
      headers: {},
      ...(body !== undefined && { body }),
    });
  }

  private endpoint(service: JsonService, operation: string): string {
    const { endpointUrl, region } = this.options;
    if (endpointUrl !== undefined) return endpointUrl.replace(/\/$/, '');
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    return `https://${HOST_PREFIX[operation] ?? ''}${service}.${region}.${suffix}`;
  }

  private async signed(request: Request): Promise<{ status: number; text: string }> {
    const { service, method, body } = request;
    const { host, hostname, pathname, protocol } = new URL(request.url);
    const signer = new SignatureV4({
      service,
      region: this.options.region,
      credentials: await this.options.credentials(),
      sha256: Sha256,
    });
    const signed = await signer.sign(
      new HttpRequest({
        method,
        protocol,
        hostname,
        path: pathname,
        headers: { ...request.headers, host },
        ...(body !== undefined && { body }),
      }),
    );
    const { host: _, ...headers } = signed.headers;
    return send({ ...request, headers });
  }
}

async function send({ url, method, headers, body }: Request): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  return { status: answer.status, text: await answer.text() };
}

function read(status: number, text: string): RawAnswer {
  const body = (text === '' ? {} : parseJson(text)) as JsonObject;
  const type = status < 300 ? '' : String(body['__type'] ?? '');
  const message = status < 300 ? '' : String(body['message'] ?? body['Message'] ?? '');
  return { status, body, type, code: type.slice(type.indexOf('#') + 1), message };
}
