import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { LambdalessError } from '../core/errors.ts';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface PresignOptions {
  /** "wss://abc.execute-api.us-east-1.amazonaws.com/prod", or a local "ws://…" */
  readonly url: string;
  readonly region: string;
  readonly credentials: SigningCredentials;
  /** How long the URL can be used to connect; a connection outlives it. @default 300 */
  readonly expiresSeconds?: number;
  /** @default now */
  readonly signingDate?: Date;
}

/**
 * Signs a WebSocket URL in its query string, so that any client can use it: SigV4 for `execute-api`, with `host` as
 * the only signed header (API Gateway developer guide, "Control access to WebSocket APIs with AWS_IAM").
 * @throws LambdalessError BAD_ARGUMENT when the URL is none
 */
export async function presignWebSocketUrl(options: PresignOptions): Promise<string> {
  const { url, region, credentials, expiresSeconds = 300, signingDate } = options;
  if (!URL.canParse(url)) throw new LambdalessError('BAD_ARGUMENT', `This is not a URL: ${url}`);
  const parsed = new URL(url);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const request = new HttpRequest({
    method: 'GET',
    protocol: parsed.protocol,
    hostname: parsed.hostname,
    path: parsed.pathname,
    query: Object.fromEntries(parsed.searchParams),
    headers: { host: parsed.host },
  });
  const signed = await signer.presign(request, {
    expiresIn: expiresSeconds,
    ...(signingDate && { signingDate }),
  });
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}?${queryText(signed.query ?? {})}`;
}

function queryText(query: Readonly<Record<string, string | string[] | null>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ''))}`)
    .join('&');
}
