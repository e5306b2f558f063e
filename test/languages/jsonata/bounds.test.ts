import { describe, expect, test } from 'vitest';
import { BOUND_CODE, compileJsonata, JsonataError } from '../../../src/languages/jsonata/index.ts';

const STACK =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.';
const TIME = 'Expression evaluation timeout: Check for infinite loop';
const MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** The largest size that Step Functions accepts, measured there by others: docs/aws-facts.md. */
describe('an expression nests 100 evaluations', () => {
  test.each<[string, (size: number) => string, number]>([
    ['terms of a sum', (size) => Array(size).fill('1').join('+'), 100],
    ['parentheses', (size) => `${'('.repeat(size)}1${')'.repeat(size)}`, 99],
    ['brackets', (size) => `${'['.repeat(size)}1${']'.repeat(size)}`, 99],
    ['stages of a chain', (size) => `1${' ~> $string'.repeat(size)}`, 99],
    [
      'calls that are not in tail position',
      (size) => `($f := function($n) { $n > 0 ? $f($n - 1) + 1 : 0 }; $f(${size}))`,
      31,
    ],
  ])('%s', (_what, expression, most) => {
    expect(messageOf(expression(most))).toBeUndefined();
    expect(messageOf(expression(most + 1))).toBe(STACK);
  });

  test('a call in tail position does not nest', () => {
    const loop = '($f := function($n, $sum) { $n = 0 ? $sum : $f($n - 1, $sum + $n) }; $f(1000, 0))';
    expect(compileJsonata(loop).evaluate({})).toBe(500500);
  });

  test('depth is counted anew in each evaluation, also after one that failed', () => {
    const expression = compileJsonata(`$deep ? ${Array(101).fill('1').join('+')} : 1`);
    expect(() => expression.evaluate({ deep: true })).toThrow(STACK);
    expect(expression.evaluate({ deep: false })).toBe(1);
  });
});

describe('an expression ends', () => {
  test.each([
    ['a call in tail position without end', '($f := function($n) { $f($n + 1) }; $f(1))'],
    ['a lambda that only calls itself', '($f := function() { $f() }; $f())'],
    ['a path over many members', '[1..5000].([1..5000].($ + 1))'],
    ['making long arrays', '[1..20000].([1..800000][0])'],
    ['reading long arrays', '($a := [1..300000]; [1..20000].$sum($a))'],
    ['looking through long arrays', '($a := [1..300000]; [1..20000].($ + 300000 in $a))'],
    ['comparing long arrays', '($a := [1..300000]; $b := [1..300000]; [1..20000].($a = $b))'],
    ['reading long texts', '($t := $pad("", 300000, "x"); [1..20000].$contains($t, "y"))'],
    ['writing long texts', '($a := [1..30000]; [1..20000].$length($string($a)))'],
    ['copying', '($a := [1..30000].{"a": $}; [1..20000].($a ~> |$|{"b": 1}|))'],
    ['comparing each with each', '$distinct([1..30000].{"a": $})'],
    ['selecting by positions', '($a := [1..30000]; $count($a[[1..30000]]))'],
    ['measuring what may be too large', '($t := [1..500000]; [1..20000].{"a": $t, "b": [1..800]})'],
  ])('%s', (_what, expression) => {
    expect(messageOf(expression, { steps: 100_000 })).toBe(TIME);
  });
});

