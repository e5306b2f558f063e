import { describe, expect, it } from 'vitest';
import { Ring } from '../../../../src/console/app/model/ring.ts';

describe('the ring', () => {
  const filled = (texts: readonly string[], limits = { count: 10, characters: 1_000 }): string[] => {
    const ring = new Ring<{ text: string }>(limits);
    for (const text of texts) ring.push({ text });
    return ring.items.map(({ text }) => text);
  };

  it('keeps the latest', () => {
    const kept = filled(Array.from({ length: 100_000 }, (_, at) => String(at)));
    expect(kept.at(-1)).toBe('99999');
    expect(kept.length).toBeLessThanOrEqual(11);
    expect(kept.length).toBeGreaterThanOrEqual(10);
  });

  it('keeps fewer where they are large, and one however large', () => {
    const large = 'x'.repeat(400);
    expect(filled([large, large, large]).length).toBe(2);
    expect(filled(['a', 'x'.repeat(9_999)])).toEqual(['x'.repeat(9_999)]);
  });

  it('says when it drops some', () => {
    const ring = new Ring<{ text: string }>({ count: 2, characters: 10 });
    expect(['a', 'b', 'c'].map((text) => ring.push({ text }))).toEqual([false, false, true]);
    ring.clear();
    expect(ring.items).toEqual([]);
    expect(ring.push({ text: 'x'.repeat(10) })).toBe(false);
  });
});
