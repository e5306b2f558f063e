/**
 * Clients of a benchmark, in a process of their own: raw sockets that count bytes, so that they cost as little as
 * can be. Messages to the parent: {ready}, then {bytes} whenever `goal` more bytes have arrived in all.
 *
 * Arguments: port, path, number of clients.
 */
import { once } from 'node:events';
import { connect } from 'node:net';

const [port = '', path = '', count = ''] = process.argv.slice(2);
let bytes = 0;
let goal = Number.POSITIVE_INFINITY;

async function open(): Promise<void> {
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  if (!head.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(head.toString('latin1'));
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes < goal) return;
    goal = Number.POSITIVE_INFINITY;
    process.send?.({ bytes });
  });
  socket.on('close', () => process.exit());
}

process.on('message', (message: { readonly goal: number }) => {
  bytes = 0;
  goal = message.goal;
  process.send?.({ counting: true });
});
process.on('disconnect', () => process.exit());

const CONCURRENT_HANDSHAKES = 50;
for (let opened = 0; opened < Number(count); opened += CONCURRENT_HANDSHAKES) {
  const batch = Math.min(CONCURRENT_HANDSHAKES, Number(count) - opened);
  await Promise.all(Array.from({ length: batch }, open));
}
process.send?.({ ready: true });
