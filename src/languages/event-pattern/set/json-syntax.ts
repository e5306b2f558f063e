/**
 * JSON's grammar over bytes: each function takes the position to read from and returns the one behind what it
 * has read, or INVALID.
 *
 * No loop asks for the length: a zero byte, which is valid nowhere in JSON, must stand behind the text.
 *
 * The constants are not shared with scanner.ts, because V8 folds a module's own constants into the machine code
 * but reads imported and exported ones from memory each time. That makes a third of the speed.
 */
const INVALID = -1;

const QUOTE = 0x22;
const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;
const LAST_ASCII = 0x7f;
const MINUS = 0x2d;
const PLUS = 0x2b;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_E = 0x65;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const LETTER_U = 0x75;

/** As deep as AWS's parser (Jackson) goes, and as many digits as it reads. */
const DEEPEST_NESTING = 1000;
const LONGEST_NUMBER = 1000;

/** 1 for the bytes that end the plain run of a string: quote, backslash, control characters, whatever is not ASCII. */
const ENDS_RUN: Uint8Array = table(
  (byte) => byte < SPACE || byte === QUOTE || byte === BACKSLASH || byte > LAST_ASCII,
);
const IS_SPACE = table((byte) => ' \t\n\r'.includes(String.fromCharCode(byte)));
const IS_ESCAPE = table((byte) => '"\\/bfnrt'.includes(String.fromCharCode(byte)));
const IS_HEX = table((byte) => /[0-9a-fA-F]/.test(String.fromCharCode(byte)));

function table(member: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (member(byte) ? 1 : 0));
}

export function skipSpace(bytes: Uint8Array, at: number): number {
  while (IS_SPACE[bytes[at] as number] === 1) at++;
  return at;
}

/** Behind the closing quote; `at` is behind the opening one. */
export function skipString(bytes: Uint8Array, at: number): number {
  for (;;) {
    let byte: number;
    do byte = bytes[at++] as number;
    while (ENDS_RUN[byte] === 0);
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at = skipEscape(bytes, at);
    else if (byte > LAST_ASCII) at = skipCharacter(bytes, at - 1);
    else return INVALID;
    if (at === INVALID) return INVALID;
  }
}

/** Of a string: at the first quote, backslash or control character; INVALID if what stands before it is not UTF-8. */
export function skipRun(bytes: Uint8Array, at: number): number {
  for (;;) {
    while (ENDS_RUN[bytes[at] as number] === 0) at++;
    if ((bytes[at] as number) <= LAST_ASCII) return at;
    at = skipCharacter(bytes, at);
    if (at === INVALID) return INVALID;
  }
}

/** A character of two to four bytes, as Unicode defines UTF-8: in no more bytes than needed, no surrogates, none beyond U+10FFFF. */
function skipCharacter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  if (first < 0xc2 || first > 0xf4 || (second & 0xc0) !== 0x80) return INVALID;
  if (first < 0xe0) return at + 2;
  if (((bytes[at + 2] as number) & 0xc0) !== 0x80) return INVALID;
  if (first < 0xf0) {
    return (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) ? INVALID : at + 3;
  }
  if (((bytes[at + 3] as number) & 0xc0) !== 0x80) return INVALID;
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? INVALID : at + 4;
}

function skipEscape(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] as number;
  if (IS_ESCAPE[byte] === 1) return at + 1;
  if (byte !== LETTER_U) return INVALID;
  for (let digit = 1; digit <= 4; digit++) {
    if (IS_HEX[bytes[at + digit] as number] === 0) return INVALID;
  }
  return at + 5;
}

/** A number, `true`, `false` or `null`. */
export function skipScalar(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) < OPEN_BRACKET ? skipNumber(bytes, at) : skipWord(bytes, at);
}

