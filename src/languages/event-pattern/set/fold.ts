/** ASCII letters in lower case. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
);

/** Writes `bytes[start, end)` in lower case to `target`, which has room. */
export function fold(bytes: Uint8Array, start: number, end: number, target: Uint8Array): void {
  for (let at = start; at < end; at++) target[at - start] = LOWER[bytes[at] as number] as number;
}

/** Whether a pattern's text folds to ASCII whatever its case: then no other text than an ASCII one equals it. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
