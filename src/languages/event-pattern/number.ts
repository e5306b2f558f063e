/**
 * Numbers as AWS compares them: by value, as doubles. A number takes part only if the nearest double, written
 * in the shortest way, is that number again: 300, 3e2 and 300.0 are one value; 123456789012345678901 and 1e400
 * are none, because two different ones would look equal. Those are equal to the same text only, as event-ruler's
 * `ComparableNumber` has it.
 */

/** @returns undefined when the number is not comparable */
export function comparable(text: string): number | undefined {
  const value = Number(text);
  if (Number.isSafeInteger(value) && String(value) === text) return value;
  return Number.isFinite(value) && normalized(text) === normalized(String(value)) ? value + 0 : undefined;
}

/**
 * A number of an event. AWS turns it into a double before it compares, if it is written with a point or an exponent:
 * TestEventPattern does not find 0.1234567890123456789 where a pattern asks for just that. Integers keep their digits.
 * @returns undefined when it is an integer that is not comparable, or beyond all doubles
 */
export function comparableInEvent(text: string): number | undefined {
  if (!/[.eE]/.test(text)) return comparable(text);
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** Significant digits and the exponent of the last one; the same for all ways of writing a number. */
function normalized(text: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = trimLeft(whole + fraction);
  const significant = trimRight(digits);
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
}

function trimLeft(digits: string): string {
  let start = 0;
  while (digits[start] === '0') start++;
  return digits.slice(start);
}

function trimRight(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/** Why a number of a pattern cannot be compared, in event-ruler's words. */
export function incomparableReason(text: string): string {
  const exponent = Number(/[eE](.*)$/.exec(text)?.[1] ?? 0);
  return Math.abs(exponent) > 2 ** 31 - 1 ? 'value exceeds limits' : `Cannot compare number : ${text}`;
}
