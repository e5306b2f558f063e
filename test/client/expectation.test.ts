import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ExpectationResult, expectEvents } from '../../src/client/expectation.ts';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

/** A server that accepts every pattern, and then does something with each connection. */
async function serve(then: (socket: WebSocket, connection: number) => void): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  let connections = 0;
  server.on('connection', (socket) => {
    const connection = ++connections;
    socket.on('message', () => {
      socket.send('{"type":"pattern.accepted","connectionId":"c","pattern":{}}');
      then(socket, connection);
    });
  });
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const expectation = (url: string, options: object = {}): Promise<ExpectationResult> =>
  expectEvents({ url, pattern: '{"source":["a"]}', withinMs: 1_500, ...options });
const event = '{"id":"1","source":"a","detail-type":"t","detail":{}}';

describe('an expectation whose connection is lost', () => {
  it.each([
    ['that nothing arrives', { none: true }],
    ['that something arrives', {}],
  ])('%s is not judged by what arrived nevertheless', async (_name, options) => {
    const url = await serve((socket, connection) => {
      if (connection === 1) socket.close(1011);
    });
    await expect(expectation(url, options)).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('events may have been missed: closed with code 1011'),
    });
  });

  it('is met all the same when the event arrives later', async () => {
    const url = await serve((socket, connection) => {
      if (connection === 1) socket.close(1011);
      else socket.send(event);
    });
    expect(await expectation(url)).toMatchObject({ satisfied: true, events: [{ text: event }] });
  });

  it('is failed all the same when what should not arrive does', async () => {
    const url = await serve((socket, connection) => {
      if (connection === 1) socket.close(1011);
      else socket.send(event);
    });
    expect(await expectation(url, { none: true })).toMatchObject({ satisfied: false });
  });
});

it('publishes once, although the connection is lost', async () => {
  let published = 0;
  const url = await serve((socket, connection) => {
    if (connection === 1) socket.close(1011);
    else socket.send(event);
  });
  await expectation(url, { publish: async () => void published++ });
  expect(published).toBe(1);
});
