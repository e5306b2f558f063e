import { openBrackets } from './memory';

/**
 * JSON's grammar, as ../json-syntax.ts has it, which explains it. What differs: strings are read 16 bytes at a time,
 * and INVALID is 0, an address at which no event lies. 16 bytes behind the event may be read, whatever they are.
 */
export const INVALID: usize = 0;

export const SPACE: u32 = 0x20;
export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const DOT: u32 = 0x2e;
export const BACKSLASH: u32 = 0x5c;
export const OPEN_BRACKET: u32 = 0x5b;
export const CLOSE_BRACKET: u32 = 0x5d;
export const OPEN_BRACE: u32 = 0x7b;
export const CLOSE_BRACE: u32 = 0x7d;
const TAB: u32 = 0x09;
const LINE_FEED: u32 = 0x0a;
const CARRIAGE_RETURN: u32 = 0x0d;
const PLUS: u32 = 0x2b;
const MINUS: u32 = 0x2d;
const SLASH: u32 = 0x2f;
const ZERO: u32 = 0x30;
const COLON: u32 = 0x3a;
const LETTER_A: u32 = 0x61;
const LETTER_B: u32 = 0x62;
const LETTER_E: u32 = 0x65;
const LETTER_F: u32 = 0x66;
const LETTER_N: u32 = 0x6e;
const LETTER_R: u32 = 0x72;
const LETTER_T: u32 = 0x74;
const LETTER_U: u32 = 0x75;
const LAST_ASCII: u32 = 0x7f;
/** As four bytes. */
const TRUE: u32 = 0x65757274;
const NULL: u32 = 0x6c6c756e;
const FALS: u32 = 0x736c6166;

export const DEEPEST_NESTING: i32 = 1000;
const LONGEST_NUMBER: usize = 1000;

export function skipSpace(at: usize): usize {
  let byte = <u32>load<u8>(at);
  while (byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB)
    byte = <u32>load<u8>(++at);
  return at;
}

/** For each of the 16 bytes at an address a bit: whether it is a quote, a backslash, a control character, or not ASCII. */
export function specialBytes(at: usize): i32 {
  const block = v128.load(at);
  const quotes = i8x16.eq(block, i8x16.splat(<i8>QUOTE));
  const backslashes = i8x16.eq(block, i8x16.splat(<i8>BACKSLASH));
  // What is not ASCII is negative.
  const others = i8x16.lt_s(block, i8x16.splat(<i8>SPACE));
  return i8x16.bitmask(v128.or(v128.or(quotes, backslashes), others));
}

export function skipRun(at: usize): usize {
  while (true) {
    const special = specialBytes(at);
    if (special === 0) {
      at += 16;
      continue;
    }
    at += ctz(special);
    if (load<u8>(at) <= LAST_ASCII) return at;
    // Such characters seldom come alone.
    do {
      at = skipCharacter(at);
      if (at === INVALID) return INVALID;
    } while (load<u8>(at) > LAST_ASCII);
  }
}

function skipCharacter(at: usize): usize {
  const first = <u32>load<u8>(at);
  const second = <u32>load<u8>(at, 1);
  if (first < 0xc2 || first > 0xf4 || (second & 0xc0) !== 0x80) return INVALID;
  if (first < 0xe0) return at + 2;
  if ((load<u8>(at, 2) & 0xc0) !== 0x80) return INVALID;
  if (first < 0xf0)
    return (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) ? INVALID : at + 3;
  if ((load<u8>(at, 3) & 0xc0) !== 0x80) return INVALID;
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? INVALID : at + 4;
}

export function skipString(at: usize): usize {
  while (true) {
    at = skipRun(at);
    if (at === INVALID) return INVALID;
    const byte = <u32>load<u8>(at);
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return INVALID;
    at = skipEscape(at + 1);
    if (at === INVALID) return INVALID;
  }
}

