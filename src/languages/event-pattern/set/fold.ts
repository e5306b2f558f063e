import { formsOf } from '../ignore-case.ts';

/**
 * Texts that are equal but for letter case have the same folded form; not the other way round, so what is found by its
 * folded form is still to be tested.
 *
 * Each UTF-16 unit is folded by itself, to its upper-case form (which may be several letters, as SS is of ß) in lower
 * case, so that the folded form of a text starts with that of its start, and ends with that of its end.
 */

/** ASCII letters in lower case. */
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
);
const LAST_ASCII = 0x7f;

/** Bytes of the folded form for each byte of a text, at most: as of ΐ. */
export const MOST_FOLDED = 3;

/** Writes `bytes[start, end)` in lower case to `target`, which has room. False if it is not ASCII. */
export function foldAscii(bytes: Uint8Array, start: number, end: number, target: Uint8Array): boolean {
  let all = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    all |= byte;
    target[at - start] = LOWER[byte] as number;
  }
  return all <= LAST_ASCII;
}

/** By unit. */
const folded = new Map<string, string>();

function foldUnit(unit: string): string {
  let form = folded.get(unit);
  if (form === undefined) {
    form = [...unit.toUpperCase()].map((letter) => letter.toLowerCase()).join('');
    folded.set(unit, form);
  }
  return form;
}

export function foldText(text: string): string {
  return text.split('').map(foldUnit).join('');
}

/** The folded form of all texts that a pattern takes for equal (see ignore-case.ts); undefined if they have two, as with ẞ. */
export function foldPattern(pattern: string): string | undefined {
  const forms = pattern.split('').map(foldUnitOfPattern);
  return forms.includes(undefined) ? undefined : forms.join('');
}

function foldUnitOfPattern(unit: string): string | undefined {
  const [lower, upper] = formsOf(unit).map(foldText) as [string, string];
  return lower === upper ? lower : undefined;
}

/** Whether a pattern's text folds to ASCII whatever its case: then no other text than an ASCII one equals it. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
