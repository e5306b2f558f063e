import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { arbitraryPair, type Domain, plain, wild } from '../../languages/event-pattern/arbitraries.ts';
import { verdictOf } from './matcher.ts';

const runs = Number(process.env['MATCHER_RUNS'] ?? 2000);

/** Names that every JavaScript object answers to. */
const named: Domain = {
  ...plain,
  keys: ['a', 'b', 'a.b', 'constructor', 'toString', 'outerWrapper', 'sequence'],
};

test.each([
  ['plain', plain],
  ['named', named],
  ['odd', { ...wild, duplicateKeys: false }],
])(
  'the matcher decides %s patterns as the TypeScript engine does, or not at all',
  (_name, domain) => {
    const counts = { match: 0, nomatch: 0, undecided: 0 };
    fc.assert(
      fc.property(arbitraryPair(domain), ({ patternText, eventText }) => {
        const event = parseJson(eventText);
        const verdict = verdictOf(patternText, event);
        counts[verdict]++;
        if (verdict !== 'undecided') {
          expect(verdict).toBe(matches(parsePattern(patternText), eventText) ? 'match' : 'nomatch');
        }
      }),
      { numRuns: runs },
    );
    console.log(counts);
  },
  3_600_000,
);
