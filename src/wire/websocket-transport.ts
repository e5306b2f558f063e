import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Transport } from './websocket.ts';

/** A client's socket as API Gateway sees it. Nothing is queued beyond `maxBufferedBytes`. */
export class SocketTransport implements Transport {
  private readonly webSocket: WebSocket;
  private readonly socket: Duplex;
  private readonly maxBufferedBytes: number;

  constructor(webSocket: WebSocket, socket: Duplex, maxBufferedBytes: number) {
    this.webSocket = webSocket;
    this.socket = socket;
    this.maxBufferedBytes = maxBufferedBytes;
  }

  send(text: string): boolean {
    if (this.webSocket.readyState !== WebSocket.OPEN) return false;
    if (this.webSocket.bufferedAmount > this.maxBufferedBytes) return false;
    this.webSocket.send(text);
    return true;
  }

  close(code: number, reason: string): void {
    this.webSocket.close(code, reason);
    if (this.webSocket.bufferedAmount > this.maxBufferedBytes) this.socket.destroy();
  }
}
