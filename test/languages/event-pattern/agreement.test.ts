import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { arbitraryPair, plain, wild } from './arbitraries.ts';
import { naiveMatches } from './naive.ts';

describe('matches', () => {
  test('agrees with a brute-force matcher', () => {
    let matched = 0;
    fc.assert(
      fc.property(arbitraryPair(plain), ({ patternText, eventText }) => {
        const verdict = matches(parsePattern(patternText), eventText);
        if (verdict) matched++;
        expect(verdict).toBe(naiveMatches(patternText, eventText));
      }),
      { numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(500);
  });

  test('takes an event as text and parsed', () => {
    fc.assert(
      fc.property(arbitraryPair({ ...wild, duplicateKeys: false }), ({ patternText, eventText }) => {
        const pattern = parsePattern(patternText);
        expect(matches(pattern, parseJson(eventText) as never)).toBe(matches(pattern, eventText));
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the order of a pattern', () => {
    fc.assert(
      fc.property(arbitraryPair(plain), ({ patternText, eventText }) => {
        fc.pre(!patternText.includes('$or'));
        const reversed = JSON.stringify(reverse(JSON.parse(patternText)));
        fc.pre(!hasRepeatedPath(patternText));
        expect(matches(parsePattern(reversed), eventText)).toBe(
          matches(parsePattern(patternText), eventText),
        );
      }),
      { numRuns: 300 },
    );
  });
});

function reverse(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reverse(member)]),
  );
}

/** Dotted names can make one path of two members, of which the last counts. */
function hasRepeatedPath(patternText: string): boolean {
  const pathsOf = (value: unknown, path: string): string[] =>
    Array.isArray(value)
      ? [path]
      : Object.entries(value as object).flatMap(([name, member]) => pathsOf(member, `${path}.${name}`));
  const paths = pathsOf(JSON.parse(patternText), '');
  return new Set(paths).size < paths.length;
}
