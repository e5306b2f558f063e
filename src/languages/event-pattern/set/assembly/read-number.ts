import { powersOfTen } from './memory';

const MINUS: u8 = 0x2d;
const DOT: u32 = 0x2e;
const ZERO: u32 = 0x30;
/** See ../read-number.ts. */
const SAFE_DIGITS: usize = 15;

/** The value of a number of up to 15 digits without an exponent; others are left to TypeScript, as infinite. */
export function readNumber(start: usize, end: usize): f64 {
  const negative = load<u8>(start) === MINUS;
  const from = start + usize(negative);
  if (end - from > SAFE_DIGITS + 1) return Infinity;
  let digits: u64 = 0;
  let point = end;
  for (let at = from; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte - ZERO < 10) digits = digits * 10 + <u64>(byte - ZERO);
    else if (byte === DOT) point = at + 1;
    else return Infinity;
  }
  if (point === end && end - from > SAFE_DIGITS) return Infinity;
  const value = <f64>digits / load<f64>(powersOfTen + ((end - point) << 3));
  return negative ? 0 - value : value;
}
