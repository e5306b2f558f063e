import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../core/json.ts';
import { errorTypeOf } from '../core/protocol-errors.ts';
import {
  type AwsWireOptions,
  type Exchange,
  internalFailure,
  MAX_REQUEST_BYTES,
  perform,
} from './aws-request.ts';
import { type JsonService, type JsonTarget, jsonTargetOf } from './aws-services.ts';
import { crc32 } from './crc32.ts';
import { BodyTooLarge, type HttpRoute, readBody } from './http-server.ts';

/**
 * AWS's JSON protocols 1.0 and 1.1: `POST /` whose `X-Amz-Target` names service and operation, a JSON document
 * in, one out. Serves every entry of the operations table that belongs to a service of these protocols.
 */
export function awsJsonRoute(options: AwsWireOptions): HttpRoute {
  return {
    accepts: (request) => request.method === 'POST' && request.headers['x-amz-target'] !== undefined,
    handle: (request, response, url) => serve(options, request, response, url),
  };
}

async function serve(
  options: AwsWireOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const header = String(request.headers['x-amz-target']);
  const target = jsonTargetOf(header);
  const send = sender(response, target?.service, options.random.uuid());
  let body: Buffer;
  try {
    body = await readBody(request, MAX_REQUEST_BYTES);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    return send(413, errorBody(new AwsError('RequestEntityTooLargeException', error.message, 413)));
  }
  try {
    if (!target) throw unknownOperation(header);
    send(200, await answer(options, target, { request, response, url, body }));
  } catch (error) {
    const shown = error instanceof AwsError ? error : internalFailure();
    send(shown.statusCode, errorBody(shown, target?.service), shown);
    if (shown !== error) throw error;
  }
}

async function answer(options: AwsWireOptions, target: JsonTarget, exchange: Exchange): Promise<JsonValue> {
  const { request, url, body } = exchange;
  const caller = await options.callerOf(request, url, body);
  const { operation: name, service } = target;
  if (!options.operations.has(name)) throw unknownOperation(name);
  const protocol = `aws-json ${service.jsonVersion}`;
  return perform(options, exchange, { name, input: parseInput(body), caller, protocol });
}

/** An operation without members may be called with an empty body. */
function parseInput(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let value: JsonValue;
  try {
    value = parseJson(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
  if (isJsonObject(value)) return value;
  throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
}

function unknownOperation(name: string): AwsError {
  return new AwsError('UnknownOperationException', `The operation '${name}' is not implemented here.`);
}

function errorBody(error: AwsError, service?: JsonService): JsonValue {
  return {
    __type: errorTypeOf(error.code, service?.errorNamespace ?? ''),
    message: error.message,
    ...(error.details as JsonObject),
  };
}

type Send = (statusCode: number, body: JsonValue, error?: AwsError) => void;

function sender(response: ServerResponse, service: JsonService | undefined, requestId: string): Send {
  return (statusCode, value, error) => {
    const body = Buffer.from(stringifyJson(value));
    const headers: Record<string, string | number> = {
      'Content-Type': `application/x-amz-json-${service?.jsonVersion ?? '1.0'}`,
      'Content-Length': body.length,
      'x-amzn-RequestId': requestId,
    };
    if (error) headers['x-amzn-ErrorType'] = error.code;
    if (error && service?.queryErrorCodes) {
      const code = service.queryErrorCodes[error.code] ?? error.code;
      headers['x-amzn-query-error'] = `${code};${statusCode < 500 ? 'Sender' : 'Receiver'}`;
    }
    if (service?.checksum) headers['x-amz-crc32'] = crc32(body);
    response.writeHead(statusCode, headers);
    response.end(body);
  };
}
