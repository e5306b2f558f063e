import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Caller } from '../../src/core/operations.ts';
import { noSpan } from '../../src/core/trace.ts';
import { type HttpServer, listen } from '../../src/wire/http-server.ts';
import {
  type ConnectAnswer,
  type ConnectRequest,
  type Transport,
  type WebSocketWireOptions,
  webSocketRoute,
} from '../../src/wire/websocket.ts';

/** What a fake API saw, and the ways back to its clients. */
export interface FakeApi {
  readonly port: number;
  readonly connects: ConnectRequest[];
  readonly messages: string[];
  readonly closes: { readonly code: number; readonly reason: string }[];
  readonly transports: Transport[];
  /** Resolves when `condition` holds; the test's own time limit ends the wait. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface FakeApiOptions extends Partial<WebSocketWireOptions> {
  readonly answer?: (request: ConnectRequest) => ConnectAnswer | Promise<ConnectAnswer> | undefined;
  readonly onMessage?: (text: string, transport: Transport) => void | Promise<void>;
}

const account: Caller = { kind: 'account' };

/** The wire in front of an endpoint that records; without `onMessage` it echoes. */
export async function fakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const seen = {
    connects: [] as ConnectRequest[],
    messages: [] as string[],
    closes: [] as { code: number; reason: string }[],
    transports: [] as Transport[],
  };
  const accepted = (): ConnectAnswer => ({
    accepted: true,
    connectionId: 'c1',
    open(transport) {
      seen.transports.push(transport);
      return {
        async onMessage(text) {
          seen.messages.push(text);
          if (options.onMessage) await options.onMessage(text, transport);
          else transport.send(text);
        },
        async onClose(code, reason) {
          seen.closes.push({ code, reason });
        },
      };
    },
  });
  const route = webSocketRoute({
    endpointOf: (_request, url) =>
      url.pathname === '/api/live'
        ? {
            async connect(request) {
              seen.connects.push(request);
              return (await options.answer?.(request)) ?? accepted();
            },
          }
        : undefined,
    callerOf: async () => account,
    startRequest: () => noSpan,
    ...options,
  });
  const server: HttpServer = await listen({ port: 0, routes: [], upgrades: [route] });
  return {
    ...seen,
    port: server.port,
    async until(condition) {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
    },
    close: () => server.close(),
  };
}

const HANDSHAKE = [
  'GET /api/live HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** A client of literal bytes. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything received, beginning with the answer to the handshake. */
  received(): Buffer;
  /** What came after the handshake's answer. */
  frames(): Buffer;
  write(...bytes: (readonly number[] | Buffer)[]): void;
  closed: Promise<void>;
}

/** Opens a socket, sends a handshake (these header lines, if given) and waits for the whole answer. */
export async function rawClient(port: number, lines: readonly string[] = HANDSHAKE): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => undefined);
  await once(socket, 'connect');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const received = (): Buffer => Buffer.concat(chunks);
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  while (!received().includes('\r\n\r\n') && !isClosed)
    await new Promise((resolve) => setTimeout(resolve, 1));
  return {
    socket,
    received,
    frames: () => received().subarray(received().indexOf('\r\n\r\n') + 4),
    write: (...bytes) => void socket.write(Buffer.concat(bytes.map((part) => Buffer.from(part)))),
    closed,
  };
}

/** A client's frame, masked with zeros, so that the payload stays readable. */
export function clientFrame(first: number, payload: Buffer | string): Buffer {
  const data = Buffer.from(payload);
  const header =
    data.length < 126
      ? [first, 0x80 | data.length]
      : data.length < 65536
        ? [first, 0x80 | 126, data.length >> 8, data.length & 0xff]
        : [first, 0x80 | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (data.length >> shift) & 0xff)];
  return Buffer.concat([Buffer.from(header), Buffer.alloc(4), data]);
}

export const TEXT = 0x81;
export const TEXT_BEGIN = 0x01;
export const CONTINUE = 0x00;
export const CONTINUE_END = 0x80;
export const BINARY = 0x82;
export const CLOSE = 0x88;
export const PING = 0x89;
