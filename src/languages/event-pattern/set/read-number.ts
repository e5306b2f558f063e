import { comparableInEvent } from '../number.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** Any number of so many digits is exactly as a double prints it, so it is comparable. */
const SAFE_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The value of the JSON number at `bytes[start, end)`, NaN if it is not comparable (see number.ts).
 *
 * Up to 15 digits without an exponent, the digits as an integer and the power of ten are both exact, and one
 * division rounds once: the nearest double. Everything else goes the long way, through text.
 */
export function readNumber(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const from = negative ? start + 1 : start;
  if (end - from > SAFE_DIGITS + 1) return readLongNumber(bytes, start, end);
  let digits = 0;
  let fraction = 0;
  let scale = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      fraction += scale;
    } else if (byte === DOT) {
      scale = 1;
    } else {
      return readLongNumber(bytes, start, end);
    }
  }
  if (scale === 0 && end - from > SAFE_DIGITS) return readLongNumber(bytes, start, end);
  const value = digits / (POWERS_OF_TEN[fraction] as number);
  return negative ? 0 - value : value;
}

function readLongNumber(bytes: Uint8Array, start: number, end: number): number {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number);
  return comparableInEvent(text) ?? Number.NaN;
}
