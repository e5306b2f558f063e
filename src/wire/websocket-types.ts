import type { IncomingMessage } from 'node:http';
import type { Caller } from '../core/operations.ts';
import type { Span, SpanAttributes } from '../core/trace.ts';

/** What the wire needs to know of a stage of a WebSocket API. */
export interface WebSocketEndpoint {
  connect(request: ConnectRequest): Promise<ConnectAnswer>;
}

export interface ConnectRequest {
  /** Names as the client wrote them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  /** Undefined if nobody signed the request. */
  readonly caller: Caller | undefined;
  readonly span: Span;
}

export type ConnectAnswer = Refused | Accepted;

export interface Refused {
  readonly accepted: false;
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Accepted {
  readonly accepted: true;
  readonly connectionId: string;
  open(transport: Transport): ClientConnection;
}

/** `slow`: the client reads so slowly that the message was not taken. */
export type SendResult = 'sent' | 'slow' | 'closed';

/** The way back to a client. */
export interface Transport {
  send(text: string): SendResult;
  close(code: number, reason: string): void;
}

export interface ClientConnection {
  onMessage(text: string, span: Span): Promise<void>;
  onClose(code: number, reason: string, span: Span): Promise<void>;
}

export interface WebSocketWireOptions {
  /** The stage that a request means; undefined if it is for none. */
  endpointOf(request: IncomingMessage, url: URL): WebSocketEndpoint | undefined;
  /**
   * Who signed the handshake.
   * @throws AwsError for a signature that is missing or not accepted
   */
  callerOf(request: IncomingMessage, url: URL, body: Buffer): Promise<Caller>;
  startRequest(name: string, attributes: SpanAttributes): Span;
  /** Bytes that may wait for a slow reader. @default 4 MiB */
  readonly maxBufferedBytes?: number;
}
