import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cache } from '../../src/core/cache.ts';

describe('a cache', () => {
  it('knows what was put in', () => {
    const cache = new Cache<string, number>(2);
    cache.set('a', 1);
    cache.set('a', 2);
    expect([cache.get('a'), cache.get('b')]).toEqual([2, undefined]);
  });

  it('keeps what is asked for and forgets the rest', () => {
    const cache = new Cache<string, number>(2);
    for (const [at, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
      cache.set(key, at);
      cache.get('a');
    }
    expect(['a', 'b', 'c', 'f'].map((key) => cache.get(key))).toEqual([0, undefined, undefined, 5]);
  });

  it('never answers with anything but the value put in last', () => {
    const steps = fc.array(fc.record({ key: fc.nat(6), value: fc.option(fc.nat(), { nil: undefined }) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), steps, (size, operations) => {
        const cache = new Cache<number, number>(size);
        const latest = new Map<number, number>();
        for (const { key, value } of operations) {
          if (value !== undefined) latest.set(key, value);
          if (value !== undefined) cache.set(key, value);
          expect([undefined, latest.get(key)]).toContain(cache.get(key));
        }
      }),
    );
  });
});