describe('looking for a regular expression ends', () => {
  test.each([
    ['$match', '$match($text, /(a+)+$/)'],
    ['$contains', '$contains($text, /(a+)+$/)'],
    ['$replace', '$replace($text, /(a|a)*$/, "")'],
    ['$split', '$split($text, /(a*)*$/)'],
    ['a function of a regular expression', '/(a+)+$/($text)'],
    ['a time in a picture', '$toMillis($pad("", 60, "1") & "x", "[Y][M][D][H][m][s]")'],
    ['a time with words', '$toMillis($pad("", 400, "one-") & "x", "[Yw]-[Mw]-[Dw]-[Hw]")'],
    ['a time without end', '$toMillis("2026" & $pad("", 60000, "-01"))'],
    ['many searches that are quick each', '[1..5000].$contains($text, /b/)'],
  ])('%s', (_what, expression) => {
    const text = `${'a'.repeat(1000)}!`;
    const limits = { steps: 100_000 };
    expect(() => compileJsonata(expression).evaluate({ text }, { limits })).toThrow(
      expect.objectContaining({ code: BOUND_CODE, message: TIME }),
    );
  });

  test('and does not matter to expressions that are quick', () => {
    const times = '[1..2000].$toMillis("20260102030405", "[Y0001][M01][D01][H01][m01][s01]")';
    expect(compileJsonata(`$count(${times})`).evaluate({})).toBe(2000);
    const text = `${'word '.repeat(40_000)}`;
    expect(compileJsonata('$count($split($text, /\\s+/))').evaluate({ text })).toBe(40_001);
    expect(compileJsonata('$length($replace($text, /(\\w+) (\\w+)/, "$2"))').evaluate({ text })).toBe(
      100_000,
    );
  });
});

test('an expression has time for a great many things', () => {
  const evaluate = (expression: string): unknown => compileJsonata(expression).evaluate({});
  expect(evaluate('$count($distinct([1..200000].($ % 100000)))')).toBe(100_000);
  expect(evaluate('$count(([1..100000]{"all": $}).all)')).toBe(100_000);
  expect(evaluate('$count($spread([1..100000].{"a": $}))')).toBe(100_000);
  expect(evaluate('($r := [1..20000].{"a": $}; $count(($r.a@$v{"all": $v}).all))')).toBe(20_000);
  expect(evaluate('$count($reduce([1..2000], $append, []))')).toBe(2000);
});

describe('a value holds 6,990,256 bytes', () => {
  test.each([
    ['numbers of a range', '$count([1..873782])', undefined],
    ['one number more', '$count([1..873783])', MEMORY],
    ['numbers by function', '$count($range(1, 360145, 1))', undefined],
    ['one number more by function', '$count($range(1, 360146, 1))', MEMORY],
    ['a string doubled 22 times', doubled(22), undefined],
    ['a string doubled 23 times', doubled(23), MEMORY],
    ['a string that is padded', '$length($pad("x", 1000000000))', MEMORY],
    [
      'a function, whatever it closes over',
      '($s := $pad("x", 6000000); {"a": function() { $s }, "b": $s})',
      undefined,
    ],
    [
      'an array of long strings',
      `($s := $pad("x", 1000000); $map([1..10], function($i) { $s & $i }))`,
      MEMORY,
    ],
    [
      'short-lived values beyond the bound',
      `$sum($map([1..50], function($i) { $length($pad("x", 500000)) }))`,
      undefined,
    ],
  ])('%s', (_what, expression, message) => {
    expect(messageOf(expression)).toBe(message);
  });

  test('a result that refers to one value many times counts it as often', () => {
    const expression = '($a := ["0123456789"]; $b := [[$a],[$a],[$a]]; $c := [[$b],[$b],[$b]]; $c)';
    expect(messageOf(expression, { memoryBytes: 90 })).toBeUndefined();
    expect(messageOf(expression, { memoryBytes: 89 })).toBe(MEMORY);
  });
});

function doubled(times: number): string {
  return `($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $length($d("x", ${times})))`;
}

function messageOf(expression: string, limits: Parameters<typeof evaluate>[1] = {}): string | undefined {
  try {
    evaluate(expression, limits);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(JsonataError);
    expect((error as JsonataError).code).toBe(BOUND_CODE);
    return (error as JsonataError).message;
  }
}

function evaluate(
  expression: string,
  limits: { depth?: number; steps?: number; memoryBytes?: number },
): unknown {
  return compileJsonata(expression).evaluate({}, { limits });
}
