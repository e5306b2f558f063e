import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../../src/core/json.ts';
import { matches, parsePattern } from '../../../../src/languages/event-pattern/index.ts';
import { errorOf, verdicts } from '../rows.ts';

verdicts([
  ['EP-21', 'an object under the path', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
  ['EP-21', 'a string under a longer path', { a: { b: [1] } }, { a: '{"b":1}' }, false],
  ['EP-22', 'an element of an array', { a: ['y'] }, { a: ['x', 'y'] }, true],
  ['EP-22', 'no element of an array', { a: ['z'] }, { a: ['x', 'y'] }, false],
  ['EP-22', 'an element of an array in an array', { a: [2] }, { a: [[1, [2]], 3] }, true],
  ['EP-22', 'a member of an element', { a: { b: [1] } }, { a: [{ b: 2 }, [{ b: 1 }]] }, true],
  ['EP-23', 'an empty array is not null', { a: [null] }, { a: [] }, false],
  ['EP-23', 'an empty array does not exist', { a: [{ exists: true }] }, { a: [] }, false],
  ['EP-23', 'an empty array is absent', { a: [{ exists: false }] }, { a: [] }, true],
  ['EP-23', 'an empty object is absent', { a: [{ exists: false }] }, { a: {} }, true],
  ['EP-24', 'a dotted name in the event', { a: { b: [1] } }, { 'a.b': 1 }, true],
  ['EP-24', 'dotted names in both', { 'a.b': { c: [1] } }, { a: { 'b.c': 1 } }, true],
  ['EP-25', 'JSON in a string', { detail: { 'my-key': ['v'] } }, { detail: '{"my-key":"v"}' }, false],
  ['EP-26', 'the first value of two', { v: [0] }, '{"v":0,"v":1}', true],
  ['EP-26', 'the second value of two', { v: [1] }, '{"v":0,"v":1}', true],
]);

describe('what an event is', () => {
  const pattern = parsePattern('{"a":[1]}');

  test.each(['[1]', '1', '"a"', 'null', '', '{', '{"a":1', '{"a":1} x', '{"a":01}', '{a:1}'])(
    'EP-20: %s is none',
    (event) => {
      const error = errorOf(() => matches(pattern, event));
      expect([error.code, error.message]).toEqual(['ValidationException', 'Parameter Event is not valid.']);
    },
  );

  test('EP-20: a parsed event keeps numbers that a double cannot hold', () => {
    const large = parsePattern('{"n":[12345678901234567891]}');
    expect(matches(large, parseJson('{"n":12345678901234567891}') as never)).toBe(true);
    expect(matches(large, parseJson('{"n":12345678901234567892}') as never)).toBe(false);
  });

  test.each([
    ['objects', '{"a":', '}'],
    ['arrays', '[', ']'],
  ])('EP-27: %s nested 1,000 deep are read, 1,001 are not', (_, open, close) => {
    const event = (depth: number): string =>
      `{"x":${open.repeat(depth - 1)}1${close.repeat(depth - 1)},"a":1}`;
    for (const form of [(text: string) => text, JSON.parse]) {
      expect(matches(pattern, form(event(1000)))).toBe(true);
    }
    expect(errorOf(() => matches(pattern, event(1001))).message).toBe('Parameter Event is not valid.');
  });

  test('EP-27: a parsed event is not followed deeper than 1,000 either', () => {
    const deep = parsePattern(`{${'"a":{'.repeat(10)}"a":[1]${'}'.repeat(10)}}`);
    const event = JSON.parse(`${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`);
    expect(errorOf(() => matches(deep, event)).message).toBe('Parameter Event is not valid.');
  });
});
