import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { arbitraryPair, type Domain, plain, wild } from '../../languages/event-pattern/arbitraries.ts';
import { verdictOf } from './matcher.ts';

/** How many pairs to try; a run by hand may ask for more. */
const PAIRS = Number(process.env['MATCHER_PAIRS'] ?? 1000);

/** Names that every JavaScript object answers to, and marks that the `jsonata` library sets on arrays. */
const named: Domain = {
  ...plain,
  keys: ['a', 'b', 'a.b', 'constructor', 'toString', 'outerWrapper', 'sequence'],
};

test.each<[string, Domain]>([
  ['plain', plain],
  ['oddly named', named],
  // A key that comes twice in an event is lost before JSONata sees it.
  ['odd', { ...wild, duplicateKeys: false }],
])(
  '%s patterns and events: decided as the TypeScript engine does, or undecided',
  (_what, domain) => {
    let decided = 0;
    const property = fc.property(arbitraryPair(domain), ({ patternText, eventText }) => {
      const verdict = verdictOf(patternText, parseJson(eventText));
      if (verdict === 'undecided') return;
      decided++;
      expect(verdict).toBe(matches(parsePattern(patternText), eventText) ? 'match' : 'nomatch');
    });
    fc.assert(property, { numRuns: PAIRS });
    expect(decided).toBeGreaterThan(PAIRS / 5);
  },
  3_600_000,
);

test('a pattern with keys that come twice is undecided, whatever the event', () => {
  const pattern = '{"detail":{"a":["x"],"a":["y"]}}';
  expect(verdictOf(pattern, { detail: { a: 'x' } })).toBe('undecided');
  expect(verdictOf(pattern, { detail: { a: 'z' } })).toBe('undecided');
});
