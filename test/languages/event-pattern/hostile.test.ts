import { describe, expect, test } from 'vitest';
import { explain, matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';
import { errorOf } from './rows.ts';

/** None of these may take noticeable time or memory; each would, done carelessly. */
const MANY = 20_000;

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}[1]${'}'.repeat(depth)}`;
}

describe('patterns', () => {
  test('EP-130: nesting of 999 objects and an array is accepted', () => {
    expect(parsePattern(nested(999)).alternatives[0]?.[0]?.path).toHaveLength(2 * 999 - 1);
  });

  test('EP-130: deeper nesting is refused', () => {
    expect(errorOf(() => parsePattern(nested(MANY))).message).toBe(
      'Event pattern is not valid. Reason: Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)',
    );
  });

  test('EP-130: a number of more than 1,000 digits is refused', () => {
    expect(() => parsePattern(`{"a":[${'9'.repeat(1000)}]}`)).not.toThrow();
    expect(errorOf(() => parsePattern(`{"a":[${'9'.repeat(1001)}]}`)).message).toMatch(
      /^Event pattern is not valid. Reason: Number value length \(1001\) exceeds the maximum allowed \(1000, /,
    );
  });

  test('EP-130: 10,000 branches, and 2 to the power of 100 combinations, are refused', () => {
    const branches = Array.from({ length: 10_000 }, (_, index) => `{"a":[${index}]}`);
    const groups = Array.from({ length: 100 }, (_, index) => `"g${index}":{"$or":[{"v":[1]},{"v":[2]}]}`);
    for (const pattern of [`{"$or":[${branches}]}`, `{${groups}}`]) {
      expect(() => parsePattern(pattern)).toThrow('Or operator is producing over 1000 rule combinations');
    }
  });

  test('EP-130: a field may list very many values', () => {
    const values = Array.from({ length: MANY }, (_, index) => `"v${index}"`);
    expect(matches(parsePattern(`{"a":[${values}]}`), `{"a":"v${MANY - 1}"}`)).toBe(true);
  });

  test('EP-130: a megabyte of names', () => {
    const names = Array.from({ length: MANY }, (_, index) => `"n${index}":[1]`);
    const pattern = parsePattern(`{${names}}`);
    expect(matches(pattern, '{"n1":1}')).toBe(false);
    expect(explain(pattern, '{"n1":1}').leaves.filter((leaf) => leaf.matched)).toHaveLength(1);
  });

  test('EP-131: wildcards whose sets of positions are many are refused', () => {
    const wildcards = Array.from({ length: 9 }, (_, index) => `{"wildcard":"${index}${'ab*ba'.repeat(80)}"}`);
    expect(() => parsePattern(`{"a":[${wildcards}]}`)).toThrow('Rule is too complex');
  });

  test('EP-131: a wildcard of very many characters is refused', () => {
    for (const text of ['ab'.repeat(MANY), `a*${'ab'.repeat(MANY)}`]) {
      expect(() => parsePattern(JSON.stringify({ a: [{ wildcard: text }] }))).toThrow('Rule is too complex');
    }
  });
});

describe('events', () => {
  test('EP-131: a wildcard and a text that almost matches', () => {
    const pattern = parsePattern('{"a":[{"wildcard":"*a*a*a*a*b"}]}');
    expect(matches(pattern, JSON.stringify({ a: 'a'.repeat(1_000_000) }))).toBe(false);
    expect(matches(pattern, JSON.stringify({ a: `${'a'.repeat(1_000_000)}b` }))).toBe(true);
  });

  test('EP-131: letter case of long texts', () => {
    const pattern = parsePattern(JSON.stringify({ a: [{ 'equals-ignore-case': 'ß'.repeat(MANY) }] }));
    expect(matches(pattern, JSON.stringify({ a: 'SS'.repeat(MANY) }))).toBe(true);
    expect(matches(pattern, JSON.stringify({ a: `${'SS'.repeat(MANY)}S` }))).toBe(false);
  });

  test('EP-132: very many elements, of which none has both', () => {
    const elements = Array.from({ length: MANY }, (_, index) => (index % 2 ? '{"x":1}' : '{"y":1}'));
    const pattern = parsePattern('{"a":{"x":[1],"y":[1]}}');
    expect(matches(pattern, `{"a":[${elements}]}`)).toBe(false);
    expect(matches(pattern, `{"a":[${elements},{"x":1,"y":1}]}`)).toBe(true);
  });

  test('EP-132: very many elements, all of which go on to the last field', () => {
    const elements = Array.from({ length: MANY }, () => '{"x":1,"y":1}');
    const pattern = parsePattern('{"a":{"w":[{"exists":false}],"x":[1],"y":[1],"z":[1]}}');
    expect(matches(pattern, `{"a":[${elements}]}`)).toBe(false);
  });

  test('EP-132: many independent arrays', () => {
    const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
    const event = Object.fromEntries(
      names.map((name) => [name, Array.from({ length: 50 }, (_, v) => ({ v }))]),
    );
    const fields = Object.fromEntries(names.map((name) => [name, { v: [{ numeric: ['>=', 0] }] }]));
    expect(matches(parsePattern(JSON.stringify({ ...fields, z: [1] })), event as never)).toBe(false);
    expect(matches(parsePattern(JSON.stringify(fields)), event as never)).toBe(true);
  });

  test('EP-132: many lists of values', () => {
    const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const event = Object.fromEntries(names.map((name) => [name, ['x0', 'x1', 'x2', 'x3', 'x4']]));
    const fields = Object.fromEntries(names.map((name) => [name, [{ prefix: 'x' }]]));
    expect(matches(parsePattern(JSON.stringify({ ...fields, z: [1] })), event as never)).toBe(false);
  });

  test('EP-133: so many arrays under one path that their combinations explode', () => {
    const arrays = Array.from({ length: 400 }, () => '"a":[{"x":1},{"y":1},{"z":1},{"w":1}]');
    const pattern = parsePattern('{"a":{"w":[1],"x":[1],"y":[1],"z":[1],"zz":[1]}}');
    const error = errorOf(() => matches(pattern, `{${arrays}}`));
    expect([error.code, error.statusCode]).toEqual(['InternalFailure', 500]);
    expect(error.message).toContain('Avoid keys that come twice');
  });

  test('EP-27: nesting of twenty thousand levels', () => {
    const pattern = parsePattern('{"a":{"a":[1]}}');
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const event = `{"a":${open.repeat(MANY)}1${close.repeat(MANY)}}`;
      expect(errorOf(() => matches(pattern, event)).code).toBe('ValidationException');
    }
  });

  test('EP-9: names that mean something to JavaScript', () => {
    const event = '{"__proto__":{"polluted":[1]},"constructor":1,"toString":2,"hasOwnProperty":3}';
    const pattern = parsePattern('{"toString":[2],"hasOwnProperty":[3],"__proto__":{"polluted":[1]}}');
    expect(matches(pattern, event)).toBe(true);
    expect(matches(pattern, JSON.parse(event))).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
