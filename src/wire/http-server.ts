import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { LambdalessError, messageOf } from '../core/errors.ts';
import { isTrustedHost, isTrustedOrigin, LOOPBACK_ONLY, type TrustedHosts } from './origin.ts';

/** One protocol or page behind the port. Routes are asked in order; the first that accepts a request has it. */
export interface HttpRoute {
  accepts(request: IncomingMessage, url: URL): boolean;
  /** May throw what nobody foresaw, also after it has answered: it is told of, and answered if need be. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

/** A handler of `Upgrade` requests, as a WebSocket handshake. It owns the socket from then on. */
export interface UpgradeRoute {
  accepts(request: IncomingMessage, url: URL): boolean;
  handle(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
}

export interface HttpServerOptions {
  /** @default "127.0.0.1": nobody else on the network can connect. */
  readonly host?: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly routes: readonly HttpRoute[];
  readonly upgrades?: readonly UpgradeRoute[];
  /** @default loopback only */
  readonly trustedHosts?: TrustedHosts;
  /** Told about a route's unexpected failure, which the client sees as a plain 500. */
  readonly onFailure?: (error: unknown) => void;
}

export interface HttpServer {
  readonly host: string;
  readonly port: number;
  /** "http://127.0.0.1:4650" */
  readonly origin: string;
  /** Stops listening and closes every connection, idle or busy. */
  close(): Promise<void>;
}

/**
 * Listens on one port for everything that the stack serves.
 * @throws LambdalessError PORT_IN_USE, BAD_ARGUMENT for a host or port that cannot be listened on.
 */
export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer((request, response) => void respond(options, request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    upgrade(options, request, socket, head),
  );
  const sockets = trackSockets(server);
  await bind(server, host, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** `closeAllConnections` forgets sockets that were upgraded, so all of them are remembered here. */
function trackSockets(server: Server): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function bindError(error: NodeJS.ErrnoException, host: string, port: number): LambdalessError {
  if (error.code === 'EADDRINUSE') {
    return new LambdalessError(
      'PORT_IN_USE',
      `Port ${port} on ${host} is in use. Stop the program that listens there, or choose another port; 0 is any free one.`,
      { cause: error },
    );
  }
  return new LambdalessError('BAD_ARGUMENT', `Cannot listen on ${host}:${port}: ${error.message}.`, {
    cause: error,
  });
}

interface Refusal {
  readonly statusCode: number;
  readonly reason: string;
}

type Selection<Route> = { readonly route: Route; readonly url: URL } | Refusal;

/** Finds the route of a request, after the checks that hold for all of them. */
function select<Route extends HttpRoute | UpgradeRoute>(
  request: IncomingMessage,
  routes: readonly Route[],
  trustedHosts: TrustedHosts = LOOPBACK_ONLY,
): Selection<Route> {
  const url = urlOf(request);
  if (!url) return { statusCode: 400, reason: 'The request target is not valid.' };
  const foreign = foreignReason(request, trustedHosts);
  if (foreign) return { statusCode: 403, reason: foreign };
  const route = routes.find((candidate) => candidate.accepts(request, url));
  if (route) return { route, url };
  return { statusCode: 404, reason: `Nothing is served at ${request.method} ${url.pathname}.` };
}

async function respond(
  options: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A client that goes away while its request is read is no failure of ours.
  request.on('error', () => response.destroy());
  const selected = select(request, options.routes, options.trustedHosts);
  if ('reason' in selected) return sendText(response, selected.statusCode, selected.reason);
  try {
    await selected.route.handle(request, response, selected.url);
  } catch (error) {
    options.onFailure?.(error);
    if (!response.headersSent) sendText(response, 500, `Internal failure: ${messageOf(error)}`);
    else if (!response.writableEnded) response.destroy();
  }
}

function upgrade(options: HttpServerOptions, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy());
  const selected = select(request, options.upgrades ?? [], options.trustedHosts);
  if ('reason' in selected) refuseUpgrade(socket, selected.statusCode, selected.reason);
  else selected.route.handle(request, socket, head, selected.url);
}

/** Answers a handshake with an HTTP error, as API Gateway does, and ends the connection. */
export function refuseUpgrade(
  socket: Duplex,
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const lines = [`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`, 'Connection: close'];
  const type = headers['Content-Type'] ?? 'text/plain; charset=utf-8';
  lines.push(`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`);
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'Content-Type') lines.push(`${name}: ${value}`);
  }
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Only the origin form ("/path?query") is served; a proxy's absolute form is not. */
function urlOf(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  const text = `http://localhost${target}`;
  return target.startsWith('/') && URL.canParse(text) ? new URL(text) : undefined;
}

function foreignReason(request: IncomingMessage, trusted: TrustedHosts): string | undefined {
  if (!isTrustedHost(request.headers.host, trusted)) {
    return `The host name '${request.headers.host ?? ''}' is not served here: use 127.0.0.1 or localhost, or allow it by name.`;
  }
  if (!isTrustedOrigin(request.headers.origin, trusted)) {
    return `Web pages of '${request.headers.origin}' may not use this endpoint: only pages on loopback may, or hosts allowed by name.`;
  }
  return undefined;
}

export function sendText(response: ServerResponse, statusCode: number, text: string): void {
  response.writeHead(statusCode, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** The body of a request was longer than its reader allows. */
export class BodyTooLarge extends Error {
  override readonly name: string = 'BodyTooLarge';
  readonly limitBytes: number;
  constructor(limitBytes: number) {
    super(`The request body is larger than ${limitBytes} bytes.`);
    this.limitBytes = limitBytes;
  }
}

/**
 * Reads a whole body, keeping at most `limitBytes` of it in memory.
 * @throws BodyTooLarge after the rest of the body was read and dropped, so that an answer can still be sent.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > limitBytes) throw new BodyTooLarge(limitBytes);
  return Buffer.concat(chunks, length);
}
