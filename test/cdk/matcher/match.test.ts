import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import { matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { compileMatcher, matchPage, rowsOf, verdictOf } from './matcher.ts';

const envelope = { version: '0', id: '1', source: 'shop', 'detail-type': 'Order' };

describe('a page', () => {
  test('each connection is decided by its own pattern, in the order of the rows', () => {
    const rows = rowsOf({
      c: compileMatcher('{"source":["shop"]}'),
      a: compileMatcher('{"source":["bank"]}'),
      b: compileMatcher('{"detail-type":[{"prefix":"Ord"}]}'),
    });
    expect(matchPage(envelope, rows)).toEqual({ matched: ['c', 'b'], undecided: [] });
  });

  test.each<[string, JsonValue]>([
    ['of no rows', []],
    ['whose rows are missing', null],
  ])('%s matches nobody', (_what, rows) => {
    expect(matchPage(envelope, rows)).toEqual({ matched: [], undecided: [] });
  });

  const stored = compileMatcher('{"source":["shop"]}') as string;
  test.each<[string, JsonValue]>([
    ['is missing', {}],
    ['is empty', { matcher: { S: '' } }],
    ['is no string', { matcher: { N: '1' } }],
    ['is no JSON', { matcher: { S: '{"any":' } }],
    ['is short', { matcher: { S: 'abc' } }],
    ['was cut', { matcher: { S: stored.slice(0, -1) } }],
    ['was changed', { matcher: { S: stored.replace('shop', 'bank') } }],
    ['is null', { matcher: null }],
    ['is a word', { matcher: { S: 'none' } }],
    ['is an array', { matcher: { S: ['a', 'b'] } }],
    ['is emoji', { matcher: { S: '😀'.repeat(40) } }],
  ])('a row whose matcher %s is undecided and harms nobody', (_what, row) => {
    const broken = { connectionId: { S: 'broken' }, ...(row as object) };
    const rows = [...rowsOf({ before: stored }), broken, ...rowsOf({ after: stored })];
    expect(matchPage(envelope, rows)).toEqual({ matched: ['before', 'after'], undecided: ['broken'] });
  });
});

describe('what an event may hold', () => {
  test.each<[string, string, JsonValue, string]>([
    ['keys with dots', '{"detail":{"a.b":{"c":["x"]}}}', { detail: { a: { 'b.c': 'x' } } }, 'match'],
    [
      'keys that only begin alike',
      '{"detail":{"a.b":["x"]}}',
      { detail: { 'a.bc': 'x', a: 'x' } },
      'nomatch',
    ],
    ['an empty array', '{"detail":{"a":[{"exists":true}]}}', { detail: { a: [] } }, 'nomatch'],
    ['an array of null', '{"detail":{"a":[null]}}', { detail: { a: [null] } }, 'match'],
    ['an array of one', '{"detail":{"a":["x"]}}', { detail: { a: ['x'] } }, 'match'],
    ['arrays in arrays', '{"detail":{"a":["x"]}}', { detail: { a: [[['x']]] } }, 'match'],
    ['a string that looks like a number', '{"detail":{"a":[1]}}', { detail: { a: '1' } }, 'nomatch'],
    ['an empty string, by prefix', '{"detail":{"a":[{"prefix":"x"}]}}', { detail: { a: '' } }, 'nomatch'],
    [
      'a Kelvin sign for a k',
      '{"detail":{"a":[{"equals-ignore-case":"k"}]}}',
      { detail: { a: '\u212a' } },
      'nomatch',
    ],
    [
      'an object where a leaf is asked for',
      '{"detail":{"a":[{"exists":false}]}}',
      { detail: { a: { b: 1 } } },
      'match',
    ],
    [
      'an integer beyond 2^53',
      '{"detail":{"a":[{"numeric":[">",1]}]}}',
      { detail: { a: 2 ** 53 } },
      'undecided',
    ],
    [
      'the same for a string operator',
      '{"detail":{"a":[{"prefix":"x"}]}}',
      { detail: { a: 2 ** 53 } },
      'nomatch',
    ],
    [
      'a number where an address is asked for',
      '{"detail":{"a":[{"cidr":"1.0.0.0/8"}]}}',
      { detail: { a: 105 } },
      'undecided',
    ],
    ['fewer than 101 leaves', '{"detail":{"a":[99]}}', { detail: { a: numbers(100) } }, 'match'],
    ['more than 100 leaves of a path', '{"detail":{"a":[99]}}', { detail: { a: numbers(101) } }, 'undecided'],
    ['more, but of another path', '{"detail":{"b":[1]}}', { detail: { a: numbers(101), b: 1 } }, 'match'],
    [
      'more, in an alternative that need not be looked at',
      '{"detail":{"b":[2],"c":[1]}}',
      { detail: { b: 1, c: numbers(101) } },
      'nomatch',
    ],
  ])('%s', (_what, pattern, event, verdict) => {
    expect(verdictOf(pattern, event)).toBe(verdict);
  });
});

describe('elements of arrays', () => {
  const event = (items: JsonValue): JsonValue => ({ detail: { items } });
  test.each<[string, string, JsonValue, string]>([
    [
      'fields hold of one element',
      '{"detail":{"items":{"a":[1],"b":[2]}}}',
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      'match',
    ],
    [
      'not of two',
      '{"detail":{"items":{"a":[1],"b":[4]}}}',
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      'nomatch',
    ],
    [
      'one may be absent from the chosen element',
      '{"detail":{"items":{"a":[1],"b":[{"exists":false}]}}}',
      [{ a: 1 }, { b: 4 }],
      'match',
    ],
    [
      'but not from another',
      '{"detail":{"items":{"a":[1],"b":[{"exists":false}]}}}',
      [{ a: 1, b: 1 }, { c: 4 }],
      'nomatch',
    ],
    [
      'arrays within elements',
      '{"detail":{"items":{"a":{"x":[2]},"b":[2]}}}',
      [{ a: [{ x: 1 }, { x: 2 }], b: 2 }],
      'match',
    ],
    [
      'too many combinations',
      '{"detail":{"items":{"a":[1],"b":{"c":[1],"d":[1]}}}}',
      Array(30).fill({ a: 1, b: [{ c: 1 }, { d: 1 }] }),
      'undecided',
    ],
  ])('%s', (_what, pattern, items, verdict) => {
    expect(verdictOf(pattern, event(items))).toBe(verdict);
  });
});

describe('within the bounds of Step Functions', () => {
  const detail = Object.fromEntries(
    Array.from({ length: 400 }, (_, i) => [`key${i}`, `${i} ${'x'.repeat(500)}`]),
  );
  const event: JsonValue = { ...envelope, detail };

  test('100 connections with patterns of 2,000 characters and an event of 200 KiB', () => {
    const patterns = Array.from({ length: 100 }, (_, i) => longPattern(i));
    expect(JSON.stringify(event).length).toBeGreaterThan(200 * 1024);
    expect(Math.min(...patterns.map((text) => text.length))).toBeGreaterThan(2000);
    const page = matchPage(
      event,
      rowsOf(Object.fromEntries(patterns.map((text, i) => [`c${i}`, compileMatcher(text)]))),
    );
    const expected = patterns.flatMap((text, i) =>
      matches(parsePattern(text), JSON.stringify(event)) ? [`c${i}`] : [],
    );
    expect(page).toEqual({ matched: expected, undecided: [] });
    expect(expected).toHaveLength(50);
  });

  test('a long text that might have been an address', () => {
    const rows = rowsOf({ it: compileMatcher('{"detail":{"a":[{"cidr":"::/0"}]}}') });
    const long: JsonValue = { detail: { a: `${':'.repeat(200_000)}!` } };
    expect(matchPage(long, rows, { steps: 100_000 })).toEqual({ matched: [], undecided: [] });
  });

  test('half of the depth is left for the expression around it', () => {
    const everything =
      `{"detail":{"$or":[{"key1":[{"cidr":"::1/128"},"::1",{"anything-but":{"wildcard":["*1*","2*"]}}]},
      {"a":{"b":[{"exists":false}],"c":[{"suffix":{"equals-ignore-case":"x"}}]}}]}}`.replace(
        '::1/128',
        '::1/127',
      );
    const odd: JsonValue = { detail: { key1: '::1', a: [[{ c: 'aX' }], { b: 1 }] } };
    const rows = rowsOf({ it: compileMatcher(everything, { depth: 60 }) });
    expect(matchPage(odd, rows, { depth: 50 })).toEqual({ matched: ['it'], undecided: [] });
  });

  /** Matches if `number` is even. */
  function longPattern(number: number): string {
    const tests = [
      { prefix: number % 2 === 0 ? `${number} ` : 'no' },
      ...numbers(130).map((i) => ({ suffix: `z${i}` })),
    ];
    return JSON.stringify({ detail: { [`key${number}`]: tests } });
  }
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
