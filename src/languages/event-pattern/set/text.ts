import { asUtf8 } from '../ignore-case.ts';

/** Text as bytes: UTF-8, in which AWS compares, with a question mark for half a surrogate pair. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Calling the encoder costs more than a loop over fewer characters. */
const SHORT = 48;

export function encodeText(text: string): Uint8Array {
  const bytes = encodeAscii(text) ?? encoder.encode(text);
  return bytes.length === text.length ? bytes : encoder.encode(asUtf8(text));
}

/** Undefined if the text is long or not ASCII. */
function encodeAscii(text: string): Uint8Array | undefined {
  if (text.length > SHORT) return undefined;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return undefined;
    bytes[index] = code;
  }
  return bytes;
}

/** Writes a text to `bytes` from `at` on, where there is room; returns its end. */
export function encodeTextInto(text: string, bytes: Uint8Array, at: number): number {
  const target = bytes.subarray(at);
  const { written } = encoder.encodeInto(text, target);
  if (written === text.length) return at + written;
  return at + encoder.encodeInto(asUtf8(text), target).written;
}

/** Writes a text to the start of `bytes`; -1 if it is not well-formed. */
export function encodeWellFormed(text: string, bytes: Uint8Array): number {
  const { written } = encoder.encodeInto(text, bytes);
  return written === text.length || isWellFormed(text) ? written : -1;
}

export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * Keys are compared unit by unit, so half a surrogate pair must not become a question mark. A key with one gets
 * bytes that no event in UTF-8 has; events with such keys are left to the fallback.
 */
export function encodeKey(key: string): Uint8Array {
  if (isWellFormed(key)) return encodeText(key);
  return Uint8Array.of(0xff, ...encoder.encode(JSON.stringify(key)));
}

export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
