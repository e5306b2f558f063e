import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AwsError, messageOf } from '../core/errors.ts';
import type { Caller } from '../core/operations.ts';
import type { Span } from '../core/trace.ts';
import { refuseUpgrade, type UpgradeRoute } from './http-server.ts';
import { headersOf } from './websocket-http.ts';
import { serveSocket } from './websocket-session.ts';
import type { Accepted, ConnectAnswer, WebSocketEndpoint, WebSocketWireOptions } from './websocket-types.ts';

export type * from './websocket-types.ts';

const MAX_MESSAGE_BYTES = 128 * 1024;
const ABNORMAL_CLOSURE = 1006;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** WebSocket handshakes on the runtime's port, and the connections that come of them. */
export function webSocketRoute(options: WebSocketWireOptions): UpgradeRoute {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    // API Gateway agrees to a subprotocol only if the $connect integration returns one.
    handleProtocols: () => false,
  });
  return {
    accepts: (request, url) => options.endpointOf(request, url) !== undefined,
    handle: (request, socket, head, url) => {
      handshake(server, options, request, socket, head, url).catch((error: unknown) =>
        failed(options, socket, error),
      );
    },
  };
}

/** A failure of ours, not of the client's: it is recorded, and costs no other connection. */
function failed(options: WebSocketWireOptions, socket: Duplex, error: unknown): void {
  options.startRequest('$connect', {}).end({ code: 'InternalFailure', message: messageOf(error) });
  if (!socket.destroyed) refuseUpgrade(socket, 500, '{"message":"Internal server error"}', JSON_TYPE);
}

async function handshake(
  server: WebSocketServer,
  options: WebSocketWireOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  url: URL,
): Promise<void> {
  if (!isHandshake(request)) return refuseUpgrade(socket, 400, '{"message":"Bad Request"}', JSON_TYPE);
  const span = options.startRequest('$connect', { path: url.pathname });
  const answer = await connect(options, request, url, span);
  span.end(answer.accepted ? undefined : { code: String(answer.statusCode), message: answer.body });
  if (!answer.accepted) {
    refuseUpgrade(socket, answer.statusCode, answer.body, { ...JSON_TYPE, ...answer.headers });
  } else if (socket.readable && socket.writable) {
    server.handleUpgrade(request, socket, head, (webSocket) =>
      serveSocket(options, answer, webSocket, socket),
    );
  } else {
    await disconnected(options, answer, socket);
  }
}

/** Whether `ws` will accept the handshake: checked before `$connect` runs, which would be for nothing. */
function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '') &&
    /^(?:13|8)$/.test(headers['sec-websocket-version'] ?? '')
  );
}

async function connect(
  options: WebSocketWireOptions,
  request: IncomingMessage,
  url: URL,
  span: Span,
): Promise<ConnectAnswer> {
  const endpoint = options.endpointOf(request, url) as WebSocketEndpoint;
  let caller: Caller | undefined;
  try {
    caller = await options.callerOf(request, url, Buffer.alloc(0));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isUnsigned = error.code.startsWith('MissingAuthenticationToken');
    if (!isUnsigned)
      return { accepted: false, statusCode: 403, body: JSON.stringify({ message: error.message }) };
  }
  return endpoint.connect({
    headers: headersOf(request),
    query: Object.fromEntries(url.searchParams),
    sourceIp: request.socket.remoteAddress ?? '',
    caller,
    span,
  });
}

/** The client went away while `$connect` ran. */
async function disconnected(options: WebSocketWireOptions, answer: Accepted, socket: Duplex): Promise<void> {
  socket.destroy();
  const span = options.startRequest('$disconnect', { connectionId: answer.connectionId });
  const connection = answer.open({ send: () => 'closed', close: () => undefined });
  await connection.onClose(ABNORMAL_CLOSURE, '', span);
  span.end();
}
