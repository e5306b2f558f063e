import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedRegExp } from '../../../src/languages/regexp/index.ts';
import { flags, pattern, text } from './arbitraries.ts';

const runs = Number(process.env['REGEXP_RUNS'] ?? 3000);

test('the matcher finds what a native RegExp finds', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(pattern, flags, text, fc.nat({ max: 3 }), (source, letters, haystack, from) => {
      const native = compile(source, letters);
      fc.pre(native !== undefined);
      expect(ours(native, haystack, from)).toEqual(theirs(native, haystack, from));
    }),
    { numRuns: runs },
  );
});

/** Nothing for what is no pattern after all, such as a range that runs backwards. */
function compile(source: string, letters: string): RegExp | undefined {
  try {
    return new RegExp(source, `${letters}g`);
  } catch {
    return undefined;
  }
}

function ours(regex: RegExp, haystack: string, from: number): unknown {
  if (from > haystack.length) return undefined;
  const found = new BoundedRegExp(regex).searchInSteps(haystack, from, { steps: 1e7 });
  return found && { start: found.start, matches: [found.match, ...found.groups] };
}

function theirs(regex: RegExp, haystack: string, from: number): unknown {
  regex.lastIndex = from;
  const found = regex.exec(haystack);
  return found ? { start: found.index, matches: [...found] } : undefined;
}
