import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog } from '../../../../src/console/app/model/event-log.ts';

describe('the log', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { hidden: false });
    vi.stubGlobal('requestAnimationFrame', () => 0);
    return () => vi.unstubAllGlobals();
  });

  const filled = (count: number): EventLog => {
    const log = new EventLog();
    for (let number = 1; number <= count; number++) log.add(`{"n":${number}}`, { n: number });
    return log;
  };
  const numbers = (log: EventLog): unknown[] => log.shown.map(({ event }) => event['n']);

  it('forgets the oldest', () => {
    const log = filled(100_000);
    expect(log.shown.length).toBeLessThanOrEqual(11_000);
    expect(log.shown.at(-1)?.event).toEqual({ n: 100_000 });
    expect(log.total).toBe(100_000);
  });

  it('stays as it is while paused, and counts what waits', () => {
    const log = filled(2);
    log.setPaused(true);
    log.add('{"n":3}', { n: 3 });
    expect([numbers(log), log.waiting]).toEqual([[1, 2], 1]);
    log.setPaused(false);
    expect([numbers(log), log.waiting]).toEqual([[1, 2, 3], 0]);
  });

  it('finds text in either case, also in what arrives later', () => {
    const log = filled(12);
    log.setSearch('"N":1');
    expect(numbers(log)).toEqual([1, 10, 11, 12]);
    log.add('{"n":13}', { n: 13 });
    log.add('{"n":20}', { n: 20 });
    expect(numbers(log)).toEqual([1, 10, 11, 12, 13]);
    expect(log.export()).toBe('{"n":1}\n{"n":10}\n{"n":11}\n{"n":12}\n{"n":13}\n');
  });

  it('knows where an event stands', () => {
    const log = filled(5);
    const [, second] = log.shown;
    log.setSearch('2');
    expect(second && log.indexOf(second)).toBe(0);
    log.setSearch('3');
    expect(second && log.indexOf(second)).toBe(-1);
  });

  it('offers fields and values seen, the latest first', () => {
    const log = filled(3);
    expect(log.fields()).toEqual(['n']);
    expect(log.valuesAt('n')).toEqual(['3', '2', '1']);
  });
});
