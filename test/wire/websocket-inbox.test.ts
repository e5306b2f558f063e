import { describe, expect, it } from 'vitest';
import { yieldToEventLoop } from '../../src/core/clock.ts';
import { Inbox } from '../../src/wire/websocket-inbox.ts';

interface Scene {
  readonly inbox: Inbox;
  readonly begun: string[];
  readonly source: { paused: boolean; pause(): void; resume(): void };
  finish(count: number): Promise<void>;
}

function scene(): Scene {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const source = {
    paused: false,
    pause() {
      this.paused = true;
    },
    resume() {
      this.paused = false;
    },
  };
  const inbox = new Inbox(source, (text) => {
    begun.push(text);
    return new Promise((resolve) => ends.push(resolve));
  });
  return {
    inbox,
    begun,
    source,
    async finish(count) {
      for (const end of ends.splice(0, count)) end();
      await yieldToEventLoop(1);
    },
  };
}

describe('the inbox of a connection', () => {
  it('works on 32 messages at a time, in order, and reads no further meanwhile', async () => {
    const { inbox, begun, source, finish } = scene();
    for (let i = 0; i < 40; i++) inbox.push(String(i));
    expect(begun).toEqual(Array.from({ length: 32 }, (_none, i) => String(i)));
    expect(source.paused).toBe(true);
    await finish(7);
    expect(begun.at(-1)).toBe('38');
    expect(source.paused).toBe(true);
    await finish(1);
    expect(begun).toHaveLength(40);
    expect(source.paused).toBe(false);
  });

  it('never pauses a client whose messages are dealt with at once', async () => {
    const { inbox, source, finish } = scene();
    for (let i = 0; i < 100; i++) {
      inbox.push('x');
      await finish(1);
      expect(source.paused).toBe(false);
    }
  });

  it('begins nothing more after it was cleared', async () => {
    const { inbox, begun, finish } = scene();
    for (let i = 0; i < 40; i++) inbox.push('x');
    inbox.clear();
    await finish(32);
    expect(begun).toHaveLength(32);
  });
});
