import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { textFrames } from './websocket-frames.ts';
import type { SendResult, Transport } from './websocket-types.ts';

/**
 * A client's socket. What is sent within one turn of the event loop leaves in one system call: at 8 to 10 µs
 * each, system calls are what bounds a broadcast. Nothing is queued beyond `maxBufferedBytes`.
 */
export class SocketTransport implements Transport {
  private readonly webSocket: WebSocket;
  private readonly socket: Duplex;
  private readonly maxBufferedBytes: number;

  constructor(webSocket: WebSocket, socket: Duplex, maxBufferedBytes: number) {
    this.webSocket = webSocket;
    this.socket = socket;
    this.maxBufferedBytes = maxBufferedBytes;
  }

  send(text: string): SendResult {
    if (this.webSocket.readyState !== WebSocket.OPEN) return 'closed';
    const frames = textFrames(text);
    if (this.socket.writableLength + frames.length > this.maxBufferedBytes) return 'slow';
    holdBack(this.socket);
    // Past the library's sender, which would make the frames anew; without compression it queues nothing itself.
    this.socket.write(frames);
    return 'sent';
  }

  close(code: number, reason: string): void {
    const isStuck = this.socket.writableLength > this.maxBufferedBytes / 2;
    this.webSocket.close(code, reason);
    // A close frame behind a full buffer would never arrive.
    if (isStuck) this.socket.destroy();
  }
}

/** Sockets whose writes are held back until the end of the turn. */
const held = new Set<Duplex>();

function holdBack(socket: Duplex): void {
  if (held.has(socket)) return;
  if (held.size === 0) setImmediate(release);
  held.add(socket);
  socket.cork();
}

function release(): void {
  for (const socket of held) socket.uncork();
  held.clear();
}
