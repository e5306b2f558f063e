import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { FrameLimit } from './websocket-frame-limit.ts';
import { Inbox } from './websocket-inbox.ts';
import { SocketTransport } from './websocket-transport.ts';
import type { Accepted, WebSocketWireOptions } from './websocket-types.ts';

const MAX_FRAME_BYTES = 32 * 1024;
const UNSUPPORTED_DATA = 1003;
const TOO_BIG = 1009;
const DEFAULT_BUFFERED_BYTES = 4 * 1024 * 1024;
/** What API Gateway gives as the reason where a close frame has no status. */
const NO_STATUS = 1005;
const NO_STATUS_REASON = 'Client-side close frame status not set';

/** Serves an open WebSocket until it closes. */
export function serveSocket(
  options: WebSocketWireOptions,
  answer: Accepted,
  webSocket: WebSocket,
  socket: Duplex,
): void {
  const { connectionId } = answer;
  const transport = new SocketTransport(
    webSocket,
    socket,
    options.maxBufferedBytes ?? DEFAULT_BUFFERED_BYTES,
  );
  const connection = answer.open(transport);
  const inbox = new Inbox(webSocket, async (text) => {
    const span = options.startRequest('message', { connectionId });
    await connection.onMessage(text, span);
    span.end();
  });
  limitFrames(webSocket, socket);
  // The library has closed with the right code by then (1002, 1007, 1009); there is nothing left to do.
  webSocket.on('error', () => inbox.clear());
  webSocket.on('message', (data: Buffer, isBinary) => {
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (isBinary) webSocket.close(UNSUPPORTED_DATA, 'Binary messages are not supported');
    else inbox.push(data.toString('utf8'));
  });
  webSocket.on('close', (code, reason) => {
    inbox.clear();
    const span = options.startRequest('$disconnect', { connectionId });
    const text = code === NO_STATUS ? NO_STATUS_REASON : reason.toString();
    void connection.onClose(code, text, span).then(() => span.end());
  });
}

/** Closes with 1009 on a frame that is too long, before the library reads on. */
function limitFrames(webSocket: WebSocket, socket: Duplex): void {
  const limit = new FrameLimit(MAX_FRAME_BYTES);
  const inspect = (chunk: Buffer): void => {
    if (limit.push(chunk)) return;
    socket.off('data', inspect);
    webSocket.close(TOO_BIG, 'Frame too big');
  };
  socket.prependListener('data', inspect);
}
