import { javaHashCode } from './java-text.ts';
import { compareNumbers, type JavaNumber, javaNumber, numberText } from './numbers.ts';
import { int, type Methods, notComparable, text } from './signatures.ts';
import { VtlRenderError } from './syntax.ts';
import { isSameKind, type Value } from './values.ts';

/**
 * The methods of java.lang.Integer, Long and Double. Static ones can be called on any number, which is how templates
 * read one: `#set($Integer = 0)$Integer.parseInt("5")`.
 */
export const NUMBER_METHODS: Methods<JavaNumber> = {
  compareTo: {
    o: (self, other) =>
      isSameKind(self, other ?? null)
        ? BigInt(compareNumbers(self, other as JavaNumber))
        : notComparable(self, other),
  },
  doubleValue: { '': (self) => Number(self) },
  equals: {
    o: (self, other) => isSameKind(self, other ?? null) && compareNumbers(self, other as JavaNumber) === 0,
  },
  floatValue: { '': (self) => Number(self) },
  hashCode: { '': (self) => BigInt(typeof self === 'bigint' ? self : javaHashCode(numberText(self))) },
  intValue: { '': (self) => narrowed(self, 32) },
  isInfinite: { '': (self) => Math.abs(Number(self)) === Number.POSITIVE_INFINITY },
  isNaN: { '': (self) => Number.isNaN(Number(self)) },
  longValue: { '': (self) => narrowed(self, 64) },
  max: { nn: (_self, left, right) => larger(left as JavaNumber, right as JavaNumber) },
  min: { nn: (_self, left, right) => smaller(left as JavaNumber, right as JavaNumber) },
  parseDouble: { s: (_self, digits) => parsedDouble(text(digits)) },
  parseFloat: { s: (_self, digits) => parsedDouble(text(digits)) },
  parseInt: {
    s: (_self, digits) => parsedInteger(text(digits), 10, 32),
    si: (_self, digits, radix) => parsedInteger(text(digits), int(radix), 32),
  },
  parseLong: {
    s: (_self, digits) => parsedInteger(text(digits), 10, 64),
    si: (_self, digits, radix) => parsedInteger(text(digits), int(radix), 64),
  },
  toBinaryString: { i: (_self, value) => BigInt.asUintN(32, value as bigint).toString(2) },
  toHexString: { i: (_self, value) => BigInt.asUintN(32, value as bigint).toString(16) },
  toString: {
    '': (self: JavaNumber) => numberText(self),
    n: (_self: JavaNumber, value?: Value) => numberText(value as JavaNumber),
  },
  valueOf: {
    n: (_self: JavaNumber, value?: Value) => value ?? null,
    s: (self: JavaNumber, digits?: Value) =>
      typeof self === 'bigint' ? parsedInteger(text(digits), 10, 64) : parsedDouble(text(digits)),
  },
};

/** The methods of java.lang.Boolean. */
export const BOOLEAN_METHODS: Methods<boolean> = {
  booleanValue: { '': (self) => self },
  compareTo: { b: (self, other) => BigInt(Number(self) - Number(other)), o: notComparable },
  equals: { o: (self, other) => self === other },
  hashCode: { '': (self) => (self ? 1231n : 1237n) },
  parseBoolean: { s: (_self, word) => text(word).toLowerCase() === 'true' },
  valueOf: {
    s: (_self: boolean, word?: Value) => text(word).toLowerCase() === 'true',
    b: (_self: boolean, value?: Value) => value ?? null,
  },
};

/** Java's narrowing: an integer keeps its low bits, a Double stops at the bounds. */
function narrowed(value: JavaNumber, bits: number): bigint {
  if (typeof value === 'bigint') return BigInt.asIntN(bits, value);
  const bound = 2 ** (bits - 1);
  const whole = Math.trunc(Number(value)) || 0;
  if (Math.abs(whole) < bound) return BigInt(whole);
  return whole < 0 ? -(1n << BigInt(bits - 1)) : (1n << BigInt(bits - 1)) - 1n;
}

function larger(left: JavaNumber, right: JavaNumber): Value {
  return compareNumbers(left, right) >= 0 ? left : right;
}

function smaller(left: JavaNumber, right: JavaNumber): Value {
  return compareNumbers(left, right) <= 0 ? left : right;
}

function parsedInteger(digits: string, radix: number, bits: number): bigint {
  const negative = digits.startsWith('-');
  const magnitude = digits.replace(/^[+-]/, '').toLowerCase();
  const known = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix);
  const valid = magnitude !== '' && [...magnitude].every((digit) => known.includes(digit));
  const value = valid
    ? [...magnitude].reduce((sum, digit) => sum * BigInt(radix) + BigInt(known.indexOf(digit)), 0n)
    : 0n;
  const signed = negative ? -value : value;
  if (!valid || BigInt.asIntN(bits, signed) !== signed) throw notANumber(digits);
  return signed;
}

function parsedDouble(digits: string): JavaNumber {
  const trimmed = digits.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) throw notANumber(digits);
  const value = javaNumber(trimmed.replace(/[dDfF]$/, ''));
  return Number(value);
}

function notANumber(digits: string): VtlRenderError {
  return new VtlRenderError(`NumberFormatException: For input string: ${JSON.stringify(digits)}`);
}
