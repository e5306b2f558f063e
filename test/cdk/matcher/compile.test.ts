import { describe, expect, test } from 'vitest';
import { compileMatcher } from './matcher.ts';

/** What is stored, without its check sum. */
function compiled(pattern: unknown): unknown {
  const stored = compileMatcher(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  return stored === undefined ? undefined : (JSON.parse(stored.slice(32)) as { any: unknown }).any;
}

/** The only field of the only alternative, for a leaf array of a pattern. */
function field(...matchers: unknown[]): unknown {
  return (compiled({ a: matchers }) as { all: unknown[] }[])[0]?.all[0];
}

describe('a field', () => {
  test.each<[string, unknown[], object]>([
    ['values', ['x', true, null], { values: ['x', true, null], doubt: 3 }],
    ['one null', [null], { values: [null], doubt: 3 }],
    ['numbers', [1, 2.5], { values: [1, 2.5], doubt: 2 }],
    ['prefix', [{ prefix: 'x' }], { tests: [{ op: 'prefix', arg: 'x' }], doubt: 3 }],
    [
      'an empty suffix is found in any string',
      [{ suffix: '' }],
      { tests: [{ op: 'prefix', arg: '' }], doubt: 3 },
    ],
    [
      'prefix and suffix whatever the case',
      [{ prefix: { 'equals-ignore-case': 'Xé' } }, { suffix: { 'equals-ignore-case': 'Y' } }],
      {
        tests: [
          { op: 'prefix-ignore-case', arg: 'xé' },
          { op: 'suffix-ignore-case', arg: 'y' },
        ],
        doubt: 3,
      },
    ],
    [
      'equals-ignore-case',
      [{ 'equals-ignore-case': 'aB' }],
      { tests: [{ op: 'equals-ignore-case', arg: 'ab' }], doubt: 3 },
    ],
    [
      'wildcard',
      [{ wildcard: 'a*b\\*c*d\\\\' }],
      { tests: [{ op: 'wildcard', first: 'a', middle: ['b*c'], last: 'd\\' }], doubt: 3 },
    ],
    ['wildcard without a star', [{ wildcard: 'a\\*' }], { tests: [{ op: 'equals', arg: 'a*' }], doubt: 3 }],
    ['numeric', [{ numeric: ['>', 0, '<=', 5] }], { tests: [{ op: 'numeric', '>': 0, '<=': 5 }], doubt: 2 }],
    [
      'cidr',
      [{ cidr: '10.1.2.3/13' }],
      { tests: [{ op: 'cidr', low: '0A000000', high: '0A07FFFF' }], doubt: 1 },
    ],
    [
      'cidr of version 6',
      [{ cidr: '2001:db8::/33' }],
      {
        tests: [{ op: 'cidr', low: `20010DB8${'0'.repeat(24)}`, high: `20010DB87${'F'.repeat(23)}` }],
        doubt: 1,
      },
    ],
    [
      'all addresses',
      [{ cidr: '1.2.3.4/0' }],
      { tests: [{ op: 'cidr', low: '00000000', high: 'FFFFFFFF' }], doubt: 1 },
    ],
    [
      'the text of an address',
      ['::ffff:10.0.0.1', '::1'],
      {
        values: ['::ffff:10.0.0.1'],
        tests: [{ op: 'cidr', low: `${'0'.repeat(31)}1`, high: `${'0'.repeat(31)}1` }],
        doubt: 1,
      },
    ],
    ['exists', [{ exists: true }, { exists: false }], { exists: true, absent: true, doubt: 3 }],
    ['anything-but', [{ 'anything-but': ['x', 'y'] }], { not: [{ values: ['x', 'y'] }], doubt: 3 }],
    ['anything-but a number', [{ 'anything-but': 3 }], { not: [{ values: [3] }], doubt: 2 }],
    [
      'anything-but two suffixes',
      [{ 'anything-but': { suffix: ['x', 'y'] } }, { 'anything-but': 'z' }],
      {
        not: [
          {
            tests: [
              { op: 'suffix', arg: 'x' },
              { op: 'suffix', arg: 'y' },
            ],
          },
          { values: ['z'] },
        ],
        doubt: 3,
      },
    ],
  ])('%s', (_what, matchers, expected) => {
    expect(field(...matchers)).toEqual({ path: 'a', ...expected });
  });
});

describe('alternatives', () => {
  const paths = (pattern: unknown): unknown =>
    (compiled(pattern) as { all: { path: string }[] }[]).map(({ all }) =>
      all.map(({ path }) => path).join(' '),
    );

  test.each<[string, unknown, string[]]>([
    ['fields are sorted', { b: ['x'], a: { z: ['x'], 'b.c': ['x'] } }, ['a.b.c a.z b']],
    [
      '$or multiplies',
      { a: ['x'], $or: [{ b: ['x'] }, { c: ['x'], $or: [{ d: ['x'] }, { e: ['x'] }] }] },
      ['a b', 'a c d', 'a c e'],
    ],
    ['$or within an object', { a: { $or: [{ b: ['x'] }, { c: ['x'] }] } }, ['a.b', 'a.c']],
    [
      'names that JavaScript knows',
      { constructor: { toString: ['x'] }, outerWrapper: ['x'] },
      ['constructor.toString outerWrapper'],
    ],
  ])('%s', (_what, pattern, expected) => {
    expect(paths(pattern)).toEqual(expected);
  });
});

describe('not decided here, so EventBridge is asked', () => {
  test.each<[string, unknown]>([
    ['a key that comes twice', '{"a":["x"],"a":["y"]}'],
    ['a path that comes twice', { 'a.b': ['x'], a: { b: ['y'] } }],
    ['an empty name', { a: { '': ['x'] } }],
    ['a name that ends in a dot', { 'a.': ['x'] }],
    ['__proto__', '{"__proto__":["x"]}'],
    ['an integer beyond 2^53', '{"a":[9007199254740993]}'],
    ['a number of 17 digits', '{"a":[{"numeric":["<",0.30000000000000004]}]}'],
    ['a letter with several forms', { a: [{ 'equals-ignore-case': 'Straße' }] }],
    ['half a surrogate pair', '{"a":["\\ud83d"]}'],
    ['what stands for an escape', { a: [{ wildcard: '\ue000*' }] }],
    ['an operator that is new', { a: [{ regex: 'x' }] }],
    [
      'a pattern that grows too large',
      {
        $or: Array.from({ length: 40 }, (_, i) => ({
          a: [`${i}`],
          b: ['x'.repeat(20)],
          c: ['y'.repeat(100)],
        })),
      },
    ],
    ['$or nested too deep', nestedOr(75)],
  ])('%s', (_what, pattern) => {
    expect(compiled(pattern)).toBeUndefined();
  });
});

test.each([
  ['objects nested in objects', `${'{"a":'.repeat(75)}["x"]${'}'.repeat(75)}`],
  ['$or nested in $or', nestedOr(70)],
  ['a list of operators', JSON.stringify({ a: Array.from({ length: 140 }, (_, i) => ({ prefix: `${i}` })) })],
  ['a list of values', JSON.stringify({ a: Array.from({ length: 330 }, (_, i) => `${i}`) })],
])('large patterns are decided, too: %s', (_what, pattern) => {
  expect(compileMatcher(pattern)).toBeDefined();
});

function nestedOr(depth: number): string {
  const names = Array.from({ length: depth }, (_, i) => `a${i}`);
  return names.reduce((inner, name) => `{"$or":[{"${name}":["x"]},${inner}]}`, '{"b":["x"]}');
}
