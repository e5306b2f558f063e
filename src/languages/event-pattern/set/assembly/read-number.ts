import { powersOfTen } from './memory';

const MINUS: u8 = 0x2d;
const DOT: u32 = 0x2e;
const ZERO: u32 = 0x30;
/** So many digits are exact as a double; see ../read-number.ts. */
const SAFE_DIGITS: usize = 15;
/** So many are exact as an integer of 64 bits. */
const MOST_DIGITS: usize = 19;
/** Splits a double into two of half as many bits. */
const SPLITTER: f64 = 134217729;
/** Of a quotient: far more than what is unknown of it once it was corrected, far less than its last bit. */
const DOUBT: f64 = 1 / (<f64>(1 << 30) * <f64>(1 << 30) * <f64>(1 << 30));

/**
 * The value of a number without an exponent, of up to 15 digits, or up to 19 if it has a point (then the nearest double
 * counts). Others, and the few of which the nearest double is in doubt, are left to TypeScript, as infinite.
 */
export function readNumber(start: usize, end: usize): f64 {
  const negative = load<u8>(start) === MINUS;
  const from = start + usize(negative);
  if (end - from > MOST_DIGITS + 1) return Infinity;
  let digits: u64 = 0;
  let point = end;
  for (let at = from; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte - ZERO < 10) digits = digits * 10 + <u64>(byte - ZERO);
    else if (byte === DOT) point = at + 1;
    else return Infinity;
  }
  if (point === end && end - from > SAFE_DIGITS) return Infinity;
  const power = load<f64>(powersOfTen + ((end - point) << 3));
  const value = end - from > SAFE_DIGITS + 1 ? quotient(digits, power) : <f64>digits / power;
  return negative ? 0 - value : value;
}

/**
 * The double that is nearest to digits / power: a first quotient, and what is missing, from the remainder. If adding a bit
 * more or a bit less rounds to another double, it is in doubt which is nearer.
 */
function quotient(digits: u64, power: f64): f64 {
  const rounded = <f64>digits;
  const lost = <f64>(<i64>(digits - <u64>rounded));
  const first = rounded / power;
  const missing = (remainder(rounded, first, power) + lost) / power;
  const value = first + (missing + first * DOUBT);
  return value === first + (missing - first * DOUBT) ? value : Infinity;
}

/** dividend - quotient * divisor, without rounding the product (T. J. Dekker, 1971). */
function remainder(dividend: f64, quotient: f64, divisor: f64): f64 {
  const product = quotient * divisor;
  const high = upperHalf(quotient);
  const low = quotient - high;
  const divisorHigh = upperHalf(divisor);
  const divisorLow = divisor - divisorHigh;
  const error = high * divisorHigh - product + high * divisorLow + low * divisorHigh + low * divisorLow;
  return dividend - product - error;
}

function upperHalf(value: f64): f64 {
  const scaled = SPLITTER * value;
  return scaled - (scaled - value);
}
