import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RandomSource } from '../core/environment.ts';
import { AwsError } from '../core/errors.ts';
import type { Caller } from '../core/operations.ts';
import type { Span, SpanAttributes } from '../core/trace.ts';
import { abortWithClient } from './aws-request.ts';
import { decodedBody } from './content-coding.ts';
import { BodyTooLarge, type HttpRoute, readBody } from './http-server.ts';

/** A stage of an API, and the rest of the path behind it. */
export interface ApiPlace {
  readonly apiId: string;
  readonly stage: string;
  readonly path: string;
}

export interface ExecuteApiRequest extends ApiPlace {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sourceIp: string;
  readonly caller: Caller | undefined;
  readonly span: Span;
  readonly within?: { readonly signal: AbortSignal };
}

export interface ExecuteApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExecuteApiOptions {
  /** The API that a request means; undefined if it is for none. */
  locate(host: string | undefined, pathname: string): ApiPlace | undefined;
  handleHttp(request: ExecuteApiRequest): Promise<ExecuteApiResponse>;
  /**
   * Who signed a request.
   * @throws AwsError for a signature that is missing or not accepted
   */
  callerOf(request: IncomingMessage, url: URL, body: Buffer): Promise<Caller>;
  startRequest(name: string, attributes: SpanAttributes): Span;
  readonly random: RandomSource;
}

/** API Gateway's payload limit. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The HTTP side of API Gateway: REST APIs and `@connections`, at `/{apiId}/{stage}/…`. */
export function executeApiRoute(options: ExecuteApiOptions): HttpRoute {
  return {
    accepts: (request, url) => options.locate(request.headers.host, url.pathname) !== undefined,
    async handle(request, response, url) {
      send(response, await answer(options, request, url, abortWithClient(response)), options.random.uuid());
    },
  };
}

async function answer(
  options: ExecuteApiOptions,
  request: IncomingMessage,
  url: URL,
  signal: AbortSignal,
): Promise<ExecuteApiResponse> {
  const place = options.locate(request.headers.host, url.pathname) as ApiPlace;
  const method = request.method ?? 'GET';
  let body: Buffer;
  try {
    body = await readBody(request, MAX_BODY_BYTES);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    return problem(413, 'RequestTooLargeException', 'Request Too Long');
  }
  let caller: Caller | undefined;
  try {
    caller = await callerOf(options, request, url, body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return problem(403, error.code, error.message);
  }
  const payload = decodedBody(request.headers['content-encoding'], body, MAX_BODY_BYTES);
  if (!payload) return problem(415, 'BadRequestException', 'Unsupported Media Type');
  const span = options.startRequest(`${method} ${place.path}`, { apiId: place.apiId, stage: place.stage });
  const response = await options.handleHttp({
    ...place,
    method,
    headers: headersOf(request),
    query: Object.fromEntries(url.searchParams),
    body: payload.toString('utf8'),
    sourceIp: request.socket.remoteAddress ?? '',
    caller,
    span,
    within: { signal },
  });
  span.end();
  return response;
}

/** Methods without authorization take unsigned requests, so a missing signature is no failure yet. */
async function callerOf(
  options: ExecuteApiOptions,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Promise<Caller | undefined> {
  try {
    return await options.callerOf(request, url, body);
  } catch (error) {
    const isMissing = error instanceof AwsError && error.code.startsWith('MissingAuthenticationToken');
    if (isMissing) return undefined;
    throw error;
  }
}

/** Names as the client wrote them, which templates see; values of repeated ones are joined. */
export function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers = new Map<string, { readonly name: string; value: string }>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at] as string, rawHeaders[at + 1] as string];
    const former = headers.get(name.toLowerCase());
    if (former) former.value += `,${value}`;
    else headers.set(name.toLowerCase(), { name, value });
  }
  return Object.fromEntries([...headers.values()].map(({ name, value }) => [name, value]));
}

function problem(statusCode: number, errorType: string, message: string): ExecuteApiResponse {
  const headers = { 'Content-Type': 'application/json', 'x-amzn-ErrorType': errorType };
  return { statusCode, headers, body: JSON.stringify({ message }) };
}

function send(
  response: ServerResponse,
  { statusCode, headers, body }: ExecuteApiResponse,
  requestId: string,
): void {
  response.writeHead(statusCode, {
    ...headers,
    'x-amzn-RequestId': requestId,
    ...(statusCode !== 204 && { 'Content-Length': Buffer.byteLength(body) }),
  });
  response.end(body);
}
