/**
 * `npm run bench:connections [-- --connections 5000 --json]`: memory per connection of the whole runtime with the
 * default stack, whose `$connect` writes a row for each. The control row is a bare `ws` server. The clients are in
 * another process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';

interface Row {
  readonly server: string;
  readonly connections: number;
  readonly kilobytesPerConnection: number;
  readonly connectedPerSecond: number;
}

interface Server {
  readonly url: URL;
  close(): Promise<void>;
}

const SERVERS: Readonly<Record<string, () => Promise<Server>>> = {
  'ws (control)': bareServer,
  'this project': wholeRuntime,
};

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '5000' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

async function bareServer(): Promise<Server> {
  const server = createServer();
  const webSockets = new WebSocketServer({ server, perMessageDeflate: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    async close() {
      for (const socket of webSockets.clients) socket.terminate();
      server.close();
    },
  };
}

async function wholeRuntime(): Promise<Server> {
  const { start } = await import('../src/index.ts');
  // The built template: to synthesize it here would leave the CDK's memory behind, which is given back meanwhile.
  const stack = await start({ traces: 0 });
  return { url: new URL(stack.webSocketAPIurl as string), close: () => stack.close() };
}

async function measure(name: string): Promise<Row> {
  const server = await (SERVERS[name] as () => Promise<Server>)();
  const connections = Number(values.connections);
  const script = fileURLToPath(new URL('socket-clients.ts', import.meta.url));
  const beforeBytes = settledMemory();
  const startMs = performance.now();
  const clients = fork(script, [server.url.port, server.url.pathname, String(connections)], {
    execArgv: ['--import', 'tsx'],
  });
  await once(clients, 'message');
  const seconds = (performance.now() - startMs) / 1000;
  const bytes = settledMemory() - beforeBytes;
  clients.kill();
  await server.close();
  return {
    server: name,
    connections,
    kilobytesPerConnection: Math.round((bytes / connections / 1024) * 10) / 10,
    connectedPerSecond: Math.round(connections / seconds),
  };
}

function settledMemory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss();
}

/** Each server is measured in a process of its own, so that neither finds memory that the other has left. */
async function measureApart(name: string): Promise<Row> {
  const child: ChildProcess = fork(
    fileURLToPath(import.meta.url),
    ['--only', name, '--connections', String(values.connections)],
    { execArgv: ['--expose-gc', '--import', 'tsx'] },
  );
  const [row] = (await once(child, 'message')) as [Row];
  return row;
}

if (values.only !== undefined) {
  const row = await measure(values.only);
  process.send?.(row, () => process.exit());
} else {
  const rows = [];
  for (const name of Object.keys(SERVERS)) rows.push(await measureApart(name));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, rows })}\n`);
  } else {
    process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n`);
    for (const { server, connections, kilobytesPerConnection, connectedPerSecond } of rows) {
      process.stdout.write(
        `${server.padEnd(14)} ${connections} connections: ${kilobytesPerConnection} KB each, ${connectedPerSecond} connected a second\n`,
      );
    }
  }
}
