import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyRange, SortedTexts } from '../../../src/services/dynamodb/sorted-texts.ts';

const key = fc.string({ minLength: 0, maxLength: 2, unit: fc.constantFrom('a', 'b', 'c', '~', '/') });
const change = fc.record({ key, text: fc.option(fc.string({ maxLength: 3 }), { nil: undefined }) });
const range: fc.Arbitrary<KeyRange> = fc.record(
  { gt: key, gte: key, lt: key, lte: key, reverse: fc.boolean(), limit: fc.integer({ min: -1, max: 5 }) },
  { requiredKeys: [] },
);

/** The same by the slowest means: filter and sort. Bounds of both kinds at once: LevelDB's order of precedence. */
function expected(
  model: ReadonlyMap<string, string>,
  { gt, gte, lt, lte, reverse, limit = -1 }: KeyRange,
): string[] {
  const keys = [...model.keys()]
    .filter((candidate) => (gt !== undefined ? candidate > gt : candidate >= (gte ?? '')))
    .filter((candidate) => (lte !== undefined ? candidate <= lte : lt === undefined || candidate < lt))
    .sort((left, right) => (left < right ? -1 : 1));
  if (reverse) keys.reverse();
  return limit < 0 ? keys : keys.slice(0, limit);
}

describe('an ordered map of texts', () => {
  it('is a map with ranges, whatever was put and deleted', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), range, (changes, asked) => {
        const texts = new SortedTexts();
        const model = new Map<string, string>();
        for (const { key: name, text } of changes) {
          if (text === undefined) texts.delete(name);
          else texts.put(name, text);
          if (text === undefined) model.delete(name);
          else model.set(name, text);
        }
        expect(texts.range(asked)).toEqual(expected(model, asked));
        expect(texts.size).toBe(model.size);
        expect(texts.textLength).toBe([...model.values()].join('').length);
        for (const [name, text] of model) expect(texts.get(name)).toBe(text);
      }),
    );
  });
});
