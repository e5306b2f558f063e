import type { IncomingMessage } from 'node:http';
import { AwsError } from '../core/errors.ts';

/** What a request says about its signature, before anything of it is believed. */
export interface PresentedSignature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly dateMs: number;
  /** Lower case, in their order. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Set for a signature in the query string, which may be used until then. */
  readonly expiresSeconds?: number;
  /** X-Amz-Security-Token of the query string; the header's is one of the signed headers. */
  readonly queryToken?: string;
  /** The query string without what belongs to the signature. */
  readonly otherQuery: Readonly<Record<string, string | string[]>>;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** @throws AwsError MissingAuthenticationTokenException, IncompleteSignatureException */
export function presentedSignature(request: IncomingMessage, url: URL): PresentedSignature {
  if (url.searchParams.has('X-Amz-Algorithm')) return fromQuery(url);
  const header = request.headers.authorization;
  if (header === undefined) {
    const statusCode = request.headers['x-amz-target'] === undefined ? 403 : 400;
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', statusCode);
  }
  return fromHeader(header, request, url);
}

function fromHeader(header: string, request: IncomingMessage, url: URL): PresentedSignature {
  const [algorithm, ...rest] = header.split(' ');
  if (algorithm !== ALGORITHM) {
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}' (only ${ALGORITHM} for now).`);
  }
  const fields = new Map(
    rest
      .join(' ')
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')];
      }),
  );
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter((name) => !fields.get(name));
  if (missing.length > 0) {
    const reasons = missing.map((name) => `Authorization header requires '${name}' parameter.`);
    throw incomplete(`${reasons.join(' ')} Authorization=${algorithm}`);
  }
  const date = request.headers['x-amz-date'];
  if (typeof date !== 'string') {
    throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  return {
    ...scopeOf(fields.get('Credential') as string, date),
    signedHeaders: (fields.get('SignedHeaders') as string).split(';'),
    signature: fields.get('Signature') as string,
    otherQuery: queryOf(url),
  };
}

function fromQuery(url: URL): PresentedSignature {
  const query = url.searchParams;
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ];
  const missing = names.filter((name) => !query.get(name));
  if (missing.length > 0) {
    const reasons = missing.map((name) => `AWS query-string parameters must include '${name}'.`);
    throw incomplete(`${reasons.join(' ')} Re-examine the query-string parameters.`);
  }
  const token = query.get('X-Amz-Security-Token');
  return {
    ...scopeOf(query.get('X-Amz-Credential') as string, query.get('X-Amz-Date') as string),
    signedHeaders: (query.get('X-Amz-SignedHeaders') as string).split(';'),
    signature: query.get('X-Amz-Signature') as string,
    expiresSeconds: Number(query.get('X-Amz-Expires') ?? 0),
    ...(token !== null && { queryToken: token }),
    otherQuery: queryOf(url),
  };
}

type Scope = Pick<PresentedSignature, 'accessKeyId' | 'region' | 'service' | 'dateMs'>;

/** Reads "AKID/20260101/us-east-1/events/aws4_request" and "20260101T120000Z". */
function scopeOf(credential: string, date: string): Scope {
  const parts = credential.split('/');
  const [accessKeyId, day, region, service, terminator] = parts as [string, string, string, string, string];
  if (parts.length !== 5 || terminator !== 'aws4_request') {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const dateMs = Date.parse(iso);
  if (iso === date || Number.isNaN(dateMs)) {
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (!date.startsWith(day)) {
    throw new AwsError(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  }
  return { accessKeyId, region, service, dateMs };
}

const SIGNATURE_PARAMETERS = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
]);

function queryOf(url: URL): Record<string, string | string[]> {
  const names = [...new Set(url.searchParams.keys())].filter((name) => !SIGNATURE_PARAMETERS.has(name));
  return Object.fromEntries(
    names.map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] as string) : values];
    }),
  );
}

function incomplete(message: string): AwsError {
  return new AwsError('IncompleteSignatureException', message);
}
