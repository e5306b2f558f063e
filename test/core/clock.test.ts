import { describe, expect, it } from 'vitest';
import { sleep, VirtualClock } from '../../src/core/clock.ts';

describe('VirtualClock', () => {
  it('runs timers in the order in which they fall due, equal ones as they were set', async () => {
    const clock = new VirtualClock(1_000);
    const seen: string[] = [];
    clock.setTimer(20, () => seen.push(`late at ${clock.now()}`));
    clock.setTimer(10, () => seen.push(`first at ${clock.now()}`));
    clock.setTimer(10, () => seen.push(`second at ${clock.now()}`));
    await clock.advance(15);
    expect(seen).toEqual(['first at 1010', 'second at 1010']);
    await clock.advance(5);
    expect(seen.at(-1)).toBe('late at 1020');
  });

  it('runs a timer that another timer sets within the same advance', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const tick = (): void => {
      seen.push(clock.now());
      clock.setTimer(10, tick);
    };
    clock.setTimer(10, tick);
    await clock.advance(35);
    expect(seen).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  it('does not run a cancelled timer', async () => {
    const clock = new VirtualClock(0);
    let ran = false;
    clock.setTimer(1, () => (ran = true)).cancel();
    await clock.advance(10);
    expect(ran).toBe(false);
  });

  it('goes as far as the longest of several advances, and not back', async () => {
    const clock = new VirtualClock(0);
    await Promise.all([clock.advance(5), clock.advance(500), clock.advance(50)]);
    expect(clock.now()).toBe(500);
  });

  it('knows when the next timer falls due', async () => {
    const clock = new VirtualClock(1_000);
    expect(clock.nextDueMs).toBeUndefined();
    clock.setTimer(20, () => undefined);
    clock.setTimer(10, () => undefined);
    expect(clock.nextDueMs).toBe(1_010);
    await clock.advance(10);
    expect(clock.nextDueMs).toBe(1_020);
  });
});

describe('sleep', () => {
  it('rejects with the reason of an abort, and leaves no timer', async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const sleeping = sleep(clock, 1_000, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(sleeping).rejects.toThrow('stopped');
  });
});
