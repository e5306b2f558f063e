import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Forwarder } from '../../src/cli/tail/forward.ts';

let server: Server;
let answer: (body: string, response: ServerResponse) => void;
let received: string[];
let said: string;

beforeEach(async () => {
  received = [];
  said = '';
  answer = (_body, response) => response.writeHead(204).end();
  server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('NO_COLOR', '1');
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readAll(request);
  received.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
  answer(body, response);
}

const forwarder = (path = '/events'): Forwarder =>
  new Forwarder(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

describe('forwarding', () => {
  it('posts each event as it arrived, and says what was answered', async () => {
    answer = (body, response) => response.writeHead(body.includes('bad') ? 500 : 204).end();
    const events = forwarder();
    events.send('{"n":1}', 'id-1');
    await events.idle();
    events.send('{"bad":1.0}', 'id-2');
    await events.idle();
    expect(received).toEqual([
      'POST /events application/json {"n":1}',
      'POST /events application/json {"bad":1.0}',
    ]);
    expect(said).toMatch(/^forwarded id-1: 204 in \d+ ms\nforwarded id-2: 500 in \d+ ms\n$/);
  });

  it('has no more than ten requests under way, and forgets none', async () => {
    let underWay = 0;
    let most = 0;
    answer = (_body, response) => {
      most = Math.max(most, ++underWay);
      setImmediate(() => {
        underWay--;
        response.end();
      });
    };
    const events = forwarder();
    for (let n = 0; n < 50; n++) events.send(`{"n":${n}}`, `id-${n}`);
    await events.idle();
    expect(received).toHaveLength(50);
    expect(new Set(received).size).toBe(50);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('goes on when nobody listens', async () => {
    const events = forwarder();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    events.send('{}', 'id-1');
    await events.idle();
    expect(said).toMatch(/^forwarding id-1 failed: .*ECONNREFUSED/);
  });
});
