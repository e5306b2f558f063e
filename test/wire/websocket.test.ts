import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { AwsError } from '../../src/core/errors.ts';
import {
  CLOSE,
  clientFrame,
  type FakeApi,
  type FakeApiOptions,
  fakeApi,
  type RawClient,
  rawClient,
  TEXT,
} from './websocket-harness.ts';

let api: FakeApi;
const start = async (options?: FakeApiOptions): Promise<FakeApi> => {
  api = await fakeApi(options);
  return api;
};
afterEach(() => api.close());

const textOf = (client: RawClient): string => client.frames().toString('latin1');
describe('the handshake', () => {
  it('hands over headers, query and address, and is accepted', async () => {
    const { port, connects } = await start();
    const client = new WebSocket(`ws://127.0.0.1:${port}/api/live?token=a%20b`, {
      headers: { 'X-Extra': 'e' },
    });
    await once(client, 'open');
    expect(connects).toHaveLength(1);
    expect(connects[0]).toMatchObject({
      query: { token: 'a b' },
      sourceIp: '127.0.0.1',
      caller: { kind: 'account' },
    });
    expect(connects[0]?.headers).toMatchObject({ 'X-Extra': 'e', Upgrade: 'websocket' });
    client.terminate();
  });

  it('answers with the status and body of a refusal', async () => {
    const { port } = await start({
      answer: () => ({
        accepted: false,
        statusCode: 403,
        headers: { 'x-amzn-ErrorType': 'E' },
        body: '{"message":"no"}',
      }),
    });
    const client = await rawClient(port);
    await client.closed;
    const text = client.received().toString();
    expect(text).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(text).toContain('\r\nContent-Type: application/json\r\n');
    expect(text).toContain('\r\nx-amzn-ErrorType: E\r\n');
    expect(text).toMatch(/\r\n\r\n\{"message":"no"\}$/);
  });

  it('refuses a signature that is not accepted, without asking the API', async () => {
    const { port, connects } = await start({
      callerOf: async () => {
        throw new AwsError('InvalidSignatureException', 'wrong', 403);
      },
    });
    const client = await rawClient(port);
    await client.closed;
    expect(client.received().toString()).toMatch(/^HTTP\/1\.1 403 [\s\S]*\{"message":"wrong"\}$/);
    expect(connects).toEqual([]);
  });

  it('leaves it to the API whether a signature is needed', async () => {
    const { port, connects } = await start({
      callerOf: async () => {
        throw new AwsError('MissingAuthenticationTokenException', 'none', 403);
      },
    });
    const client = await rawClient(port);
    expect(client.received().toString()).toMatch(/^HTTP\/1\.1 101 /);
    expect(connects[0]?.caller).toBeUndefined();
    client.socket.destroy();
  });

  for (const [name, line, status] of [
    ['no key', 'Sec-WebSocket-Version: 13', 400],
    ['a key of the wrong length', 'Sec-WebSocket-Key: abc\r\nSec-WebSocket-Version: 13', 400],
    ['an unknown version', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 99', 400],
    ['headers longer than 16 KiB', `X-Long: ${'x'.repeat(17_000)}`, 431],
  ] as const) {
    it(`refuses ${name} before the API is asked`, async () => {
      const { port, connects } = await start();
      const head = ['GET /api/live HTTP/1.1', 'Host: 127.0.0.1', 'Upgrade: websocket', 'Connection: Upgrade'];
      const client = await rawClient(port, [...head, line]);
      expect(client.received().toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(connects).toEqual([]);
      await client.closed;
    });
  }

  it('refuses pages from elsewhere, so that they cannot tail the bus', async () => {
    const { port, connects } = await start();
    const client = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { origin: 'https://evil.example' });
    const [error] = (await once(client, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 403');
    expect(connects).toEqual([]);
  });

  it('accepts a page on loopback', async () => {
    const { port } = await start();
    const client = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { origin: `http://localhost:${port}` });
    await once(client, 'open');
    client.terminate();
  });

  it('answers 404 for what is no API', async () => {
    const { port } = await start();
    const client = new WebSocket(`ws://127.0.0.1:${port}/elsewhere`);
    expect(((await once(client, 'error')) as [Error])[0].message).toBe('Unexpected server response: 404');
  });

  it('survives an API that fails, and says so', async () => {
    const { port } = await start({
      answer: () => {
        throw new Error('a bug');
      },
    });
    const client = await rawClient(port);
    await client.closed;
    expect(client.received().toString()).toMatch(
      /^HTTP\/1\.1 500 [\s\S]*\{"message":"Internal server error"\}$/,
    );
  });

  it('tells the API of a client that left during $connect', async () => {
    let resume = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const scene = await start({
      async answer() {
        await gate;
        return undefined as never;
      },
    });
    const { connect } = await import('node:net');
    const socket = connect(scene.port, '127.0.0.1');
    socket.write(
      'GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await scene.until(() => scene.connects.length === 1);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 30));
    resume();
    await scene.until(() => scene.closes.length === 1);
    expect(scene.closes).toEqual([{ code: 1006, reason: '' }]);
  });
});

describe('the end of a connection is told with code and reason', () => {
  it('as the client gave them', async () => {
    const { port, closes, until } = await start();
    const client = await rawClient(port);
    client.write(clientFrame(CLOSE, Buffer.concat([Buffer.from([0x0f, 0xa0]), Buffer.from('bye')])));
    await until(() => closes.length === 1);
    expect(closes).toEqual([{ code: 4000, reason: 'bye' }]);
  });

  it('1005 for a close frame without status', async () => {
    const { port, closes, until } = await start();
    const client = await rawClient(port);
    client.write(clientFrame(CLOSE, ''));
    await until(() => closes.length === 1);
    expect(closes).toEqual([{ code: 1005, reason: 'Client-side close frame status not set' }]);
  });

  it('1006 for an abrupt reset, even in the middle of a frame', async () => {
    const { port, closes, until } = await start();
    const client = await rawClient(port);
    client.write(clientFrame(TEXT, 'whole'), clientFrame(TEXT, 'cut').subarray(0, 7));
    await until(() => textOf(client) === '\x81\x05whole');
    client.socket.resetAndDestroy();
    await until(() => closes.length === 1);
    expect(closes).toEqual([{ code: 1006, reason: '' }]);
  });

  it('and what the API gave, when the API closes', async () => {
    const { port, closes, transports, until } = await start();
    const client = new WebSocket(`ws://127.0.0.1:${port}/api/live`);
    await once(client, 'open');
    transports[0]?.close(1001, 'Going away');
    const [code, reason] = (await once(client, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1001, 'Going away']);
    await until(() => closes.length === 1);
    expect(closes).toEqual([{ code: 1001, reason: 'Going away' }]);
  });
});
