/**
 * `npm run bench:delivery [-- --events 2000 --json]`: events/s from PutEvents (batches of ten) to frames received,
 * with 1, 10 and 100 clients that all match. The control row sends the same bytes through `ws` alone: one process
 * that takes the same HTTP requests and calls `send` for each client and event. Processor time is the server's own,
 * so it says more than the clock on a machine that has other things to do.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import WebSocket, { WebSocketServer } from 'ws';

const CLIENTS = [1, 10, 100];
const BATCH = 10;
/** Requests under way at once: a producer that waits for each answer would measure its own latency. */
const CONCURRENT_PUTS = 4;

interface Ready {
  readonly webSocketAPIurl: string;
  readonly endpointUrl: string;
  readonly eventBusName: string;
}

interface Row {
  readonly clients: number;
  readonly eventsPerSecond: number;
  readonly framesPerSecond: number;
  /** Processor time of the server; 0 where there is no /proc. */
  readonly processorUsPerFrame: number;
}

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
    control: { type: 'boolean', default: false },
  },
});
if (values.control) await serveControl();
else await main(Number(values.events));

async function main(events: number): Promise<void> {
  const stack = await measure(
    [fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)), 'dev', '--port', '0', '--json'],
    events,
  );
  const control = await measure(['--import', 'tsx', fileURLToPath(import.meta.url), '--control'], events);
  if (values.json) process.stdout.write(`${JSON.stringify({ events, stack, control })}\n`);
  else print(stack, control);
  process.exit(0);
}

interface Measured {
  readonly readyMs: number;
  readonly idleResidentMb: number;
  readonly rows: readonly Row[];
}

async function measure(args: readonly string[], events: number): Promise<Measured> {
  const startMs = performance.now();
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ready = await firstLine(server);
  const readyMs = performance.now() - startMs;
  const idleResidentMb = residentMb(server);
  const rows: Row[] = [];
  for (const clients of CLIENTS) {
    await round(ready, clients, 200, server);
    rows.push(await round(ready, clients, Math.max(BATCH, Math.ceil(events / Math.sqrt(clients))), server));
  }
  server.kill('SIGINT');
  await once(server, 'exit');
  return { readyMs, idleResidentMb, rows };
}

async function firstLine(server: ChildProcess): Promise<Ready> {
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, 'line')) as [string];
  return JSON.parse(line) as Ready;
}

/** Linux only; elsewhere the figure is left at 0. */
function residentMb({ pid }: ChildProcess): number {
  try {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}

/** In steps of 10 ms. Linux only, as above. */
function processorMs({ pid }: ChildProcess): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return ((user ?? 0) + (system ?? 0)) * 10;
  } catch {
    return 0;
  }
}

async function round(ready: Ready, clients: number, events: number, server: ChildProcess): Promise<Row> {
  let frames = 0;
  let finish: () => void = () => undefined;
  const wanted = clients * events;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const sockets = await Promise.all(
    Array.from({ length: clients }, () =>
      subscribe(ready.webSocketAPIurl, () => ++frames === wanted && finish()),
    ),
  );
  const startMs = performance.now();
  const startProcessorMs = processorMs(server);
  await putAll(ready, events);
  await finished;
  const seconds = (performance.now() - startMs) / 1000;
  const processorUsPerFrame = ((processorMs(server) - startProcessorMs) * 1000) / wanted;
  for (const socket of sockets) socket.terminate();
  return {
    clients,
    eventsPerSecond: events / seconds,
    framesPerSecond: wanted / seconds,
    processorUsPerFrame,
  };
}

async function subscribe(url: string, onEvent: () => void): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  socket.send('{"action":"pattern","pattern":{"source":["bench"]}}');
  await once(socket, 'message');
  socket.on('message', onEvent);
  return socket;
}

async function putAll(ready: Ready, events: number): Promise<void> {
  const bodies = Array.from({ length: Math.ceil(events / BATCH) }, (_batch, at) =>
    batchBody(ready, Math.min(BATCH, events - at * BATCH)),
  );
  await Promise.all(
    Array.from({ length: CONCURRENT_PUTS }, async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await put(ready, body);
    }),
  );
}

async function put({ endpointUrl }: Ready, body: string): Promise<void> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
  const answer = await fetch(endpointUrl, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!text.includes('"FailedEntryCount":0')) throw new Error(text);
}

/** About one KiB an event, as it arrives. */
function batchBody({ eventBusName }: Ready, count: number): string {
  const Detail = JSON.stringify({ order: { id: 'o-1', state: 'PAID', amount: 12.5 }, note: 'x'.repeat(700) });
  const entry = { EventBusName: eventBusName, Source: 'bench', DetailType: 'Ordered', Detail };
  return JSON.stringify({ Entries: Array.from({ length: count }, () => entry) });
}

/** `ws` and nothing of ours. */
async function serveControl(): Promise<void> {
  const http = createServer(async (request, response) => {
    const { Entries } = JSON.parse(await readAll(request)) as {
      Entries: { Detail: string; Source: string }[];
    };
    for (const entry of Entries) {
      const event = `{"version":"0","id":"6e99e943-b0e2-48cf-83cd-160cec91ea66","detail-type":"Ordered","source":"bench","account":"000000000000","time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":[],"detail":${entry.Detail}}`;
      for (const socket of sockets.clients) socket.send(event);
    }
    response.end('{"FailedEntryCount":0}');
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) =>
    socket.on('message', () => socket.send('{"type":"pattern.accepted"}')),
  );
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  process.stdout.write(
    `${JSON.stringify({ webSocketAPIurl: `ws://127.0.0.1:${port}/`, endpointUrl: `http://127.0.0.1:${port}/`, eventBusName: 'none' })}\n`,
  );
  process.once('SIGINT', () => process.exit(0));
}

function print(stack: Measured, control: Measured): void {
  const figure = (value: number): string => Math.round(value).toLocaleString('en').padStart(9);
  process.stdout.write(
    `ready after ${figure(stack.readyMs)} ms, ${figure(stack.idleResidentMb)} MB resident at idle\n\n`,
  );
  process.stdout.write('clients | events/s | frames/s | µs/frame | ws alone, frames/s | µs/frame | ratio\n');
  for (const [at, row] of stack.rows.entries()) {
    const alone = control.rows[at]?.framesPerSecond ?? Number.NaN;
    const cells = [
      figure(row.clients),
      figure(row.eventsPerSecond),
      figure(row.framesPerSecond),
      figure(row.processorUsPerFrame),
      figure(alone),
      figure(control.rows[at]?.processorUsPerFrame ?? Number.NaN),
    ];
    process.stdout.write(`${cells.join(' | ')} | ${(row.framesPerSecond / alone).toFixed(3)}\n`);
  }
}
