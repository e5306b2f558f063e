import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quickUpTo } from '../../../src/languages/regexp/cost.ts';
import { BoundedRegExp } from '../../../src/languages/regexp/index.ts';
import { parsePattern } from '../../../src/languages/regexp/parse.ts';
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

test('a search that is held to be quick takes few steps, whatever the text', { timeout: 3_600_000 }, () => {
  const part = fc.array(text, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, flags, part, text, (source, letters, repeated, end) => {
      const native = compile(source, letters);
      fc.pre(native !== undefined && repeated !== '');
      const length = Math.min(quickUpTo(parsePattern(native)), 1000);
      fc.pre(length > 0);
      const haystack = (repeated.repeat(length).slice(0, length - end.length) + end).slice(0, length);
      const allowance = { steps: 2 * (64 * length + 10_000) };
      expect(() => new BoundedRegExp(native).searchInSteps(haystack, 0, allowance)).not.toThrow();
    }),
    { numRuns: Math.ceil(runs / 3) },
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
