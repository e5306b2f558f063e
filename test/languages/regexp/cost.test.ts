import { expect, test } from 'vitest';
import { quickUpTo } from '../../../src/languages/regexp/cost.ts';
import { parsePattern } from '../../../src/languages/regexp/parse.ts';

test.each([
  /a/,
  /^[0-9a-f]{1,4}$/i,
  /\s+/,
  /,\s*/,
  /(?:ab)+/,
  /(foo|bar)baz/,
  /\d{4}-\d{2}-\d{2}/,
  /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/,
  /^(\w+)\s(\w+)$/,
  /^(\d{1,3}\.){3}\d{1,3}$/,
])('takes time in proportion to the text: %s', (regex) => {
  expect(quickUpTo(parsePattern(regex))).toBe(Number.POSITIVE_INFINITY);
});

test.each<[string, RegExp, number]>([
  ['from each position up to the end', /\s+$/, 68],
  ['… which few positions begin, but that is not seen', /^\w+$/m, 68],
  ['two loops that share units', /^[a-z:]*:[a-z:]*$/, 68],
  ['a reference to any length', /(a)\1/, 97],
  ['to the end within a lookahead', /(?=.*x)a/, 55],
  ['ways that multiply', /^a*a*a*$/, 15],
  ['ways to the power of the length', /(a+)+$/, 3],
  ['a loop in a loop, where few ways lead on', /^(?:[a-z]+,)*$/, 68],
  ['a choice in a loop', /(a|b)*c/, 5],
  ['a nested number of times', /^((a{0,9}){0,9}){0,9}$/, 1],
])('takes more: %s', (_why, regex, longest) => {
  expect(quickUpTo(parsePattern(regex))).toBe(longest);
});
