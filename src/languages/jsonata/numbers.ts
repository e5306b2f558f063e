import { JsonNumber } from '../../core/json.ts';

/**
 * JSONata's numbers are doubles. An integer of 64 bits that a double would change is handed on unchanged all the same,
 * as on AWS: it travels as a {@link JsonNumber}, and whatever calculates or compares takes the nearest double.
 */

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** Whether a number that no double holds is an integer of 64 bits, and written as one. */
export function isLongInteger({ text }: JsonNumber): boolean {
  if (text.length > 20 || !/^-?\d+$/.test(text)) return false;
  const value = BigInt(text);
  return value >= SMALLEST && value <= LARGEST;
}

/** A number to calculate with, where the value is a long integer; any other value as it is. */
export function toDouble(value: unknown): unknown {
  return value instanceof JsonNumber ? value.valueOf() : value;
}

/** The same for the members of arrays. */
export function toDoubles(value: unknown): unknown {
  return Array.isArray(value) && value.some(isLong) ? value.map(toDouble) : toDouble(value);
}

function isLong(value: unknown): boolean {
  return value instanceof JsonNumber;
}
