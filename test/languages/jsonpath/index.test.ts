import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/core/json.ts';
import {
  compilePath,
  JsonPathSyntaxError,
  JsonPathWriteError,
} from '../../../src/languages/jsonpath/index.ts';

const STORE: JsonValue = {
  store: {
    book: [
      { title: 'Sayings', price: 8.95, tags: ['a', 'b'] },
      { title: 'Sword', price: 12.99 },
      { title: 'Moby Dick', price: 8.99, isbn: '0-553' },
    ],
    'bi cycle': { color: 'red' },
    'sub-values': [1, 2],
  },
  limit: 10,
  numbers: [3, 1, 2],
  none: null,
};

describe('reading', () => {
  test.each<[string, unknown]>([
    ['$', STORE],
    ['$.limit', 10],
    ['$.none', null],
    ['$.store.book[0].title', 'Sayings'],
    ['$.store.book[-1].title', 'Moby Dick'],
    ["$['store']['bi cycle'].color", 'red'],
    ['$["limit"]', 10],
    ['$.store.sub-values[1]', 2],
    [String.raw`$.st\ore.bi\ cycle.color`, 'red'],
    ['$.store.book[*].title', ['Sayings', 'Sword', 'Moby Dick']],
    ['$.store.book[1:].title', ['Sword', 'Moby Dick']],
    ['$.store.book[:1].title', ['Sayings']],
    ['$.store.book[-2:].title', ['Sword', 'Moby Dick']],
    ['$.store.book[0,2].title', ['Sayings', 'Moby Dick']],
    ["$.store.book[0]['title','price']", { title: 'Sayings', price: 8.95 }],
    ["$.store.book[*]['title','none']", [{ title: 'Sayings' }, { title: 'Sword' }, { title: 'Moby Dick' }]],
    ['$..price', [8.95, 12.99, 8.99]],
    ['$..book[0].title', ['Sayings']],
    ['$.store.book[?(@.isbn)].title', ['Moby Dick']],
    ['$.store.book[?(!@.isbn)].title', ['Sayings', 'Sword']],
    ['$.store.book[?(@.price < $.limit)].title', ['Sayings', 'Moby Dick']],
    ["$.store.book[?(@.title == 'Sword' || @.price == 8.95)].title", ['Sayings', 'Sword']],
    ['$.store.book[?(@.price > 8.95 && @.price <= 12.99)].title', ['Sword', 'Moby Dick']],
    ['$.store.book[?(@.title =~ /s.*/i)].title', ['Sayings', 'Sword']],
    ['$.store.book[?(@.title =~ /S.y/)].title', []],
    ["$.store.book[?(@.title in ['Sword', 'Other'])].title", ['Sword']],
    ["$.store.book[?(@.tags contains 'a')].title", ['Sayings']],
    ['$.store.book[?(@.tags size 2)].title', ['Sayings']],
    ['$..[?(@.isbn)].title', ['Moby Dick']],
    ["$.store.book[?(@.price == '8.95')].title", ['Sayings']],
    ['$.store.book[0].title.length()', undefined],
    ['$.numbers.length()', 3],
    ['$.numbers.min()', 1],
    ['$.numbers.max()', 3],
    ['$.numbers.sum()', 6],
    ['$.numbers.avg()', 2],
    ['$.numbers[?(@ > 1)]', [3, 2]],
    ['$.missing[*]', []],
    ['$.missing[0:2]', []],
    ['$..nothing', []],
    ['$.missing', undefined],
    ['$.limit.below', undefined],
    ['$.numbers[9]', undefined],
  ])('%s', (path, expected) => {
    expect(compilePath(path).read(STORE)).toEqual(expected);
  });

  test.each<[string, boolean]>([
    ['$.missing[*]', false],
    ['$.limit[*]', true],
    ['$.store.book[*].none', true],
    ['$.store.none..price', false],
    ['$..nothing', true],
    ['$.store.none', false],
  ])('%s starts in the document: %s', (path, expected) => {
    expect(compilePath(path).startsIn(STORE)).toBe(expected);
  });

  test('a name is never found on the prototype', () => {
    expect(compilePath('$.constructor').read({})).toBeUndefined();
    expect(compilePath('$.__proto__').read({})).toBeUndefined();
  });

  test('a backslash escapes the quote of a name and itself, and else stands for itself', () => {
    expect(compilePath(String.raw`$['it\'s']`).read({ "it's": 1 })).toBe(1);
    expect(compilePath(String.raw`$['a\"b']`).read({ 'a\\"b': 1 })).toBe(1);
  });

  test.each(['', 'a', '$.', '$[', '$[a]', '$.a[?(@.b]', '$.a b', "$['a", '$.a[0'])(
    '%j is no path',
    (text) => {
      expect(() => compilePath(text)).toThrow(JsonPathSyntaxError);
    },
  );
});

describe('what is missing, in words recorded from AWS', () => {
  test.each<[string, JsonValue, string]>([
    ['$.a', {}, "No results for path: $['a']"],
    ['$.a.b', {}, "Missing property in path $['a']"],
    ['$.a.b', { a: {} }, "No results for path: $['a']['b']"],
    ['$.a[2]', { a: [1] }, "No results for path: $['a'][2]"],
  ])('%s', (path, document, words) => {
    expect(compilePath(path).explainMissing(document)).toBe(words);
  });

  test('an index past the end of an array is told apart', () => {
    expect(compilePath('$.a[1]').endsPastArray({ a: [1] })).toBe(true);
    expect(compilePath('$.b[1]').endsPastArray({ a: [1] })).toBe(false);
  });
});

describe('writing', () => {
  test.each<[string, JsonValue, JsonValue]>([
    ['$.new', { a: 1 }, { a: 1, new: 'v' }],
    ['$.a.b', { a: { c: 1 } }, { a: { c: 1, b: 'v' } }],
    ['$.x.y', {}, { x: { y: 'v' } }],
    ['$.a[1]', { a: [1, 2] }, { a: [1, 'v'] }],
  ])('%s', (path, document, expected) => {
    const before = JSON.stringify(document);
    expect(compilePath(path).write(document, 'v')).toEqual(expected);
    expect(JSON.stringify(document)).toBe(before);
  });

  test('a member named __proto__ becomes an ordinary one', () => {
    const written = compilePath("$['__proto__']").write({}, { polluted: true });
    expect(JSON.stringify(written)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each<[string, JsonValue]>([
    ['$.a', 1],
    ['$.a[3]', { a: [1] }],
    ['$.a.b', { a: 'text' }],
  ])('%s cannot be written into %j', (path, document) => {
    expect(() => compilePath(path).write(document, 'v')).toThrow(JsonPathWriteError);
  });

  test('reads what it has written', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/['\\]/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (names, value) => {
        const path = compilePath(`$${names.map((part) => `['${part}']`).join('')}`);
        expect(path.read(path.write({}, value as JsonValue))).toEqual(value);
      }),
    );
  });
});
