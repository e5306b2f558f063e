import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import {
  compileJsonata,
  type JsonataError,
  UNSUPPORTED_RESULT_CODE,
} from '../../../src/languages/jsonata/index.ts';

describe('functions that Step Functions adds', () => {
  test.each<[string, unknown]>([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1,2,3], 2.9)', [[1, 2], [3]]],
    ['$partition([1,2,3])', [[1, 2, 3]]],
    ['$partition([], 2)', undefined],
    ['$partition([1,2,3], 0)', undefined],
    ['$partition([1,2,3], -0.5)', undefined],
    ['$range(0, 10, 2)', [0, 2, 4, 6, 8, 10]],
    ['$range(0, 9, 4)', [0, 4, 8]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(1, 1, 1)', 1],
    ['$range(1, 9, 9)', 1],
    ['$range(1, -9, -11)', 1],
    ['$range(1, 3, -1)', undefined],
    ['$range(1, 3)', undefined],
    ['$hash("input data", "SHA-1")', 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$hash("", "MD5")', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['$hash("ü", "SHA-256")', '607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f'],
    ['$hash("a")', undefined],
    ['$random(42)', 0.7275636800328681],
    ['$parse("{\\"a\\": [1, null]}")', { a: [1, null] }],
    ['$parse($nothing)', undefined],
  ])('%s', (expression, result) => {
    expect(compileJsonata(expression).evaluate({})).toEqual(result);
  });

  test.each([
    ['$partition("a", 2)', 'T0412', 'Argument 1 of function "partition" must be an array of undefined'],
    ['$partition([1], "a")', 'T0410', 'Argument 2 of function "partition" does not match function signature'],
    ['$partition([1], -2)', 'D3137', 'Second argument must be zero or greater'],
    ['$range("a", 2, 1)', 'T0410', 'Argument 1 of function "range" does not match function signature'],
    ['$hash(1, "MD5")', 'T0410', 'Argument 1 of function "hash" does not match function signature'],
    [
      '$hash("a", "md5")',
      'D3137',
      "Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
    ],
    ['$uuid(1)', 'T0410', 'Argument 1 of function "uuid" does not match function signature'],
    ['$parse(1)', 'T0410', 'Argument 1 of function "parse" does not match function signature'],
    ['$parse("{")', 'D3137', 'Invalid JSON'],
    ['$parse("")', 'D3137', 'Invalid JSON'],
    ['$parse("1 2")', 'D3137', 'Invalid JSON'],
    ['$parse("{\\"a\\":1,\\"a\\":2}")', 'D3137', 'Invalid JSON'],
    ['$parse("[{\\"a\\\\\\"\\":1,\\"\\\\u0061\\\\\\"\\":2}]")', 'D3137', 'Invalid JSON'],
    ['$eval("1")', 'T1006', 'Attempted to invoke a non-function'],
    ['$formatNumber(1, "x")', 'D3086', expect.stringContaining('passive character')],
  ])('%s fails', (expression, code, message) => {
    expect(faultOf(expression)).toEqual({ code, message });
  });
});

describe('the world comes from outside', () => {
  const options = { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5), random: () => 0.25, uuid: () => 'a-uuid' };

  test.each([
    ['$now()', '2026-01-02T03:04:05.000Z'],
    ['$now("[Y0001]-[M01]-[D01]")', '2026-01-02'],
    ['$millis()', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['$toMillis("13:45", "[H01]:[m01]")', Date.UTC(2026, 0, 2, 13, 45)],
    ['$toMillis("2026-01-02T03:04:05")', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['$toMillis("2026-01-02T03:04:05+01:00")', Date.UTC(2026, 0, 2, 2, 4, 5)],
    ['$random()', 0.25],
    ['$uuid()', 'a-uuid'],
    ['$shuffle([1,2,3,4])', [3, 4, 2, 1]],
  ])('%s', (expression, result) => {
    expect(compileJsonata(expression).evaluate({}, options)).toEqual(result);
  });
});

describe('data', () => {
  test.each([
    ['a key __proto__ is a key', '$x.__proto__.a', 1],
    ['and no other object has it', '$y.__proto__', undefined],
    [
      'objects have no names but their own',
      '[$exists($y.constructor), $exists($lookup($y, "toString"))]',
      [false, false],
    ],
    ['__proto__ is merged as a key', '$keys($merge([$x, {"b": 2}]))', ['__proto__', 'b']],
    [
      'marks of the library in data mean nothing',
      '[$marked.sequence, $marked._jsonata_lambda, $type($marked)]',
      [true, true, 'object'],
    ],
    ['one variable in the place of a function', '$count', 'mine'],
  ])('%s', (_what, expression, result) => {
    const bindings = {
      x: JSON.parse('{"__proto__":{"a":1}}'),
      y: {},
      marked: { sequence: true, _jsonata_lambda: true, outerWrapper: [1], tupleStream: true },
      count: 'mine',
    };
    expect(compileJsonata(expression).evaluate(bindings)).toEqual(result);
  });

  test('is not changed, and handed on as it is where nothing is made of it', () => {
    const x = Object.freeze({ list: Object.freeze([Object.freeze({ a: 1 })]), none: Object.freeze([]) });
    const evaluate = (expression: string): unknown => compileJsonata(expression).evaluate({ x: x as never });
    expect(evaluate('$x.list')).toBe(x.list);
    expect(evaluate('$x.none{"a": 1}')).toEqual({ a: 1 });
    expect(evaluate('$x ~> |list|{"a": 2}|')).toEqual({ list: [{ a: 2 }], none: [] });
    expect(evaluate('$x.list[]')).toEqual([{ a: 1 }]);
  });

  test('numbers that doubles cannot hold are the nearest that they can', () => {
    const n = parseJson('[12345678901234567890, 1e400]');
    expect(compileJsonata('$n').evaluate({ n })).toEqual([12345678901234567000, Number.MAX_VALUE]);
  });
});

describe('what JSON cannot write', () => {
  test.each<[string, unknown]>([
    ['1/0', 'Infinity'],
    ['[-1/0, 0/0]', ['-Infinity', 'NaN']],
    ['{"k": 1/0}', { k: 'Infinity' }],
    ['{"a": $sum, "b": 1}', { b: 1 }],
    ['[$sum, 1]', [null, 1]],
    ['-1 * 0', 0],
  ])('%s', (expression, result) => {
    expect(compileJsonata(expression).evaluate({})).toEqual(result);
  });

  test.each(['$sum', '$fn := function($x){$x}', '($fn := function($x){$x}; $fn)', '/a/'])(
    'a function is refused: %s',
    (expression) => {
      expect(faultOf(expression)).toEqual({
        code: UNSUPPORTED_RESULT_CODE,
        message: 'The result is a function',
      });
    },
  );

  test('a sequence is a plain array outside', () => {
    const result = compileJsonata('{"a": $x.a}').evaluate({ x: [{ a: 1 }, { a: 2 }] }) as { a: number[] };
    expect(Object.keys(result.a)).toEqual(['0', '1']);
  });
});

test('an expression that does not parse is refused with its position', () => {
  expect(() => compileJsonata('1 + ')).toThrow(
    expect.objectContaining({
      name: 'JsonataError',
      code: 'S0207',
      position: 4,
      message: 'Unexpected end of expression',
    }),
  );
});

function faultOf(expression: string): unknown {
  try {
    return compileJsonata(expression).evaluate({});
  } catch (error) {
    const { code, message } = error as JsonataError;
    return { code, message };
  }
}
