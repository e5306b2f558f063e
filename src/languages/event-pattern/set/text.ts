import { asUtf8 } from '../ignore-case.ts';

/** Text as bytes: UTF-8, in which AWS compares, with a question mark for half a surrogate pair. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function encodeText(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  return bytes.length === text.length ? bytes : encoder.encode(asUtf8(text));
}

/** Writes a string to `bytes` from `at` on, where there is room for three bytes per code unit; returns its end. */
export function encodeTextInto(text: string, bytes: Uint8Array, at: number): number {
  const { written } = encoder.encodeInto(text, at === 0 ? bytes : bytes.subarray(at));
  if (written === text.length) return at + written;
  const target = bytes.subarray(at);
  return at + encoder.encodeInto(asUtf8(text), target).written;
}

export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * Keys are compared unit by unit, so half a surrogate pair must not become a question mark. A key with one gets
 * bytes that no event in UTF-8 has; events with such keys are left to the fallback.
 */
export function encodeKey(key: string): Uint8Array {
  return isWellFormed(key)
    ? encoder.encode(key)
    : Uint8Array.of(0xff, ...encoder.encode(JSON.stringify(key)));
}

export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
