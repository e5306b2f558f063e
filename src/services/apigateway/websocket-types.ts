import type { Caller } from '../../core/operations.ts';
import type { Span } from '../../core/trace.ts';

/** `slow`: the client reads so slowly that the message was not taken; nothing is queued without bound. */
export type SendResult = 'sent' | 'slow' | 'closed';

/** The way back to a client, whatever carries it. */
export interface Transport {
  send(text: string): SendResult;
  close(code: number, reason: string): void;
}

/** A client that wants to connect. */
export interface ConnectRequest {
  /** Names as the client wrote them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  /** Undefined if nobody signed the request. */
  readonly caller: Caller | undefined;
  readonly span: Span;
}

export interface Refusal {
  readonly accepted: false;
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export type ConnectAnswer =
  | Refusal
  | {
      readonly accepted: true;
      readonly connectionId: string;
      /** Makes the connection reachable. Call it once, when the handshake is done. */
      open(transport: Transport): ClientConnection;
    };

/** What a transport tells about its client. */
export interface ClientConnection {
  readonly connectionId: string;
  /** A whole text message arrived. Resolves when it is dealt with; never rejects. */
  onMessage(text: string, span: Span): Promise<void>;
  /** The transport has closed, whoever began it. Resolves when `$disconnect` has run; never rejects. */
  onClose(code: number, reason: string, span: Span): Promise<void>;
}

/** One stage of a WebSocket API. */
export interface WebSocketEndpoint {
  connect(request: ConnectRequest): Promise<ConnectAnswer>;
}
