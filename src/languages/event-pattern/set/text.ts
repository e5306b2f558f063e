import { invalidEvent } from '../error.ts';
import { asUtf8 } from '../ignore-case.ts';

/** Text as bytes: UTF-8, in which AWS compares, with a question mark for half a surrogate pair. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

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

/** The most bytes that {@link encodeEvent} writes. */
export function mostBytesOf(event: string | Uint8Array): number {
  return typeof event === 'string' ? 3 * event.length : event.length;
}

/** Writes an event to `bytes` from `at` on, where there is room. Returns its end; -1 for text that is not well-formed. */
export function encodeEvent(event: string | Uint8Array, bytes: Uint8Array, at: number): number {
  if (typeof event !== 'string') {
    bytes.set(event, at);
    return at + event.length;
  }
  const { written } = encoder.encodeInto(event, at === 0 ? bytes : bytes.subarray(at));
  return written === event.length || isWellFormed(event) ? at + written : -1;
}

/** JSON text with halves of surrogate pairs as escapes, since UTF-8 has none. A backslash before one stays in its way. */
export function escapeSurrogates(json: string): string {
  return json.replace(/\\.|\p{Surrogate}/gsu, (found) =>
    found.startsWith('\\') ? found : `\\u${found.charCodeAt(0).toString(16)}`,
  );
}

/** @throws EventPatternError ValidationException when the bytes are not UTF-8 */
export function decodeEvent(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    throw invalidEvent('It is not UTF-8.');
  }
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