function skipEscape(at: usize): usize {
  switch (<u32>load<u8>(at)) {
    case QUOTE:
    case BACKSLASH:
    case SLASH:
    case LETTER_B:
    case LETTER_F:
    case LETTER_N:
    case LETTER_R:
    case LETTER_T:
      return at + 1;
    case LETTER_U:
      return isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) ? at + 5 : INVALID;
    default:
      return INVALID;
  }
}

function isHex(at: usize): bool {
  const letter = <u32>load<u8>(at) | SPACE;
  return isDigit(at) || (letter >= LETTER_A && letter <= LETTER_F);
}

function isDigit(at: usize): bool {
  return <u32>load<u8>(at) - ZERO < 10;
}

export function skipScalar(at: usize): usize {
  return <u32>load<u8>(at) < OPEN_BRACKET ? skipNumber(at) : skipWord(at);
}

function skipWord(at: usize): usize {
  const four = load<u32>(at);
  if (four === TRUE || four === NULL) return at + 4;
  return four === FALS && <u32>load<u8>(at, 4) === LETTER_E ? at + 5 : INVALID;
}

function skipNumber(at: usize): usize {
  const start = at;
  if (<u32>load<u8>(at) === MINUS) at++;
  at = <u32>load<u8>(at) === ZERO ? at + 1 : skipDigits(at);
  if (at !== INVALID && <u32>load<u8>(at) === DOT) at = skipDigits(at + 1);
  if (at !== INVALID && (<u32>load<u8>(at) | SPACE) === LETTER_E) at = skipExponent(at + 1);
  return at !== INVALID && at - start > LONGEST_NUMBER && digitsOf(start, at) > LONGEST_NUMBER ? INVALID : at;
}

function skipDigits(at: usize): usize {
  if (!isDigit(at)) return INVALID;
  do at++;
  while (isDigit(at));
  return at;
}

function skipExponent(at: usize): usize {
  const byte = <u32>load<u8>(at);
  return skipDigits(byte === PLUS || byte === MINUS ? at + 1 : at);
}

function digitsOf(start: usize, end: usize): usize {
  let digits: usize = 0;
  for (let at = start; at < end; at++) digits += usize(isDigit(at));
  return digits;
}

export function skipValue(at: usize, nesting: i32): usize {
  let depth: i32 = 0;
  let close: u32 = 0;
  while (true) {
    let byte = <u32>load<u8>(at);
    if (byte === QUOTE) {
      at = skipString(at + 1);
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth + nesting >= DEEPEST_NESTING) return INVALID;
      store<u8>(openBrackets + depth++, <u8>close);
      close = byte + 2;
      at = skipSpace(at + 1);
      if (<u32>load<u8>(at) !== close) {
        if (close === CLOSE_BRACE) at = skipKey(at);
        if (at === INVALID) return INVALID;
        continue;
      }
      at++;
      close = <u32>load<u8>(openBrackets + --depth);
    } else {
      at = skipScalar(at);
    }
    if (at === INVALID) return INVALID;
    while (true) {
      if (depth === 0) return at;
      byte = <u32>load<u8>(at);
      if (byte <= SPACE) {
        at = skipSpace(at);
        byte = <u32>load<u8>(at);
      }
      at++;
      if (byte === COMMA) break;
      if (byte !== close) return INVALID;
      close = <u32>load<u8>(openBrackets + --depth);
    }
    if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
    if (close === CLOSE_BRACE) at = skipKey(at);
    if (at === INVALID) return INVALID;
  }
}

function skipKey(at: usize): usize {
  if (<u32>load<u8>(at) !== QUOTE) return INVALID;
  at = skipString(at + 1);
  return at === INVALID ? INVALID : skipColon(at);
}

export function skipColon(at: usize): usize {
  if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
  if (<u32>load<u8>(at++) !== COLON) return INVALID;
  return <u32>load<u8>(at) <= SPACE ? skipSpace(at) : at;
}
