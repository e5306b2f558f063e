import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { AwsError } from '../core/errors.ts';
import type { Caller } from '../core/operations.ts';
import type { Span, SpanAttributes } from '../core/trace.ts';
import { refuseUpgrade, type UpgradeRoute } from './http-server.ts';
import { headersOf } from './websocket-http.ts';
import { SocketTransport } from './websocket-transport.ts';

/** What the wire needs to know of a stage: API Gateway's service has this shape. */
export interface WebSocketEndpoint {
  connect(request: ConnectRequest): Promise<ConnectAnswer>;
}

export interface ConnectRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly caller: Caller;
  readonly span: Span;
}

export type ConnectAnswer =
  | { readonly accepted: false; readonly statusCode: number; readonly body: string }
  | { readonly accepted: true; readonly connectionId: string; open(transport: Transport): ClientConnection };

export interface Transport {
  send(text: string): boolean;
  close(code: number, reason: string): void;
}

export interface ClientConnection {
  onMessage(text: string, span: Span): Promise<void>;
  onClose(code: number, reason: string, span: Span): Promise<void>;
}

export interface WebSocketWireOptions {
  /** The stage that a request means; undefined if it is for none. */
  endpointOf(request: IncomingMessage, url: URL): WebSocketEndpoint | undefined;
  /** @throws AwsError for a signature that is not accepted */
  callerOf(request: IncomingMessage, url: URL, body: Buffer): Promise<Caller>;
  startRequest(name: string, attributes: SpanAttributes): Span;
  /** Bytes that may wait for a slow reader. @default 4 MiB */
  readonly maxBufferedBytes?: number;
}

const MAX_MESSAGE_BYTES = 128 * 1024;
const UNSUPPORTED_DATA = 1003;
const DEFAULT_BUFFERED_BYTES = 4 * 1024 * 1024;

/** WebSocket handshakes and frames on the runtime's port. Origins were checked by the server. */
export function webSocketRoute(options: WebSocketWireOptions): UpgradeRoute {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  return {
    accepts: (request, url) => options.endpointOf(request, url) !== undefined,
    handle: (request, socket, head, url) => void handshake(server, options, request, socket, head, url),
  };
}

async function handshake(
  server: WebSocketServer,
  options: WebSocketWireOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  url: URL,
): Promise<void> {
  const span = options.startRequest('$connect', { path: url.pathname });
  const answer = await connect(options, request, url, span);
  span.end(answer.accepted ? undefined : { code: String(answer.statusCode), message: answer.body });
  if (!answer.accepted) {
    return refuseUpgrade(socket, answer.statusCode, answer.body, { 'Content-Type': 'application/json' });
  }
  if (socket.destroyed) {
    const gone = answer.open({ send: () => false, close: () => undefined });
    return gone.onClose(1006, '', options.startRequest('$disconnect', {}));
  }
  server.handleUpgrade(request, socket, head, (webSocket) => serve(options, answer, webSocket, socket));
}

async function connect(
  options: WebSocketWireOptions,
  request: IncomingMessage,
  url: URL,
  span: Span,
): Promise<ConnectAnswer> {
  const endpoint = options.endpointOf(request, url) as WebSocketEndpoint;
  try {
    const caller = await options.callerOf(request, url, Buffer.alloc(0));
    return await endpoint.connect({
      headers: headersOf(request),
      query: Object.fromEntries(url.searchParams),
      sourceIp: request.socket.remoteAddress ?? '',
      caller,
      span,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      accepted: false,
      statusCode: error.statusCode,
      body: JSON.stringify({ message: error.message }),
    };
  }
}

function serve(
  options: WebSocketWireOptions,
  answer: Extract<ConnectAnswer, { accepted: true }>,
  webSocket: WebSocket,
  socket: Duplex,
): void {
  const limit = options.maxBufferedBytes ?? DEFAULT_BUFFERED_BYTES;
  const { connectionId } = answer;
  const connection = answer.open(new SocketTransport(webSocket, socket, limit));
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('message', (data, isBinary) => {
    if (isBinary) return webSocket.close(UNSUPPORTED_DATA, 'Binary messages are not supported');
    const span = options.startRequest('message', { connectionId });
    void connection.onMessage(data.toString(), span).then(() => span.end());
  });
  webSocket.on('close', (code, reason) => {
    const span = options.startRequest('$disconnect', { connectionId });
    void connection.onClose(code, reason.toString(), span).then(() => span.end());
  });
}
