import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RandomSource } from '../core/environment.ts';
import { AwsError, messageOf } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Caller, OperationName, Operations } from '../core/operations.ts';
import type { Span, SpanAttributes } from '../core/trace.ts';
import { hasAddresses, type Localize, localized } from './local-urls.ts';

/** What every protocol of the AWS APIs needs to serve a request. */
export interface AwsWireOptions {
  readonly operations: Operations;
  readonly random: RandomSource;
  /** Opens the span under which everything that a request causes is recorded. */
  startRequest(name: string, attributes: SpanAttributes): Span;
  /**
   * Who signed the request.
   * @throws AwsError as AWS refuses a request whose signature it does not accept.
   */
  callerOf(request: IncomingMessage, url: URL, body: Buffer): Promise<Caller>;
  /** @default only queue URLs are made local */
  readonly localize?: Localize;
}

/** A caller on loopback is the account itself, whatever it signs with. */
export const trustEveryone: AwsWireOptions['callerOf'] = async () => ({ kind: 'account' });

/** The largest request that a service behind this port takes is DynamoDB's BatchWriteItem: 16 MiB. */
export const MAX_REQUEST_BYTES: number = 16 * 1024 * 1024;

/** Aborts when the client goes away before its answer was sent (and, to no effect, after that). */
export function abortWithClient(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

/** What a client is told of a defect of ours. */
export function internalFailure(): AwsError {
  return new AwsError('InternalFailure', 'The request failed here for a reason that is not its own.', 500);
}

/** One request and its answer-to-be. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
}

/**
 * Calls an operation in a span of its own, and makes the addresses in its answer local.
 * @throws AwsError as the operation does
 */
export async function perform(
  options: AwsWireOptions,
  { request, response }: Exchange,
  { name, input, caller, protocol }: Request,
): Promise<JsonValue> {
  const span = options.startRequest(name, { protocol });
  try {
    const call = { caller, span, signal: abortWithClient(response) };
    const output = await options.operations.call(name, input, call);
    span.end();
    return hasAddresses(name) ? localized(output, request, options.localize) : output;
  } catch (error) {
    span.end(error instanceof AwsError ? error : { code: 'InternalFailure', message: messageOf(error) });
    throw error;
  }
}

interface Request {
  readonly name: OperationName;
  readonly input: JsonObject;
  readonly caller: Caller;
  readonly protocol: string;
}
