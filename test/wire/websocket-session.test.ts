import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BINARY,
  CLOSE,
  CONTINUE,
  CONTINUE_END,
  clientFrame,
  type FakeApi,
  type FakeApiOptions,
  fakeApi,
  PING,
  type RawClient,
  rawClient,
  TEXT,
  TEXT_BEGIN,
} from './websocket-harness.ts';

let api: FakeApi;
const start = async (options?: FakeApiOptions): Promise<FakeApi> => {
  api = await fakeApi(options);
  return api;
};
afterEach(() => api.close());

const textOf = (client: RawClient): string => client.frames().toString('latin1');
/** A server's close frame: status and reason. */
const closeFrame = (code: number, reason: string): string =>
  Buffer.concat([
    Buffer.from([CLOSE, 2 + reason.length, code >> 8, code & 0xff]),
    Buffer.from(reason),
  ]).toString('latin1');

describe('messages', () => {
  it('come and go as text', async () => {
    const { port, messages } = await start();
    const client = await rawClient(port);
    client.write(clientFrame(TEXT, 'grüße 😀'));
    await api.until(() => client.frames().length > 0);
    expect(messages).toEqual(['grüße 😀']);
    expect(client.frames()).toEqual(Buffer.concat([Buffer.from([TEXT, 12]), Buffer.from('grüße 😀')]));
    client.socket.destroy();
  });

  it('may be fragmented, with control frames between the fragments', async () => {
    const { port, messages, until } = await start();
    const client = await rawClient(port);
    client.write(clientFrame(TEXT_BEGIN, 'a'), clientFrame(PING, 'p'), clientFrame(CONTINUE, ''));
    client.write(clientFrame(CONTINUE, 'b'), clientFrame(PING, ''), clientFrame(CONTINUE_END, 'c'));
    await until(() => textOf(client).endsWith('abc'));
    expect(messages).toEqual(['abc']);
    expect(textOf(client)).toBe('\x8a\x01p\x8a\x00\x81\x03abc');
    client.socket.destroy();
  });

  it('may arrive byte by byte', async () => {
    const { port, messages, until } = await start();
    const client = await rawClient(port);
    client.socket.setNoDelay(true);
    for (const byte of clientFrame(TEXT, 'slow')) {
      client.write([byte]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => messages.length === 1);
    expect(messages).toEqual(['slow']);
    client.socket.destroy();
  });

  it('of one turn leave together, in order', async () => {
    const { port, transports, until } = await start();
    const client = await rawClient(port);
    let chunks = 0;
    client.socket.on('data', () => chunks++);
    for (let i = 0; i < 100; i++) transports[0]?.send(`m${i % 10}`);
    await until(() => client.frames().length === 400);
    expect(textOf(client)).toBe(
      '\x81\x02m0\x81\x02m1\x81\x02m2\x81\x02m3\x81\x02m4\x81\x02m5\x81\x02m6\x81\x02m7\x81\x02m8\x81\x02m9'.repeat(
        10,
      ),
    );
    expect(chunks).toBe(1);
    client.socket.destroy();
  });

  it('of 128 KiB in frames of 32 KiB pass', async () => {
    const { port, messages, until } = await start();
    const client = await rawClient(port);
    const part = 'x'.repeat(32 * 1024);
    client.write(clientFrame(TEXT_BEGIN, part), clientFrame(CONTINUE, part));
    client.write(clientFrame(CONTINUE, part), clientFrame(CONTINUE_END, part));
    await until(() => messages.length === 1);
    expect(messages[0]).toHaveLength(128 * 1024);
    client.socket.destroy();
  });
});

const part = 'x'.repeat(32 * 1024);

describe('what API Gateway does not take ends the connection', () => {
  for (const [name, frames, code, reason] of [
    ['a binary message', [clientFrame(BINARY, 'b')], 1003, 'Binary messages are not supported'],
    ['a frame over 32 KiB', [clientFrame(TEXT, `${part}x`)], 1009, 'Frame too big'],
    [
      'a long frame in a fragmented message',
      [clientFrame(TEXT_BEGIN, 'a'), clientFrame(CONTINUE_END, `${part}x`)],
      1009,
      'Frame too big',
    ],
    [
      'a message over 128 KiB',
      [
        clientFrame(TEXT_BEGIN, part),
        ...Array(3).fill(clientFrame(CONTINUE, part)),
        clientFrame(CONTINUE_END, 'x'),
      ],
      1009,
      '',
    ],
    ['text that is no UTF-8', [clientFrame(TEXT, Buffer.from([0xc3, 0x28]))], 1007, ''],
    ['an unmasked frame', [Buffer.from([TEXT, 1, 0x61])], 1002, ''],
    ['a reserved opcode', [clientFrame(0x83, 'x')], 1002, ''],
    ['a continuation of nothing', [clientFrame(CONTINUE_END, 'x')], 1002, ''],
    ['a fragmented ping', [clientFrame(0x09, 'x')], 1002, ''],
  ] as const) {
    it(`${name}: ${code}`, async () => {
      const { port, messages, until, closes } = await start();
      const client = await rawClient(port);
      client.write(...frames);
      await until(() => client.frames().length >= 4);
      expect(textOf(client)).toBe(closeFrame(code, reason));
      client.socket.end();
      await until(() => closes.length === 1);
      expect(messages).toEqual([]);
    });
  }
});

describe('a hostile client', () => {
  it('that sends a million tiny frames is served in order, and the process does not grow with them', async () => {
    const frames = 1_000_000;
    const sums = { messages: 0, atWork: 0, most: 0 };
    const { port, until } = await start({
      async onMessage() {
        sums.messages++;
        sums.most = Math.max(sums.most, ++sums.atWork);
        await Promise.resolve();
        sums.atWork--;
      },
    });
    const client = await rawClient(port);
    const batch = Buffer.concat(Array(10_000).fill(clientFrame(TEXT, 'x')));
    for (let i = 0; i < frames / 10_000; i++) {
      if (!client.socket.write(batch)) await once(client.socket, 'drain');
    }
    await until(() => sums.messages === frames);
    expect(sums.most).toBeLessThanOrEqual(32);
    client.socket.destroy();
  });

  it('that pings faster than it can be answered is dropped, and others are served meanwhile', async () => {
    const { port, messages, closes, until } = await start();
    const hostile = await rawClient(port);
    hostile.write(Buffer.concat(Array(10_000).fill(clientFrame(PING, ''))));
    const other = await rawClient(port);
    other.write(clientFrame(TEXT, 'me too'));
    await until(() => messages.length === 1 && closes.length === 1);
    expect(closes).toEqual([{ code: 1006, reason: '' }]);
    other.socket.destroy();
  });

  it('that splits a message into a million fragments is dropped', async () => {
    const { port, messages, closes, until } = await start();
    const client = await rawClient(port);
    const fragments = Buffer.concat(Array(200_000).fill(clientFrame(CONTINUE, 'x')));
    client.write(clientFrame(TEXT_BEGIN, 'x'));
    for (let i = 0; i < 5 && closes.length === 0; i++) client.write(fragments);
    await until(() => closes.length === 1);
    expect(messages).toEqual([]);
  });

  it('that does not read is told to its sender and dropped; nothing is queued without bound', async () => {
    const maxBufferedBytes = 1024 * 1024;
    const { port, transports, closes, until } = await start({ maxBufferedBytes });
    const client = await rawClient(port);
    client.socket.pause();
    const transport = transports[0];
    const text = 'y'.repeat(100_000);
    let sent = 0;
    while (transport?.send(text) === 'sent') {
      sent += text.length;
      await new Promise((resolve) => setImmediate(resolve));
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    }
    expect(sent).toBeGreaterThanOrEqual(maxBufferedBytes - text.length);
    transport?.close(1013, 'Too slow');
    await until(() => closes.length === 1);
    expect(transport?.send('more')).toBe('closed');
    client.socket.destroy();
  });

  it('that sends garbage after closing is ignored', async () => {
    const { port, messages, closes, until } = await start();
    const client = await rawClient(port);
    client.write(clientFrame(BINARY, 'b'), clientFrame(TEXT, 'late'), Buffer.alloc(1000, 0xff));
    await until(() => client.frames().length > 0);
    client.socket.destroy();
    await until(() => closes.length === 1);
    expect(messages).toEqual([]);
  });
});
