import { AffixTree } from './affix-tree.ts';
import type { IntervalIndex } from './interval-index.ts';
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
 * | PREFIX | a string that starts like this | {@link AffixTree} |
 * | SUFFIX | a string that ends like this | likewise, from the end |
 * | INFIX | a string that holds this (its first four bytes) | likewise, from each position |
 * | FOLDED… | likewise, but for the case of ASCII letters | likewise, or its hash, on a copy in lower case |
 * | WIDE… | likewise, but for letter case, if the pattern has other letters, too; may hold in vain (fold.ts) | likewise, on a folded copy |
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
export const WIDE_ATOM = 14;
export const WIDE_PREFIX_ATOM = 15;
export const WIDE_SUFFIX_ATOM = 16;
/** Longer ones are cut: more would be rarely of use. */
export const LONGEST_INFIX = 4;
/** More than there are; the last place of a column by kind has the sum. */
export const KINDS = 32;
const SUM = KINDS - 1;

/** What there is to be looked up at one path. */
export class PathIndex {
  /** By kind, how many users its atoms have. */
  private readonly users = new Int32Array(KINDS);
  /** By kind, for those of affixes. */
  private readonly trees: (AffixTree | undefined)[] = [];
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
      this.usersOf(FOLDED_ATOM) + this.usersOf(FOLDED_PREFIX_ATOM) + this.usersOf(FOLDED_SUFFIX_ATOM) > 0 ||
      this.isWide
    );
  }

  get isWide(): boolean {
    return this.usersOf(WIDE_ATOM) + this.usersOf(WIDE_PREFIX_ATOM) + this.usersOf(WIDE_SUFFIX_ATOM) > 0;
  }

  /** The keys of a kind of affix; undefined if there are none. */
  treeOf(kind: number): AffixTree | undefined {
    return this.trees[kind];
  }

  addAffix(kind: number, key: Uint8Array, atom: number): void {
    let tree = this.trees[kind];
    if (!tree) this.trees[kind] = tree = new AffixTree();
    tree.add(key, atom);
    if (kind === INFIX_ATOM) this.countInfix(key[0] as number, 1);
  }

  /** Of an atom that is counted no more. */
  removeAffix(kind: number, key: Uint8Array): void {
    if (this.usersOf(kind) > 0) this.trees[kind]?.remove(key);
    else this.trees[kind] = undefined;
    if (kind === INFIX_ATOM) this.countInfix(key[0] as number, -1);
  }

  private countInfix(firstByte: number, difference: 1 | -1): void {
    this.infixStarts ??= new Int32Array(256);
    this.infixStarts[firstByte] = (this.infixStarts[firstByte] as number) + difference;
  }
}
