import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import type { OperationName } from '../core/operations.ts';
import { type AwsWireOptions, abortWithClient } from './aws-request.ts';
import { BodyTooLarge, type HttpRoute, readBody } from './http-server.ts';

export interface ManagementOptions extends AwsWireOptions {
  /** The stage of a WebSocket API that a request means, and the path behind it. */
  locate(
    request: IncomingMessage,
    url: URL,
  ): { readonly apiId: string; readonly stage: string; readonly path: string } | undefined;
}

const CONNECTION_PATH = /^\/@connections\/([^/]+)$/;
const OPERATIONS: Readonly<Record<string, OperationName>> = {
  POST: 'execute-api:PostToConnection',
  GET: 'execute-api:GetConnection',
  DELETE: 'execute-api:DeleteConnection',
};
/** A little above the limit of a message, so that the operation itself says what is wrong. */
const MAX_BODY_BYTES = 256 * 1024;

/**
 * The API Gateway Management API: `{POST|GET|DELETE} …/@connections/{connectionId}`.
 * Source: botocore's service model apigatewaymanagementapi (protocol rest-json).
 */
export function managementRoute(options: ManagementOptions): HttpRoute {
  return {
    accepts: (request, url) => targetOf(options, request, url) !== undefined,
    async handle(request, response, url) {
      const target = targetOf(options, request, url) as JsonObject;
      try {
        send(response, await answer(options, request, url, target), options.random.uuid());
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        sendError(response, error, options.random.uuid());
      }
    },
  };
}

function targetOf(options: ManagementOptions, request: IncomingMessage, url: URL): JsonObject | undefined {
  const place = options.locate(request, url);
  const id = place && CONNECTION_PATH.exec(place.path)?.[1];
  if (!place || id === undefined) return undefined;
  return { ApiId: place.apiId, Stage: place.stage, ConnectionId: decoded(id) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No valid escape: no connection has such an id.
    return text;
  }
}

async function answer(
  options: ManagementOptions,
  request: IncomingMessage,
  url: URL,
  target: JsonObject,
): Promise<JsonValue> {
  const body = await readData(request);
  const caller = await options.callerOf(request, url, body);
  const operation = OPERATIONS[request.method ?? ''];
  if (!operation)
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  const span = options.startRequest(operation, { connectionId: target['ConnectionId'] });
  const input = operation === OPERATIONS['POST'] ? { ...target, Data: body.toString('utf8') } : target;
  try {
    const output = await options.operations.call(operation, input, {
      caller,
      span,
      signal: abortWithClient(request),
    });
    span.end();
    return output;
  } catch (error) {
    span.end(error instanceof AwsError ? error : { code: 'InternalFailure', message: String(error) });
    throw error;
  }
}

async function readData(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readBody(request, MAX_BODY_BYTES);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    throw new AwsError('PayloadTooLargeException', 'Message too long', 413);
  }
}

function send(response: ServerResponse, output: JsonValue, requestId: string): void {
  const isEmpty = !isJsonObject(output) || Object.keys(output).length === 0;
  const body = isEmpty ? '' : JSON.stringify(lowerFirst(output));
  response.writeHead(isEmpty && response.req.method === 'DELETE' ? 204 : 200, {
    'Content-Type': 'application/json',
    'x-amzn-RequestId': requestId,
    ...(body !== '' && { 'Content-Length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

/** On the wire the members begin in lower case. */
function lowerFirst(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      lowerFirst(member),
    ]),
  );
}

/** An operation's errors are told by a header; a client's SDK makes its exception class from it. */
function sendError(response: ServerResponse, error: AwsError, requestId: string): void {
  const body = JSON.stringify({ message: error.message });
  response.writeHead(error.code === 'AccessDeniedException' ? 403 : error.statusCode, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-ErrorType': error.code === 'AccessDeniedException' ? 'ForbiddenException' : error.code,
    'x-amzn-RequestId': requestId,
  });
  response.end(body);
}
