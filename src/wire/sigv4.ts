import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../core/clock.ts';
import { AwsError } from '../core/errors.ts';
import type { Caller } from '../core/operations.ts';
import { type PresentedSignature, presentedSignature } from './presented-signature.ts';

/** A key pair that the local endpoint knows, and who it is. */
export interface LocalCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly caller: Caller;
}

export interface SignatureVerifierOptions {
  readonly clock: Clock;
  readonly region: string;
  /** @default "test" with the secret "test", who is the account itself */
  readonly credentials?: readonly LocalCredential[];
}

export const TEST_CREDENTIAL: LocalCredential = {
  accessKeyId: 'test',
  secretAccessKey: 'test',
  caller: { kind: 'account' },
};

/** For so long before or after its date a request is accepted. */
const TOLERANCE_MINUTES = 5;
const MINUTE_MS = 60_000;

export type SignatureVerifier = (request: IncomingMessage, url: URL, body: Buffer) => Promise<Caller>;

/**
 * Verifies AWS Signature Version 4, in the `Authorization` header or in the query string.
 * The verifier throws AwsError with AWS's codes and words: MissingAuthenticationTokenException,
 * IncompleteSignatureException, UnrecognizedClientException, InvalidSignatureException; 403 from API Gateway, 400 from
 * the other services.
 */
export function signatureVerifier(options: SignatureVerifierOptions): SignatureVerifier {
  const known = new Map(
    (options.credentials ?? [TEST_CREDENTIAL]).map((credential) => [credential.accessKeyId, credential]),
  );
  return async (request, url, body) => {
    const presented = presentedSignature(request, url);
    checkScope(presented, options.region);
    checkDate(presented, options.clock.now());
    const credential = known.get(presented.accessKeyId);
    if (!credential) {
      throw refusal(
        presented,
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    }
    const expected = await expectedSignature(presented, credential, request, url, body);
    if (!equal(expected, presented.signature)) throw mismatch(presented);
    return credential.caller;
  };
}

function checkScope(presented: PresentedSignature, region: string): void {
  if (!presented.signedHeaders.includes('host')) {
    throw refusal(
      presented,
      'InvalidSignatureException',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  }
  if (presented.region !== region) {
    throw refusal(
      presented,
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${presented.region}'.`,
    );
  }
}

function checkDate(presented: PresentedSignature, nowMs: number): void {
  const toleranceMs = TOLERANCE_MINUTES * MINUTE_MS;
  const lifetimeMs = presented.expiresSeconds === undefined ? toleranceMs : presented.expiresSeconds * 1000;
  const [date, now] = [basicIso(presented.dateMs), basicIso(nowMs)];
  if (presented.dateMs + lifetimeMs < nowMs) {
    const earliest = basicIso(nowMs - lifetimeMs);
    const span =
      presented.expiresSeconds === undefined ? `${TOLERANCE_MINUTES} min` : `${presented.expiresSeconds} s`;
    const message = `Signature expired: ${date} is now earlier than ${earliest} (${now} - ${span}.)`;
    throw refusal(presented, 'InvalidSignatureException', message);
  }
  if (presented.dateMs - toleranceMs > nowMs) {
    const latest = basicIso(nowMs + toleranceMs);
    const message = `Signature not yet current: ${date} is still later than ${latest} (${now} + ${TOLERANCE_MINUTES} min.)`;
    throw refusal(presented, 'InvalidSignatureException', message);
  }
}

/** "20260101T120000Z" */
function basicIso(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Signs the request anew with the secret that belongs to the key. */
async function expectedSignature(
  presented: PresentedSignature,
  { accessKeyId, secretAccessKey }: LocalCredential,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Promise<string> {
  const signer = new SignatureV4({
    service: presented.service,
    region: presented.region,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(presented.queryToken !== undefined && { sessionToken: presented.queryToken }),
    },
    sha256: Sha256,
    applyChecksum: false,
  });
  const headers = signedHeaders(presented, request);
  checkPayloadHash(presented, headers, body);
  const toSign = new HttpRequest({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: presented.otherQuery,
    headers,
    body,
  });
  const common = {
    signingDate: new Date(presented.dateMs),
    signableHeaders: new Set(presented.signedHeaders),
  };
  if (presented.expiresSeconds !== undefined) {
    const signed = await signer.presign(toSign, { ...common, expiresIn: presented.expiresSeconds });
    return String(signed.query?.['X-Amz-Signature']);
  }
  const signed = await signer.sign(toSign, common);
  return /Signature=([0-9a-f]+)/.exec(signed.headers['authorization'] ?? '')?.[1] ?? '';
}

function signedHeaders(presented: PresentedSignature, request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of presented.signedHeaders) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return headers;
}

/** The hash that a client declares is what is signed: it must be that of the body that came. */
function checkPayloadHash(
  presented: PresentedSignature,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): void {
  const declared = headers['x-amz-content-sha256'];
  if (declared === undefined || declared === 'UNSIGNED-PAYLOAD') return;
  if (declared !== createHash('sha256').update(body).digest('hex')) throw mismatch(presented);
}

function mismatch(presented: PresentedSignature): AwsError {
  return refusal(
    presented,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

function refusal({ service }: PresentedSignature, code: string, message: string): AwsError {
  return new AwsError(code, message, service === 'execute-api' ? 403 : 400);
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
