import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Observable } from '../../../../src/console/app/model/observable.ts';

class Counter extends Observable {
  count = 0;
  add(): void {
    this.count++;
    this.changed();
  }
}

describe('an observable', () => {
  let frames: (() => void)[];
  let told: number[];
  let counter: Counter;
  beforeEach(() => {
    vi.useFakeTimers();
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
    told = [];
    counter = new Counter();
    counter.watch(() => told.push(counter.count));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const microtasks = (): Promise<void> => Promise.resolve();
  const frame = async (): Promise<void> => {
    for (const callback of frames.splice(0)) callback();
    await microtasks();
  };

  it('tells of a change at once, when whoever makes it is done', async () => {
    counter.add();
    counter.add();
    expect(told).toEqual([]);
    await microtasks();
    expect(told).toEqual([2]);
    await frame();
    expect(told).toEqual([2]);
  });

  it('tells of what follows within a frame once, at the next', async () => {
    for (let i = 0; i < 3; i++) {
      counter.add();
      await microtasks();
    }
    expect(told).toEqual([1]);
    await frame();
    expect(told).toEqual([1, 3]);
    counter.add();
    await microtasks();
    expect(told).toEqual([1, 3]);
    await frame();
    expect(told).toEqual([1, 3, 4]);
  });

  it('does not wait for frames that never come, because the tab is hidden', async () => {
    for (let i = 0; i < 2; i++) {
      counter.add();
      await microtasks();
    }
    await vi.advanceTimersByTimeAsync(250);
    expect(told).toEqual([1, 2]);
  });
});
