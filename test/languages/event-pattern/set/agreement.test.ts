import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../../../src/languages/event-pattern/match.ts';
import { parsePattern } from '../../../../src/languages/event-pattern/parse.ts';
import { PatternSet } from '../../../../src/languages/event-pattern/set/pattern-set.ts';
import { arbitraryPair, type Domain, plain, wild } from '../arbitraries.ts';

/** A set of many patterns must say of each what the matcher of single patterns says. */
describe.each([
  ['plain', plain, 100],
  ['wild', wild, 100],
] as [string, Domain, number][])(
  'a pattern set and the matcher of one pattern, in the %s domain',
  (_, domain, numRuns) => {
    const pairs = fc.array(arbitraryPair(domain), { minLength: 1, maxLength: 40 });

    it('agree while patterns are added, replaced and deleted', { timeout: 60_000 }, () => {
      const steps = fc.array(fc.tuple(fc.nat(19), fc.boolean()), { maxLength: 20 });
      fc.assert(
        fc.property(pairs, steps, (found, changes) => {
          const texts = found.map(({ patternText }) => patternText);
          const eventTexts = found.slice(0, 10).map(({ eventText }) => eventText);
          const set = new PatternSet();
          const expected = new Map<string, string>();
          const put = (id: string, text: string): void => {
            set.add(id, text);
            expected.set(id, text);
          };
          for (const [index, text] of texts.entries()) put(`p${index}`, text);
          checkAll(set, expected, eventTexts);
          for (const [index, deletes] of changes) {
            if (deletes) expect(set.delete(`p${index}`)).toBe(expected.delete(`p${index}`));
            else put(`p${index}`, texts[(index * 7) % texts.length] as string);
          }
          checkAll(set, expected, eventTexts);
        }),
        { numRuns },
      );
    });
  },
);

function checkAll(set: PatternSet, patterns: ReadonlyMap<string, string>, events: readonly string[]): void {
  expect(set.size).toBe(patterns.size);
  for (const event of events) {
    const expected = [...patterns].filter(([, text]) => matches(parsePattern(text), event)).map(([id]) => id);
    expect(set.match(event).sort()).toEqual(expected.sort());
    expect(set.match(new TextEncoder().encode(event)).sort()).toEqual(expected.sort());
  }
}
