import { describe, expect, test } from 'vitest';
import { BoundedRegExp, OutOfSteps } from '../../../src/languages/regexp/index.ts';

const QUARTER_MIB = 262_144;

describe('what the random patterns do not have', () => {
  test.each<[string, string, string]>([
    ['names', '(?<year>\\d+)-(?<month>\\d+)', 'on 2026-11'],
    ['a reference by name', '(?<a>.)(?<b>.)\\k<b>\\k<a>', 'xabba'],
    ['a name that is escaped', '(?<\\u0061>.)\\k<a>', 'xx'],
    ['a reference to a group that has not begun', '\\k<a>(?<a>x)', 'x'],
    ['a parenthesis in a class is no group', '[(](a)\\1', '(aa'],
    ['one that is escaped, neither', '\\((a)\\1', '(aa'],
    ['a reference beyond the last group is a character', '(a)\\2', 'a\x02'],
    ['a reference of two digits', '(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\\10', 'abcdefghijj'],
    ['a lookbehind takes its groups from behind', '(?<=(\\d+)(\\d+))$', '1053'],
    ['an empty class', 'a[]|b', 'ab'],
    ['the class of everything', '[^]+', 'a\nb'],
    ['a lookahead that is repeated', '(?:(?=(a)))*?a\\1', 'aa'],
    ['a group forgets what it matched in the iteration before', '(?:(a)|(b)|c)+', 'abc'],
    ['an iteration that is empty is none', '(?:a*?)*?b|(z*)*', 'aab'],
    ['empty iterations that must be', '(?:(a*)){3}', 'aa'],
    ['more iterations than anything has', 'a{0,99999999999}b', 'aab'],
  ])('%s', (_what, source, text) => {
    const native = new RegExp(source).exec(text);
    const found = new BoundedRegExp(new RegExp(source)).searchInSteps(text, 0, { steps: 10_000 });
    expect(found && [found.start, found.match, ...found.groups]).toEqual(
      native ? [native.index, ...native] : undefined,
    );
  });
});

describe('a search ends', () => {
  test.each([
    ['nested loops', /(a+)+$/, `${'a'.repeat(40)}!`],
    ['a choice of the same twice', /(a|a)*$/, `${'a'.repeat(60)}!`],
    ['many loops in a row', /a*a*a*a*a*a*a*a*b/, 'a'.repeat(1000)],
    ['spaces at the end of a long text', /\s+$/, `${' '.repeat(QUARTER_MIB)}!`],
    ['references', /(a*)\1*b/, 'a'.repeat(10_000)],
    ['lookaheads', /(?:(?=(a+))a)+b/, 'a'.repeat(20_000)],
    ['a lookbehind', /(?<=^(a+)+)b/, `!${'a'.repeat(40)}b`],
    ['what takes no unit, without end', /(?:(?=a)){9999999999}/, 'a'],
  ])('%s', (_what, regex, text) => {
    expect(() => new BoundedRegExp(regex).search(text, 0, { steps: 1_000_000 })).toThrow(OutOfSteps);
  });
});

describe('a long text', () => {
  test.each<[string, RegExp, string, number]>([
    ['is no matter to a loop over groups', /(a|b)*/, 'ab'.repeat(QUARTER_MIB / 2), QUARTER_MIB],
    ['nor to a lazy one', /(?:a|b)*?c/, `${'ab'.repeat(QUARTER_MIB / 2)}c`, QUARTER_MIB + 1],
    ['is quickly read', /[a-z]*x/, 'ab'.repeat(1000), -1],
  ])('%s', (_what, regex, text, end) => {
    expect(new BoundedRegExp(regex).searchInSteps(text, 0, { steps: 10_000_000 })?.end ?? -1).toBe(end);
  });

  test('that would take more memory than there is ends, too', () => {
    const search = (): unknown =>
      new BoundedRegExp(/(a|b)*c/).searchInSteps('ab'.repeat(2_000_000), 0, {
        steps: Number.MAX_SAFE_INTEGER,
      });
    expect(search).toThrow(OutOfSteps);
  });
});

test('what a search takes is taken off, natively and not', () => {
  const left = (regex: RegExp, text: string): number => {
    const allowance = { steps: 1000 };
    new BoundedRegExp(regex).search(text, 0, allowance);
    return allowance.steps;
  };
  expect(left(/b/, 'a'.repeat(800))).toBe(899);
  expect(left(/b/, `${'a'.repeat(79)}b${'a'.repeat(800)}`)).toBe(989);
  expect(left(/(a|b)*c/, 'ababab')).toBeLessThan(960);
});

test('a search goes on where it is told to', () => {
  const regex = new BoundedRegExp(/^a|b/);
  const starts = [0, 1, 2, 3].map((from) => regex.search('aab', from, { steps: 1000 })?.start);
  expect(starts).toEqual([0, 2, 2, undefined]);
});
