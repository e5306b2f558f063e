import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { EventStream } from '../../src/client/event-stream.ts';
import { VirtualClock } from '../../src/core/clock.ts';

const PATTERN = '{"source":["shop"],"detail":{"n":[12345678901234567890]}}';
const accepted = (text: string): string =>
  `{"type":"pattern.accepted","connectionId":"c1","pattern":${JSON.stringify(JSON.parse(text).pattern)}}`;
const event = (id: string): string => `{"id":"${id}","source":"shop","detail-type":"Ordered","detail":{}}`;

let cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp) step();
  cleanUp = [];
});

/** A server that speaks the contract as little as a test needs. */
async function serve(onMessage: (socket: WebSocket, text: string) => void, port = 0): Promise<Peer> {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  const peer: Peer = {
    server,
    received: [],
    sockets: [],
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  };
  server.on('connection', (socket) => {
    peer.sockets.push(socket);
    socket.on('message', (data) => {
      peer.received.push(String(data));
      onMessage(socket, String(data));
    });
  });
  cleanUp.push(() => {
    for (const socket of peer.sockets) socket.terminate();
    server.close();
  });
  return peer;
}

interface Peer {
  readonly server: WebSocketServer;
  readonly received: string[];
  readonly sockets: WebSocket[];
  readonly url: string;
}

function stream(options: ConstructorParameters<typeof EventStream>[0]): EventStream {
  const made = new EventStream({ backoff: { baseMs: 5, capMs: 20 }, ...options });
  cleanUp.push(() => made.close());
  return made;
}

describe('EventStream', () => {
  it('opens when its pattern is in force, and sends the pattern as it was written', async () => {
    const peer = await serve((socket, text) => socket.send(accepted(text)));
    await stream({ url: peer.url, pattern: PATTERN }).open();
    expect(peer.received).toEqual([`{"action":"pattern","pattern":${PATTERN}}`]);
  });

  it('reports the reason of a rejected pattern, and keeps the one before for the next connection', async () => {
    const peer = await serve((socket, text) =>
      socket.send(
        text.includes('bad') ? '{"type":"pattern.rejected","message":"Reason: bad"}' : accepted(text),
      ),
    );
    const events = stream({ url: peer.url, pattern: '{"a":[1]}' });
    await events.open();
    await expect(events.setPattern('{"bad":1}')).rejects.toMatchObject({
      code: 'PATTERN_REJECTED',
      message: 'Reason: bad',
    });
    peer.sockets[0]?.terminate();
    await once(events, 'accepted');
    expect(peer.received.at(-1)).toBe('{"action":"pattern","pattern":{"a":[1]}}');
  });

  it('connects again after the server ends, with a fresh URL and its pattern', async () => {
    const first = await serve((socket, text) => socket.send(accepted(text)));
    const urls = ['first', 'second', 'third', 'fourth', 'fifth'];
    const used: string[] = [];
    const events = stream({
      url: () => {
        used.push(urls[used.length] ?? 'more');
        return `${first.url}?${used.at(-1)}`;
      },
      pattern: '{"a":[1]}',
    });
    await events.open();
    for (const socket of first.sockets) socket.terminate();
    await once(events, 'accepted');
    expect(used).toEqual(['first', 'second']);
    expect(first.received).toHaveLength(2);
  });

  it.each([
    ['at once when an old connection is told to go away, as after two hours', 7_200_000, 1001, 0, 100],
    ['after a delay when a young connection is told to go away', 1_000, 1001, 250, 500],
    ['after a delay when a connection ends otherwise', 7_200_000, 1011, 250, 500],
  ])('connects again %s', async (_name, ageMs, code, leastMs, mostMs) => {
    const peer = await serve((socket, text) =>
      socket.send(text.includes('ping') ? '{"type":"pong"}' : accepted(text)),
    );
    const clock = new VirtualClock();
    const events = stream({
      url: peer.url,
      pattern: '{"a":[1]}',
      clock,
      backoff: {},
      answerTimeoutMs: ageMs,
    });
    await events.open();
    await clock.advance(ageMs);
    peer.sockets[0]?.close(code);
    const [, retryInMs] = await once(events, 'disconnected');
    expect(retryInMs).toBeGreaterThanOrEqual(leastMs);
    expect(retryInMs).toBeLessThanOrEqual(mostMs);
  });

  it('stops dialling when it is closed', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanUp.push(() => silent.close());
    const events = stream({ url: `ws://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
    const opening = events.open();
    await once(silent, 'connection');
    events.close();
    await expect(opening).rejects.toThrow('the stream was closed');
  });

  it('prefers a pattern that was set while it was connecting', async () => {
    const peer = await serve((socket, text) => socket.send(accepted(text)));
    const events = stream({ url: peer.url, pattern: '{"first":[1]}' });
    const opening = events.open();
    await Promise.all([opening, events.setPattern('{"second":[2]}')]);
    expect(peer.received).toEqual(['{"action":"pattern","pattern":{"second":[2]}}']);
  });

  it('delivers an event once, however often it arrives, and says so', async () => {
    const peer = await serve((socket, text) => {
      socket.send(accepted(text));
      for (const id of ['1', '2', '1', '3']) socket.send(event(id));
    });
    const events = stream({ url: peer.url, pattern: '{"a":[1]}' });
    const ids: unknown[] = [];
    const repeated: string[] = [];
    events.on('event', (_text, { id }) => ids.push(id));
    events.on('duplicate', (id) => repeated.push(id));
    await events.open();
    while (ids.length < 3) await once(events, 'event');
    expect(ids).toEqual(['1', '2', '3']);
    expect(repeated).toEqual(['1']);
  });

  it('takes a peer that answers no ping for dead', async () => {
    const peer = await serve(() => undefined);
    const events = stream({ url: peer.url, pingIntervalMs: 10, answerTimeoutMs: 10 });
    await events.open();
    const [reason] = await once(events, 'disconnected');
    expect(reason).toContain('closed with code 1006');
    expect(peer.received).toContain('{"action":"ping"}');
  });

  it.each([
    [
      'nobody listens',
      () => 'ws://127.0.0.1:1/',
      /Cannot connect to ws:\/\/127\.0\.0\.1:1\/: nothing listens there \(ECONNREFUSED\)/,
    ],
    ['the URL is none', () => 'nonsense', /Not a WebSocket URL: nonsense/],
  ])('fails at the first attempt when %s', async (_name, url, message) => {
    await expect(stream({ url }).open()).rejects.toThrow(message);
  });

  it('names the likely cause when the handshake is refused, and hides the signature', async () => {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      verifyClient: (_info, done) => done(false, 403),
    });
    await once(server, 'listening');
    cleanUp.push(() => server.close());
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/?X-Amz-Signature=secret`;
    const failure = stream({ url }).open();
    await expect(failure).rejects.toThrow(/HTTP 403: the request is not signed/);
    await expect(failure).rejects.not.toThrow(/secret/);
  });
});
