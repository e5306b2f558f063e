import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { arbitraryPair, wild } from './arbitraries.ts';
import { errorOf } from './rows.ts';

function textsOf(pattern: unknown, event: unknown): string[] {
  return explain(parsePattern(JSON.stringify(pattern)), JSON.stringify(event)).leaves.map(
    (leaf) => leaf.text,
  );
}

test('EP-140: each leaf tells what was asked and what was found', () => {
  const pattern = parsePattern(
    '{"detail":{"amount":[{"numeric":[">",10]}],"country":["DE"],"state":["open"]}}',
  );
  expect(explain(pattern, '{"detail":{"amount":5,"state":"open"}}')).toEqual({
    matched: false,
    alternatives: 1,
    alternative: 0,
    leaves: [
      {
        path: 'detail.amount',
        asked: '> 10',
        found: ['5'],
        matched: false,
        text: 'detail.amount: 5 is not > 10',
      },
      { path: 'detail.country', asked: '"DE"', found: [], matched: false, text: 'detail.country: absent' },
      {
        path: 'detail.state',
        asked: '"open"',
        found: ['"open"'],
        matched: true,
        text: 'detail.state: "open" is "open"',
      },
    ],
  });
});

test.each([
  [['x', 1, null, true], 'y', 'a: "y" is not "x" or 1 or null or true'],
  [
    [{ prefix: 'x' }, { suffix: { 'equals-ignore-case': 'z' } }],
    'y',
    'a: "y" is not starting with "x" or ending with "z" (ignoring case)',
  ],
  [[{ 'equals-ignore-case': 'x' }], 1, 'a: 1 is not "x" (ignoring case)'],
  [[{ wildcard: 'x*' }], 'y', 'a: "y" is not like "x*"'],
  [[{ numeric: ['>', 0, '<=', 5] }], 0, 'a: 0 is not > 0 and <= 5'],
  [[{ numeric: ['=', 5] }], '5', 'a: "5" is not = 5'],
  [[{ numeric: ['>=', 5] }, { numeric: ['<', 1] }], 2, 'a: 2 is not >= 5 or < 1'],
  [[{ cidr: '10.0.0.0/8' }, '11.0.0.1'], '12.0.0.1', 'a: "12.0.0.1" is not in 10.0.0.0/8 or "11.0.0.1"'],
  [[{ 'anything-but': 'x' }], 'x', 'a: "x" is not anything but "x"'],
  [
    [{ 'anything-but': { prefix: ['x', 'y'] } }],
    'xy',
    'a: "xy" is not anything but (starting with "x", starting with "y")',
  ],
  [[{ exists: false }], null, 'a: null is not absent'],
  [[{ exists: true }], 0, 'a: 0 is present'],
  [[{ exists: false }, 'x'], undefined, 'a: absent, as asked'],
  [['x'], ['a', 'b'], 'a: none of "a", "b" is "x"'],
  [['x'], [1, 2, 3, 4, 5], 'a: none of 1, 2, 3 and 2 more is "x"'],
  [[3], [1, 2, 3], 'a: 3 is 3'],
  [['x'], 'y'.repeat(100), `a: "${'y'.repeat(79)}… is not "x"`],
])('EP-140: %j is asked, %j is found', (asked, found, text) => {
  expect(textsOf({ a: asked }, { a: found })).toEqual([text]);
});

test('EP-140: a field is absent if all of its values are in other elements of an array', () => {
  const pattern = parsePattern('{"detail":{"b":{"x":[1],"y":[{"exists":false}]}}}');
  const { matched, leaves } = explain(pattern, { detail: { b: [{ y: 'q' }, { x: 1 }] } });
  expect(leaves.map(({ text }) => text)).toEqual([
    'detail.b.x: 1 is 1',
    'detail.b.y: absent from the element of detail.b that the leaves above match, as asked',
  ]);
  expect(matched).toBe(true);
});

test('EP-140: the verdict is that of matches', () => {
  fc.assert(
    fc.property(arbitraryPair(wild), ({ patternText, eventText }) => {
      const pattern = parsePattern(patternText);
      const { matched, leaves } = explain(pattern, eventText);
      expect(matched).toBe(matches(pattern, eventText));
      expect(leaves.every((leaf) => leaf.matched)).toBe(matched);
    }),
    { numRuns: 500 },
  );
});

test('EP-140: an event that is none is refused', () => {
  expect(errorOf(() => explain(parsePattern('{"a":[1]}'), '[]')).code).toBe('ValidationException');
});

test.each([
  ['the one that matches', { a: 2, b: 3 }, 1, ['a: 2 is 2', 'b: 3 is 3']],
  ['the one with fewer failures', { a: 2, b: 4 }, 1, ['a: 2 is 2', 'b: 4 is not 3']],
  ['the first of equals', { a: 5, b: 5 }, 0, ['a: 5 is not 1', 'b: 5 is not 2']],
])('EP-141: of several alternatives %s is explained', (_, event, alternative, texts) => {
  const pattern = parsePattern('{"$or":[{"a":[1],"b":[2]},{"a":[2],"b":[3]}]}');
  const explanation = explain(pattern, event);
  expect([explanation.alternatives, explanation.alternative]).toEqual([2, alternative]);
  expect(explanation.leaves.map((leaf) => leaf.text)).toEqual(texts);
});

test.each([
  [
    'one array',
    { items: { name: ['a'], price: [{ numeric: ['>', 3] }] } },
    {
      items: [
        { name: 'a', price: 1 },
        { name: 'b', price: 5 },
      ],
    },
    [
      'items.name: "a" is "a"',
      'items.price: 5 is > 3, but not in the element of items that the leaves above match',
    ],
  ],
  [
    'two arrays within two elements',
    { o: { i: { a: [1], b: [2] } } },
    { o: [{ i: [{ a: 1 }] }, { i: [{ b: 2 }] }] },
    ['o.i.a: 1 is 1', 'o.i.b: 2 is 2, but not in the element of o that the leaves above match'],
  ],
  [
    'an array within an element',
    { o: { i: { a: [1], b: [2] } } },
    { o: [{ i: [{ a: 1 }, { b: 2 }] }] },
    ['o.i.a: 1 is 1', 'o.i.b: 2 is 2, but not in the element of o.i that the leaves above match'],
  ],
])('EP-142: leaves in different elements of %s', (_, pattern, event, texts) => {
  expect(textsOf(pattern, event)).toEqual(texts);
});
