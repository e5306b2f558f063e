import { describe, expect, it } from 'vitest';
import { patternRequest } from '../../../../src/client/messages.ts';
import { BusSocket } from '../../../../src/console/app/model/bus-socket.ts';
import type { BusListener } from '../../../../src/console/app/model/local-stack.ts';

/** Buses of which the test decides what they accept, and what a socket on them says. */
class Buses {
  readonly listeners = new Set<BusListener>();
  readonly said: string[] = [];
  isFollowed: boolean;

  constructor(isFollowed = true) {
    this.isFollowed = isFollowed;
  }
  watchBuses(listener: BusListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
  accept(source: string): void {
    const event = { id: '1', 'detail-type': 'Ordered', source, detail: {} };
    for (const { onEvent } of this.listeners)
      onEvent({ sequence: 1, bus: 'orders', event, text: JSON.stringify(event) });
  }
  async socket(): Promise<BusSocket> {
    const socket = new BusSocket(this, {
      onOpen: () => this.said.push('open'),
      onMessage: (text) => this.said.push(text),
      onClose: (why) => this.said.push(`close: ${why}`),
    });
    await Promise.resolve();
    return socket;
  }
}

const LOST = 'close: the runtime does not answer';

describe('a socket on the local buses', () => {
  it('hands on what its pattern matches, once there is one', async () => {
    const buses = new Buses();
    const socket = await buses.socket();
    buses.accept('shop');
    socket.send(patternRequest('{"source":["shop"]}'));
    buses.accept('stock');
    buses.accept('shop');
    expect(buses.said).toEqual([
      'open',
      '{"type":"pattern.accepted","connectionId":"","pattern":{"source":["shop"]}}',
      '{"id":"1","detail-type":"Ordered","source":"shop","detail":{}}',
    ]);
  });

  it("refuses a pattern in AWS's words, and keeps the one before", async () => {
    const buses = new Buses();
    const socket = await buses.socket();
    socket.send(patternRequest('{"source":["shop"]}'));
    socket.send(patternRequest('{"source":"shop"}'));
    buses.accept('shop');
    expect(buses.said.slice(2)).toEqual([
      expect.stringMatching(/^\{"type":"pattern.rejected","message":"Event pattern is not valid\. Reason: /),
      expect.stringContaining('"source":"shop"'),
    ]);
  });

  it('answers a ping', async () => {
    const buses = new Buses();
    (await buses.socket()).send('{"action":"ping"}');
    expect(buses.said).toEqual(['open', '{"type":"pong"}']);
  });

  it('is lost with the runtime, once', async () => {
    const buses = new Buses();
    const socket = await buses.socket();
    for (const { onLost } of buses.listeners) onLost();
    expect([socket.isOpen, buses.listeners.size, buses.said]).toEqual([false, 0, ['open', LOST]]);
  });

  it('does not open while the runtime is away', async () => {
    const buses = new Buses(false);
    await buses.socket();
    expect(buses.said).toEqual([LOST]);
  });

  it('hears and says nothing more when it is closed', async () => {
    const buses = new Buses();
    (await buses.socket()).close();
    expect([buses.said, buses.listeners.size]).toEqual([['open'], 0]);
  });
});
