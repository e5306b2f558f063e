import type { IncomingMessage } from 'node:http';
import type { RandomSource } from '../core/environment.ts';
import type { Caller, Operations } from '../core/operations.ts';
import type { Span, SpanAttributes } from '../core/trace.ts';
import type { Localize } from './local-urls.ts';

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

/** Aborts when the client goes away before its answer was sent. */
export function abortWithClient(request: IncomingMessage): AbortSignal {
  const controller = new AbortController();
  request.socket.once('close', () => controller.abort());
  return controller.signal;
}
