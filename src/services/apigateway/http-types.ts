import type { Call, Caller } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';

/** An HTTP request to a stage of an API. */
export interface HttpRequest {
  readonly apiId: string;
  readonly stage: string;
  readonly method: string;
  /** Behind the stage, percent-encoded: "/" or "/@connections/…". */
  readonly path: string;
  /** Names as the client wrote them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sourceIp: string;
  /** Who signed the request; undefined if nobody did. */
  readonly caller: Caller | undefined;
  readonly span: Span;
  /** What the request is made for, which ends with it. */
  readonly within?: Pick<Call, 'signal'>;
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** API Gateway's own answer to what no method answers: SDKs read the error's name from a header. */
export function gatewayResponse(statusCode: number, errorType: string, message: string): HttpResponse {
  return jsonResponse(statusCode, { message }, { 'x-amzn-ErrorType': errorType });
}

export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** What API Gateway says of a path or method that does not exist, and of a request that should be signed. */
export const MISSING_TOKEN: HttpResponse = gatewayResponse(
  403,
  'MissingAuthenticationTokenException',
  'Missing Authentication Token',
);
