import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  JsonNumber,
  parseJson,
  parseJsonAsWritten,
  stringifyJson,
  toPlainNumbers,
} from '../../src/core/json.ts';

describe('parseJsonAsWritten', () => {
  it.each(['1.0', '[1.10,1e2,-0,0.5]', '{"a":[1E+3,12345678901234567890,"1.0 1e5"]}', '[-1,2.5,true,null]'])(
    'keeps the numbers of %s',
    (text) => {
      expect(stringifyJson(parseJsonAsWritten(text))).toBe(text);
    },
  );

  it('makes ordinary numbers of what JSON.stringify would write alike', () => {
    expect(parseJsonAsWritten('[1,2.5,-3]')).toEqual([1, 2.5, -3]);
    expect(() => parseJsonAsWritten('[1.0,]')).toThrow(SyntaxError);
  });
});

describe('parseJson and stringifyJson', () => {
  it.each([
    '12345678901234567890',
    '1e400',
    '-1e-400',
    '[9007199254740993,0.1234567890123456789]',
    '{"a":1e400,"b":[-1E-400,{"c":100000000000000000000000001}]}',
    '{"__proto__":{"x":12345678901234567890},"constructor":1}',
    '["\\u0000\\ud83d\\ude00 \\"12345678901234567890\\"",12345678901234567890]',
  ])('keep %s as it was written', (text) => {
    expect(stringifyJson(parseJson(text))).toBe(stringifyNumbersAsWritten(text));
  });

  it.each([
    ['1.0', 1],
    ['1e2', 100],
    ['0.000000000000000000', 0],
    ['-1.50E+1', -15],
    ['1234567890.123456', 1234567890.123456],
  ])('read %s as the ordinary number %d', (text, value) => {
    expect(parseJson(text)).toBe(value);
  });

  it('round-trip any document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(stringifyJson(parseJson(JSON.stringify(value))))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('agree with the native parser about every number that a double holds', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(parseJson(JSON.stringify(value)))).toBe(value + 0);
      }),
    );
  });

  it('report malformed text as JSON.parse does', () => {
    expect(() => parseJson('{"a":12345678901234567890,}')).toThrow(SyntaxError);
  });
});

describe('JsonNumber', () => {
  it('calculates and compares as the nearest double', () => {
    const number = parseJson('12345678901234567890') as JsonNumber;
    expect(number).toBeInstanceOf(JsonNumber);
    expect(Number(number) > 1e19).toBe(true);
    expect(toPlainNumbers({ a: [number] })).toEqual({ a: [12345678901234567000] });
  });
});

/** The expectation, made without the code under test: these inputs are compact and escape as JSON.stringify does. */
function stringifyNumbersAsWritten(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (string) => JSON.stringify(JSON.parse(string)));
}
