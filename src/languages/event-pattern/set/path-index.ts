import type { IntervalIndex } from './interval-index.ts';
import { LengthSet } from './length-set.ts';
import { NO_ATOM } from './row-layout.ts';

/**
 * Atoms are the elementary statements that patterns make about one path. Each is numbered once for all patterns
 * that make it, and its key is found from a value without trying atom by atom:
 *
 * | kind | statement | found by |
 * |---|---|---|
 * | STRING, LITERAL | the value is this one | its hash |
 * | NUMBER | a comparable number of this value | the hash of the double |
 * | NUMBER_TEXT | a number that is not comparable, written like this | its hash |
 * | PREFIX | a string that starts like this | the hash of each of its starts that is as long as some key |
 * | SUFFIX | a string that ends like this | likewise, from the end |
 * | INFIX | a string that holds this (its first four bytes) | likewise, from each position |
 * | FOLDED… | likewise, but for letter case (fold.ts) | likewise, on a folded copy |
 * | ADDRESS | an IP address, or a number, of which the digits start like this (see ip-address.ts) | as PREFIX |
 * | RANGE | a comparable number in this interval | {@link IntervalIndex} |
 * | ANY | the path has a leaf | |
 * | NONE | the path has no leaf | |
 */
export const STRING_ATOM = 0;
export const NUMBER_ATOM = 1;
export const NUMBER_TEXT_ATOM = 2;
export const LITERAL_ATOM = 3;
export const PREFIX_ATOM = 4;
export const SUFFIX_ATOM = 5;
export const FOLDED_ATOM = 6;
export const FOLDED_PREFIX_ATOM = 7;
export const FOLDED_SUFFIX_ATOM = 8;
export const RANGE_ATOM = 9;
export const ADDRESS_ATOM = 10;
export const ANY_ATOM = 11;
export const NONE_ATOM = 12;
export const INFIX_ATOM = 13;
/** Longer ones are cut: more would be rarely of use. */
export const LONGEST_INFIX = 4;
/** More than there are; the last place of a column by kind has the sum. */
export const KINDS = 16;
const SUM = KINDS - 1;

/** What there is to be looked up at one path. */
export class PathIndex {
  /** By kind, how many users its atoms have. */
  private readonly users = new Int32Array(KINDS);
  /** By kind, the lengths of the keys, for affixes. */
  private readonly lengths: (LengthSet | undefined)[] = [];
  /** By byte: how many infixes start with it. Undefined if there are none. */
  infixStarts: Int32Array | undefined;
  ranges: IntervalIndex | undefined;
  any: number = NO_ATOM;

  get isUnused(): boolean {
    return this.users[SUM] === 0;
  }

  usersOf(kind: number): number {
    return this.users[kind] as number;
  }

  count(kind: number, difference: 1 | -1): void {
    this.users[kind] = (this.users[kind] as number) + difference;
    this.users[SUM] = (this.users[SUM] as number) + difference;
  }

  get hasAffixes(): boolean {
    return this.usersOf(PREFIX_ATOM) + this.usersOf(SUFFIX_ATOM) + this.usersOf(INFIX_ATOM) > 0;
  }

  get isFolded(): boolean {
    return (
      this.usersOf(FOLDED_ATOM) + this.usersOf(FOLDED_PREFIX_ATOM) + this.usersOf(FOLDED_SUFFIX_ATOM) > 0
    );
  }

  /** The lengths that keys of this kind have, ascending; undefined if there are none. */
  lengthsOf(kind: number): readonly number[] | undefined {
    return (this.users[kind] as number) > 0 ? this.lengths[kind]?.lengths : undefined;
  }

  addLength(kind: number, length: number): void {
    let lengths = this.lengths[kind];
    if (!lengths) this.lengths[kind] = lengths = new LengthSet();
    lengths.add(length);
  }

  countInfix(firstByte: number, difference: 1 | -1): void {
    this.infixStarts ??= new Int32Array(256);
    this.infixStarts[firstByte] = (this.infixStarts[firstByte] as number) + difference;
  }

  removeLength(kind: number, length: number): void {
    this.lengths[kind]?.remove(length);
  }
}
