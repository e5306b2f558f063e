import { describe, expect, test } from 'vitest';
import { parsePattern } from '../../../../src/languages/event-pattern/index.ts';
import { refusals, verdicts } from '../rows.ts';

const one = { $or: [{ a: [1] }, { b: [2], c: [3] }], d: [4] };
const nested = { o: { $or: [{ a: [1] }, { p: { $or: [{ b: [2] }, { c: [3] }] } }] } };
const beside = { x: { $or: [{ a: [1] }, { b: [1] }] }, y: { $or: [{ a: [2] }, { b: [2] }] } };
const replaced = { name: ['a', 'b'], $or: [{ name: [{ 'anything-but': 'a' }] }, { other: ['x'] }] };
const overwritten = '{"$or":[{"name":["a"]},{"other":["x"]}],"name":["b"]}';
/** 2 to the power of `count` combinations. */
const combinations = (count: number): string =>
  JSON.stringify(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`g${index}`, { $or: [{ v: [1] }, { v: [2] }] }]),
    ),
  );

verdicts([
  ['EP-100', 'the first branch', one, { a: 1, d: 4 }, true],
  ['EP-100', 'the second branch', one, { b: 2, c: 3, d: 4 }, true],
  ['EP-100', 'half of the second branch', one, { b: 2, d: 4 }, false],
  ['EP-100', 'no field beside it', one, { a: 1 }, false],
  [
    'EP-100',
    'a branch that longs for absence',
    { $or: [{ a: [{ exists: false }] }, { b: [2] }] },
    { c: 1 },
    true,
  ],
  ['EP-101', 'in an object, outer branch', nested, { o: { a: 1 } }, true],
  ['EP-101', 'in an object, inner branch', nested, { o: { p: { c: 3 } } }, true],
  ['EP-101', 'in an object, outside of it', nested, { a: 1 }, false],
  ['EP-101', 'side by side, one of each', beside, { x: { b: 1 }, y: { a: 2 } }, true],
  ['EP-101', 'side by side, one only', beside, { x: { b: 1 } }, false],
  ['EP-104', 'a branch replaces what came before', replaced, { name: 'c' }, true],
  ['EP-104', 'the other branch keeps it', replaced, { name: 'a', other: 'x' }, true],
  ['EP-104', 'what comes after replaces the branch', overwritten, { name: 'b' }, true],
  ['EP-104', 'and nothing is left of the branch', overwritten, { name: 'a' }, false],
  ['EP-105', '512 combinations', combinations(9), JSON.stringify({}), false],
]);

refusals([
  [
    'EP-102',
    '{"$or":[{"a":[1]}]}',
    'There must have at least 2 Objects in $or relationship.\n at [Source: (String)"§"; line: 1, column: 19]',
  ],
  [
    'EP-102',
    '{"$or":{"a":[1]}}',
    'It must be an Array followed with $or.\n at [Source: (String)"§"; line: 1, column: 9]',
  ],
  [
    'EP-102',
    '{"a":{"$or":[1,2]}}',
    'Only JSON object is allowed in array of $or relationship.\n at [Source: (String)"§"; line: 1, column: 15]',
  ],
  [
    'EP-103',
    '{"detail":{"$or":[{"nested":{"prefix":["x"]}},{"v":["x"]}]}}',
    'prefix is Ruler reserved fieldName which cannot be used inside $or.\n at [Source: (String)"§"; line: 1, column: 40]',
  ],
  [
    'EP-103',
    '{"$or":[{"in-date-range":["x"]},{"v":["x"]}]}',
    'in-date-range is Ruler reserved fieldName which cannot be used inside $or.\n at [Source: (String)"§"; line: 1, column: 27]',
  ],
  ['EP-105', combinations(10), 'Or operator is producing over 1000 rule combinations'],
]);

describe('the number of combinations', () => {
  const branches = (count: number): string =>
    JSON.stringify({ $or: Array.from({ length: count }, (_, index) => ({ a: [index] })) });

  test('EP-105: 1,000 are accepted', () => {
    expect(parsePattern(branches(1000)).alternatives).toHaveLength(1000);
  });

  test('EP-105: 1,001 are refused', () => {
    expect(() => parsePattern(branches(1001))).toThrow(
      'Or operator is producing over 1000 rule combinations',
    );
  });
});
