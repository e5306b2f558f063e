import { describe, expect, it } from 'vitest';
import { fieldsOf, textAt } from '../../../../src/console/app/model/path.ts';
import { addCondition } from '../../../../src/console/app/model/pattern-text.ts';
import { parseJson, stringifyJson } from '../../../../src/core/json.ts';

describe('a field path', () => {
  it.each([
    ['{"a":{"b":"x"}}', 'a.b', 'x'],
    ['{"a":[{"c":1},{"b":2}]}', 'a.b', '2'],
    ['{"a.b":true}', 'a.b', 'true'],
    ['{"n":12345678901234567890}', 'n', '12345678901234567890'],
    ['{"a":{"b":{"c":1}}}', 'a', '{"b":{"c":1}}'],
    ['{"a":null}', 'a', 'null'],
    ['{"a":1}', 'a.b', ''],
    ['{}', '__proto__', ''],
  ])('in %s, %s is %j', (event, path, text) => {
    expect(textAt(parseJson(event), path)).toBe(text);
  });

  it('names each plain value once', () => {
    expect(fieldsOf(parseJson('{"a":[{"b":1},{"b":2}],"c":{"d":null}}'))).toEqual(['a.b', 'c.d']);
  });
});

describe('a condition from a value', () => {
  it.each([
    ['{}', ['source'], '"shop"', '{"source":["shop"]}'],
    ['{"source":[{"exists":true}]}', ['source'], '"shop"', '{"source":["shop"]}'],
    ['{"source":["a"]}', ['source'], '"b"', '{"source":["a","b"]}'],
    ['{"source":["a"]}', ['source'], '"a"', '{"source":["a"]}'],
    [
      '{"source":["a"]}',
      ['detail', 'n'],
      '12345678901234567890',
      '{"source":["a"],"detail":{"n":[12345678901234567890]}}',
    ],
    ['{"detail":["a"]}', ['detail', 'n'], 'null', '{"detail":{"n":[null]}}'],
    ['{"sour', ['source'], '"a"', '{"source":["a"]}'],
    ['{}', ['__proto__'], '1', '{"__proto__":[1]}'],
  ])('%s with %j = %s', (pattern, keys, value, result) => {
    const text = addCondition(pattern, keys, parseJson(value));
    expect(stringifyJson(parseJson(text))).toBe(result);
  });
});