function skipWord(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === LETTER_F) return bytes[at + 1] === 0x61 ? skipThree(bytes, at + 2, 0x6c, 0x73, 0x65) : INVALID;
  if (byte === LETTER_T) return skipThree(bytes, at + 1, 0x72, 0x75, 0x65);
  return byte === LETTER_N ? skipThree(bytes, at + 1, 0x75, 0x6c, 0x6c) : INVALID;
}

function skipThree(bytes: Uint8Array, at: number, first: number, second: number, third: number): number {
  return bytes[at] === first && bytes[at + 1] === second && bytes[at + 2] === third ? at + 3 : INVALID;
}

function skipNumber(bytes: Uint8Array, at: number): number {
  const start = at;
  let byte = bytes[at] as number;
  if (byte === MINUS) byte = bytes[++at] as number;
  if (byte === ZERO) {
    byte = bytes[++at] as number;
  } else {
    if (byte < ZERO || byte > NINE) return INVALID;
    do byte = bytes[++at] as number;
    while (byte >= ZERO && byte <= NINE);
  }
  if (byte === DOT) {
    byte = bytes[++at] as number;
    if (byte < ZERO || byte > NINE) return INVALID;
    do byte = bytes[++at] as number;
    while (byte >= ZERO && byte <= NINE);
  }
  if ((byte | SPACE) === LETTER_E) at = skipExponent(bytes, at + 1);
  return at - start > LONGEST_NUMBER && digitsOf(bytes, start, at) > LONGEST_NUMBER ? INVALID : at;
}

function digitsOf(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) digits++;
  }
  return digits;
}

function skipExponent(bytes: Uint8Array, at: number): number {
  let byte = bytes[at] as number;
  if (byte === PLUS || byte === MINUS) byte = bytes[++at] as number;
  if (byte < ZERO || byte > NINE) return INVALID;
  do byte = bytes[++at] as number;
  while (byte >= ZERO && byte <= NINE);
  return at;
}

/** By depth, the closing bracket of what is open around it. */
const open = new Uint8Array(DEEPEST_NESTING);

/**
 * Any value; `at` is at its first byte, `nesting` objects and arrays are open around it. Most bytes of an event
 * pass through here.
 */
export function skipValue(bytes: Uint8Array, at: number, nesting: number): number {
  let depth = 0;
  let close = 0;
  let byte = bytes[at] as number;
  for (;;) {
    if (byte === QUOTE) {
      at = skipString(bytes, at + 1);
      if (at === INVALID) return INVALID;
    } else if (byte < OPEN_BRACKET) {
      at = skipNumber(bytes, at);
      if (at === INVALID) return INVALID;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth + nesting >= DEEPEST_NESTING) return INVALID;
      open[depth++] = close;
      close = byte + 2;
      at++;
      if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
      byte = bytes[at] as number;
      if (byte === close) {
        at++;
        close = open[--depth] as number;
      } else {
        if (close === CLOSE_BRACE) at = skipKey(bytes, at);
        if (at === INVALID) return INVALID;
        byte = bytes[at] as number;
        continue;
      }
    } else {
      at = skipWord(bytes, at);
      if (at === INVALID) return INVALID;
    }
    for (;;) {
      if (depth === 0) return at;
      byte = bytes[at++] as number;
      if (byte <= SPACE) {
        at = skipSpace(bytes, at - 1);
        byte = bytes[at++] as number;
      }
      if (byte === COMMA) break;
      if (byte !== close) return INVALID;
      close = open[--depth] as number;
    }
    byte = bytes[at] as number;
    if (byte <= SPACE) at = skipSpace(bytes, at);
    if (close === CLOSE_BRACE) at = skipKey(bytes, at);
    if (at === INVALID) return INVALID;
    byte = bytes[at] as number;
  }
}

/** `"key" :` and the space before the value. */
function skipKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return INVALID;
  at = skipString(bytes, at + 1);
  return at === INVALID ? INVALID : skipColon(bytes, at);
}

export function skipColon(bytes: Uint8Array, at: number): number {
  if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
  if (bytes[at++] !== COLON) return INVALID;
  if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
  return at;
}
