/**
 * `npm run bench:broadcast [-- --json]`: messages of 1 KB delivered per second over loopback, to 1, 10, 100 and
 * 1,000 clients in another process, when one message and when sixteen are sent to each in a turn of the event loop.
 * The control row is `ws.send` of a bare `ws` server.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import { noSpan } from '../src/core/trace.ts';
import { listen } from '../src/wire/http-server.ts';
import { webSocketRoute } from '../src/wire/websocket.ts';

const CLIENTS = [1, 10, 100, 1000];
const PER_TURN = [1, 16];
const FRAMES = 200_000;
const TEXT = 'x'.repeat(1024);
const FRAME_BYTES = TEXT.length + 4;
const MAX_WAITING_BYTES = 1024 * 1024;

/** Sends to one client; false if too much waits for it already. */
type TrySend = (text: string) => boolean;

interface Sender {
  readonly port: number;
  readonly receivers: readonly TrySend[];
  close(): Promise<void>;
}

const SENDERS: Readonly<Record<string, () => Promise<Sender>>> = {
  'ws.send (control)': bareServer,
  'this project': ourServer,
};

async function bareServer(): Promise<Sender> {
  const receivers: TrySend[] = [];
  const server = createServer();
  const webSockets = new WebSocketServer({ server, perMessageDeflate: false });
  webSockets.on('connection', (socket: WebSocket) =>
    receivers.push((text) => {
      if (socket.bufferedAmount > MAX_WAITING_BYTES) return false;
      socket.send(text);
      return true;
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    receivers,
    close: () => {
      for (const socket of webSockets.clients) socket.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function ourServer(): Promise<Sender> {
  const receivers: TrySend[] = [];
  const route = webSocketRoute({
    endpointOf: () => ({
      connect: async () => ({
        accepted: true,
        connectionId: 'c',
        open(transport) {
          receivers.push((text) => transport.send(text) === 'sent');
          return { onMessage: async () => undefined, onClose: async () => undefined };
        },
      }),
    }),
    callerOf: async () => ({ kind: 'account' }),
    startRequest: () => noSpan,
    maxBufferedBytes: MAX_WAITING_BYTES,
  });
  const server = await listen({ port: 0, routes: [], upgrades: [route] });
  return { port: server.port, receivers, close: () => server.close() };
}

/** Sends `FRAMES` frames in all, as fast as the slowest client takes them; frames per second. */
async function measure(sender: Sender, clients: ChildProcess, perTurn: number): Promise<number> {
  const { receivers } = sender;
  const rounds = Math.ceil(FRAMES / receivers.length / perTurn);
  const frames = rounds * perTurn * receivers.length;
  clients.send({ goal: frames * FRAME_BYTES });
  await once(clients, 'message');
  const startMs = performance.now();
  const arrived = once(clients, 'message');
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < perTurn; i++) {
      for (const trySend of receivers) while (!trySend(TEXT)) await turn();
    }
    await turn();
  }
  await arrived;
  return frames / ((performance.now() - startMs) / 1000);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Row {
  readonly sender: string;
  readonly clients: number;
  readonly perTurn: number;
  readonly framesPerSecond: number;
}

async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const clientCount of CLIENTS) {
    for (const [name, start] of Object.entries(SENDERS)) {
      const sender = await start();
      const script = fileURLToPath(new URL('socket-clients.ts', import.meta.url));
      const clients = fork(script, [String(sender.port), '/', String(clientCount)], {
        execArgv: ['--import', 'tsx'],
      });
      await once(clients, 'message');
      await measure(sender, clients, 16);
      for (const perTurn of PER_TURN) {
        const framesPerSecond = Math.round(await measure(sender, clients, perTurn));
        rows.push({ sender: name, clients: clientCount, perTurn, framesPerSecond });
      }
      clients.kill();
      await sender.close();
    }
  }
  return rows;
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const rows = await run();
if (values.json) {
  process.stdout.write(`${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, rows })}\n`);
} else {
  process.stdout.write(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; thousand frames/s\n`,
  );
  for (const { sender, clients, perTurn, framesPerSecond } of rows) {
    const label = `${sender}, ${clients} clients, ${perTurn} a turn`;
    process.stdout.write(`${label.padEnd(46)} ${(framesPerSecond / 1000).toFixed(0).padStart(6)}\n`);
  }
}
