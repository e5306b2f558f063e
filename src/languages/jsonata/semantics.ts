import { JsonNumber, type JsonValue, stringifyJson } from '../../core/json.ts';
import type { Fault } from './error.ts';
import { isFunction } from './functions.ts';
import { toDouble } from './numbers.ts';
import { isObject, type Marked, newSequence, sequenceOf, unwrap } from './values.ts';

/**
 * JSONata's notions of number, truth, equality and text.
 */

/** @throws Fault D1001 for an infinite number */
export function isNumeric(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw { code: 'D1001', value } satisfies Fault;
  return true;
}

export function isArrayOfNumbers(value: unknown): value is number[] {
  // All of them are looked at, since an infinite one is a fault wherever it stands.
  return Array.isArray(value) && value.filter(isNumeric).length === value.length;
}

export function isArrayOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

/** The effective boolean value; nothing is false. */
export function toBoolean(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return isNumeric(value) && value !== 0;
    case 'object':
      if (value === null) return false;
      if (Array.isArray(value)) return value.filter(toBoolean).length > 0;
      return isFunction(value) ? !value.isBare : Object.keys(value).length > 0;
    default:
      return false;
  }
}

/** @param key an own key only: `constructor` and `__proto__` are nothing unless the data has them */
export function lookup(input: unknown, key: string): unknown {
  if (Array.isArray(input)) {
    const results = newSequence();
    for (const member of input) {
      const result = lookup(member, key);
      if (Array.isArray(result)) for (const value of result) results.push(value);
      else if (result !== undefined) results.push(result);
    }
    return results;
  }
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, key)) return undefined;
  return isFunction(input) || input instanceof JsonNumber
    ? undefined
    : (input as Record<string, unknown>)[key];
}

export function append(left: unknown, right: unknown): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const start: Marked = Array.isArray(left) ? left : sequenceOf(left);
  return start.concat(Array.isArray(right) ? right : [right]);
}

/** The same, to an array that nobody else has. */
export function appendTo(array: unknown[], value: unknown): void {
  if (Array.isArray(value)) for (const member of value) array.push(member);
  else if (value !== undefined) array.push(value);
}

export function isDeepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return typeof left !== typeof right && isSameNumber(left, right);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((member, i) => isDeepEqual(member, right[i]));
  }
  if (Array.isArray(left) || Array.isArray(right) || isFunction(left) || isFunction(right)) return false;
  if (left instanceof JsonNumber !== right instanceof JsonNumber) return false;
  return haveEqualEntries(left as Record<string, unknown>, right as Record<string, unknown>);
}

/** A long integer and a double; two long integers are compared digit by digit, as their own properties. */
function isSameNumber(left: unknown, right: unknown): boolean {
  return (left instanceof JsonNumber || right instanceof JsonNumber) && toDouble(left) === toDouble(right);
}

function haveEqualEntries(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isDeepEqual(left[key], right[key]));
}

/**
 * As `$string` writes it: functions as nothing, numbers to fifteen digits, but integers up to 1e21 with all of theirs,
 * as Step Functions does.
 * @throws Fault D3001 for a number that JSON cannot write
 */
export function toText(value: unknown, indent = 0): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value) && Math.abs(value as number) < EXPONENT_FROM) return String(value);
  if (value instanceof JsonNumber) return value.text;
  if (isFunction(value)) return '';
  if (typeof value === 'number' && !Number.isFinite(value)) throw { code: 'D3001', value } satisfies Fault;
  let hasLongIntegers = false;
  const text = JSON.stringify(
    unwrap(value),
    (_key, member: unknown) => {
      hasLongIntegers ||= member instanceof JsonNumber;
      return writable(member);
    },
    indent,
  );
  return hasLongIntegers ? stringifyJson(writableCopy(unwrap(value)), indent) : text;
}

/** From here on, JavaScript and JSON write exponents. */
const EXPONENT_FROM = 1e21;

function writable(member: unknown): unknown {
  if (typeof member === 'number') {
    const isWritten = !isNumeric(member) || (Number.isInteger(member) && Math.abs(member) < EXPONENT_FROM);
    return isWritten ? member : Number(member.toPrecision(15));
  }
  return isFunction(member) ? '' : member;
}

function writableCopy(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(writableCopy);
  if (!isObject(value) || isFunction(value)) return writable(value) as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, writableCopy(member)]));
}

export function typeOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (isNumeric(value) || value instanceof JsonNumber) return 'number';
  if (Array.isArray(value)) return 'array';
  if (isFunction(value)) return 'function';
  // NaN is no number and no other type either.
  return typeof value === 'number' ? 'object' : typeof value;
}
