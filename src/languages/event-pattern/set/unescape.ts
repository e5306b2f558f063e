const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NINE = 0x39;
const UNICODE = 0x75;
const QUESTION_MARK = 0x3f;
const NO_ESCAPE = 0;
/** By the byte behind the backslash: what the escape stands for. */
const MEANINGS = new Uint8Array(256);
for (const [letter, meaning] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  MEANINGS[(letter as string).charCodeAt(0)] = (meaning as string).charCodeAt(0);
}

/**
 * Writes a JSON string's bytes up to the closing quote, `bytes[start, …)`, without their escapes to `bytes` from `at`
 * on, and returns the end of what was written. Half a surrogate pair becomes a question mark, as everywhere (text.ts).
 */
export function unescapeInto(bytes: Uint8Array, start: number, at: number): number {
  for (let from = start; ; ) {
    const byte = bytes[from++] as number;
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) {
      bytes[at++] = byte;
      continue;
    }
    const meaning = MEANINGS[bytes[from++] as number] as number;
    if (meaning !== NO_ESCAPE) {
      bytes[at++] = meaning;
      continue;
    }
    let code = hexadecimal(bytes, from);
    from += 4;
    if (isHigh(code) && bytes[from] === BACKSLASH && bytes[from + 1] === UNICODE) {
      const low = hexadecimal(bytes, from + 2);
      if (isLow(low)) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        from += 6;
      }
    }
    at = writeUtf8(isHigh(code) || isLow(code) ? QUESTION_MARK : code, bytes, at);
  }
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** Four digits. */
function hexadecimal(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at] as number;
    // The low half of A's byte, and of a's, is 1.
    value = value * 16 + (byte & 15) + (byte > NINE ? 9 : 0);
  }
  return value;
}

function writeUtf8(code: number, bytes: Uint8Array, at: number): number {
  if (code < 0x80) {
    bytes[at] = code;
    return at + 1;
  }
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  bytes[at++] = ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more));
  for (let shift = 6 * (more - 1); shift >= 0; shift -= 6) bytes[at++] = 0x80 | ((code >> shift) & 0x3f);
  return at;
}
