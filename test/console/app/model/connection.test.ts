import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../../src/console/app/model/connection.ts';

/** A socket of which the test is the other end. */
class FakeSocket {
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];
  readyState = 0;
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((close: { code: number; reason: string }) => void) | null = null;
  readonly url: string;

  constructor(url: string) {
    if (!url.startsWith('ws')) throw new SyntaxError('no WebSocket');
    this.url = url;
    FakeSocket.opened.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  fail(code = 1006, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const latest = (): FakeSocket => FakeSocket.opened.at(-1) as FakeSocket;
const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const SIGNED =
  'wss://a.execute-api.eu-west-1.amazonaws.com/live?X-Amz-Date=20260102T030405Z&X-Amz-Expires=60';

describe('a connection', () => {
  beforeEach(() => {
    FakeSocket.opened = [];
    vi.useFakeTimers({ now: START });
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('document', { hidden: false });
    vi.stubGlobal('requestAnimationFrame', () => 0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const opened = (url = 'ws://127.0.0.1:1/live'): Connection => {
    const connection = new Connection();
    connection.setPattern('{"source":["shop"]}');
    connection.open(url);
    latest().accept();
    return connection;
  };
  const accept = (): void =>
    latest().say({ type: 'pattern.accepted', connectionId: 'c', pattern: { source: ['shop'] } });

  it('sets its pattern when it is open, and knows what was accepted', () => {
    const connection = opened();
    expect(latest().sent).toEqual(['{"action":"pattern","pattern":{"source":["shop"]}}']);
    expect(connection.patternState).toBe('sent');
    accept();
    expect([connection.patternState, connection.accepted, connection.connectionId]).toEqual([
      'accepted',
      '{"source":["shop"]}',
      'c',
    ]);
  });

  it('comes back with its pattern, after longer and longer times', () => {
    const connection = opened();
    accept();
    latest().fail(1001, 'Going away');
    expect([connection.state, connection.accepted, connection.retryAtMs - Date.now() <= 500]).toEqual([
      'waiting',
      '',
      true,
    ]);
    expect(connection.notices.at(-1)?.text).toBe('Disconnected (1001 Going away).');
    for (let attempt = 1; attempt <= 6; attempt++) {
      vi.advanceTimersByTime(30_000);
      expect(FakeSocket.opened.length).toBe(attempt + 1);
      latest().fail();
    }
    expect(connection.retryAtMs - Date.now()).toBeGreaterThan(10_000);
    connection.retryNow();
    latest().accept();
    expect(latest().sent).toEqual(['{"action":"pattern","pattern":{"source":["shop"]}}']);
    expect(connection.notices.at(-1)?.text).toBe(
      'Connected again; what was published in the 180 s between did not arrive.',
    );
  });

  it('comes back with the pattern that was in force when another has been refused', () => {
    const connection = opened();
    accept();
    connection.setPattern('{"source":[{"prefix":5}]}');
    latest().say({ type: 'pattern.rejected', message: 'no' });
    latest().fail();
    expect(connection.patternState).toBe('rejected');
    connection.retryNow();
    latest().accept();
    expect(latest().sent).toEqual(['{"action":"pattern","pattern":{"source":["shop"]}}']);
  });

  it('gives up when the signature has ended, and says so', () => {
    const connection = opened(SIGNED);
    vi.setSystemTime(START + 61_000);
    latest().fail();
    expect([connection.state, connection.advice]).toEqual(['closed', 'expired']);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened.length).toBe(1);
  });

  it('tries on while the signature holds, with advice where it never opened', () => {
    const connection = new Connection();
    connection.open(SIGNED);
    latest().fail();
    expect([connection.state, connection.advice]).toEqual(['waiting', 'refused']);
    connection.retryNow();
    latest().accept();
    expect(connection.advice).toBeUndefined();
    latest().fail();
    expect([connection.state, connection.advice]).toEqual(['waiting', undefined]);
  });

  it('pings before API Gateway calls it idle, and notices when nothing answers', () => {
    const connection = opened();
    vi.advanceTimersByTime(5 * 60_000);
    expect(latest().sent.at(-1)).toBe('{"action":"ping"}');
    latest().say({ type: 'pong' });
    vi.advanceTimersByTime(60_000);
    expect(connection.state).toBe('open');
    vi.advanceTimersByTime(4 * 60_000 + 14_999);
    expect(connection.state).toBe('open');
    vi.advanceTimersByTime(1);
    expect([connection.state, connection.notices.at(-1)?.text]).toEqual([
      'waiting',
      'Disconnected (a ping was not answered).',
    ]);
  });

  it('finds out at once what was lost while nobody looked', () => {
    const connection = opened();
    connection.wake();
    expect(latest().sent.at(-1)).toBe('{"action":"ping"}');
    latest().fail();
    connection.wake();
    expect(FakeSocket.opened.length).toBe(2);
    connection.close();
    connection.wake();
    expect([connection.state, FakeSocket.opened.length]).toEqual(['closed', 2]);
  });

  it('does not come back when it was closed by a person', () => {
    const connection = opened();
    connection.close();
    vi.advanceTimersByTime(60_000);
    expect([connection.state, FakeSocket.opened.length]).toEqual(['closed', 1]);
  });

  it.each([
    [
      { type: 'pattern.rejected', message: 'Event pattern is not valid. Reason: x' },
      'Event pattern is not valid. Reason: x',
    ],
    [{ message: 'Internal server error', connectionId: 'c', requestId: 'r' }, 'Internal server error'],
  ])('takes %j for the answer to its pattern', (message, rejection) => {
    const connection = opened();
    latest().say(message);
    expect([connection.patternState, connection.rejection]).toEqual(['rejected', rejection]);
  });

  it('notes what is not an answer, and logs events', () => {
    const connection = opened();
    accept();
    latest().say({ message: 'Internal server error' });
    latest().say({
      type: 'event.oversize',
      id: '1',
      source: 'shop',
      'detail-type': 'Ordered',
      size: 200_000,
      limit: 131_072,
    });
    latest().say({ 'detail-type': 'a', source: 'shop', detail: {} });
    expect(connection.notices.map(({ text }) => text)).toEqual([
      'Internal server error',
      'An event matches, but is too large for a message: Ordered (shop), 200000 of 131072 bytes, id 1.',
    ]);
    expect(connection.log.total).toBe(1);
  });

  it.each(['http://a', ''])('says that "%s" is no URL of a WebSocket', (url) => {
    const connection = new Connection();
    connection.open(url);
    expect([connection.state, connection.notices[0]?.text]).toEqual([
      'closed',
      'This is not the URL of a WebSocket, which begins with ws:// or wss://.',
    ]);
  });

  it('sends no text that is no JSON', () => {
    const connection = opened();
    connection.setPattern('{"source"');
    expect([latest().sent.length, connection.patternState]).toEqual([1, 'rejected']);
  });
});
