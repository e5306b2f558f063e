import type { Atoms } from './atoms.ts';
import { type ByteDictionary, hashRange } from './byte-dictionary.ts';
import type { EventView } from './event-view.ts';
import { foldAscii, foldText, MOST_FOLDED } from './fold.ts';
import type { Hits } from './hits.ts';
import {
  ADDRESS_ATOM,
  FOLDED_ATOM,
  FOLDED_PREFIX_ATOM,
  FOLDED_SUFFIX_ATOM,
  INFIX_ATOM,
  KINDS,
  LITERAL_ATOM,
  NUMBER_ATOM,
  NUMBER_TEXT_ATOM,
  type PathIndex,
  PREFIX_ATOM,
  STRING_ATOM,
  SUFFIX_ATOM,
  WIDE_ATOM,
  WIDE_PREFIX_ATOM,
  WIDE_SUFFIX_ATOM,
} from './path-index.ts';
import { LONGEST_DIGITS, readAddress } from './read-address.ts';
import { NO_ATOM, NO_LEAF, NUMBER, STRING, UNKNOWN_ATOM } from './row-layout.ts';
import { decodeText, encodeTextInto } from './text.ts';

/** Finds the atoms that hold for an event (see path-index.ts). */
export class AtomFinder {
  private readonly atoms: Atoms;
  private readonly dictionary: ByteDictionary;
  private readonly event: EventView;
  private readonly hits: Hits;
  /** A value's folded form. */
  private folded = new Uint8Array(1024);
  /** An address. */
  private readonly digits = new Uint8Array(LONGEST_DIGITS);
  /** The key of a number. */
  private readonly double = new Float64Array(1);
  private readonly doubleBytes = new Uint8Array(this.double.buffer);

  constructor(atoms: Atoms, event: EventView, hits: Hits) {
    this.atoms = atoms;
    this.dictionary = atoms.dictionary;
    this.event = event;
    this.hits = hits;
  }

  /** Adds to the hits all atoms that hold, and notes for each leaf which atom its value is, and its number. */
  find(): void {
    const { hits } = this;
    const { leaves, bytes } = this.event;
    const { paths, absences } = this.atoms;
    for (let leaf = 0; leaf < leaves.count; leaf++) {
      const path = paths[leaves.node(leaf)];
      if (path === undefined) continue;
      const kind = leaves.kind(leaf);
      if (kind === STRING) this.string(path, leaf, bytes);
      else if (kind === NUMBER) this.number(path, leaf, bytes);
      else if (path.usersOf(LITERAL_ATOM) > 0) this.textOf(LITERAL_ATOM, leaf, bytes);
      if (path.any !== NO_ATOM) hits.add(path.any);
    }
    if (absences.size === 0) return;
    for (const [node, atom] of absences) {
      if (leaves.first(node) === NO_LEAF) hits.add(atom);
    }
  }

  private string(path: PathIndex, leaf: number, bytes: Uint8Array): void {
    const { leaves } = this.event;
    const node = leaves.node(leaf);
    const start = leaves.start(leaf);
    const end = leaves.end(leaf);
    if (leaves.atom(leaf) === UNKNOWN_ATOM && path.usersOf(STRING_ATOM) > 0) {
      this.exact(leaf, node * KINDS + STRING_ATOM, leaves.hash(leaf), bytes, start, end);
    }
    if (path.hasAffixes) {
      path.treeOf(PREFIX_ATOM)?.find(bytes, start, 1, end - start, this.hits);
      path.treeOf(SUFFIX_ATOM)?.find(bytes, end - 1, -1, end - start, this.hits);
      this.infixes(path, bytes, start, end);
    }
    if (path.isFolded) this.foldedString(path, node, bytes, start, end);
    if (path.usersOf(ADDRESS_ATOM) > 0) this.address(path, bytes, start, end);
  }

  private exact(
    leaf: number,
    space: number,
    hash: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const atom = this.dictionary.find(space, hash, bytes, start, end);
    if (atom === NO_ATOM) return;
    this.event.leaves.setAtom(leaf, atom);
    this.hits.add(atom);
  }

  /** A literal, or a number that is not comparable. */
  private textOf(kind: number, leaf: number, bytes: Uint8Array): void {
    const start = this.event.leaves.start(leaf);
    const end = this.event.leaves.end(leaf);
    const node = this.event.leaves.node(leaf);
    this.exact(leaf, node * KINDS + kind, hashRange(bytes, start, end), bytes, start, end);
  }

  private number(path: PathIndex, leaf: number, bytes: Uint8Array): void {
    const { leaves } = this.event;
    const value = this.event.numberAt(leaf);
    if (Number.isNaN(value)) {
      if (path.usersOf(NUMBER_TEXT_ATOM) > 0) this.textOf(NUMBER_TEXT_ATOM, leaf, bytes);
    } else {
      if (path.usersOf(NUMBER_ATOM) > 0) {
        this.double[0] = value;
        const space = leaves.node(leaf) * KINDS + NUMBER_ATOM;
        this.exact(leaf, space, hashRange(this.doubleBytes, 0, 8), this.doubleBytes, 0, 8);
      }
      if (path.ranges) path.ranges.find(value, this.hits);
    }
    // A number may be taken for an address by its digits.
    const start = leaves.start(leaf);
    path.treeOf(ADDRESS_ATOM)?.find(bytes, start, 1, leaves.end(leaf) - start, this.hits);
  }

  private foldedString(path: PathIndex, node: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (MOST_FOLDED * length > this.folded.length) this.folded = new Uint8Array(2 * MOST_FOLDED * length);
    const { folded } = this;
    const isAscii = foldAscii(bytes, start, end, folded);
    this.foldedText(path, node, length, FOLDED_ATOM, FOLDED_PREFIX_ATOM, FOLDED_SUFFIX_ATOM);
    if (!path.isWide) return;
    const text = isAscii ? undefined : foldText(decodeText(bytes.subarray(start, end)));
    const wideLength = text === undefined ? length : encodeTextInto(text, folded, 0);
    this.foldedText(path, node, wideLength, WIDE_ATOM, WIDE_PREFIX_ATOM, WIDE_SUFFIX_ATOM);
  }

  private foldedText(
    path: PathIndex,
    node: number,
    length: number,
    whole: number,
    prefix: number,
    suffix: number,
  ): void {
    const { folded, hits } = this;
    if (path.usersOf(whole) > 0) {
      const atom = this.dictionary.find(
        node * KINDS + whole,
        hashRange(folded, 0, length),
        folded,
        0,
        length,
      );
      if (atom !== NO_ATOM) hits.add(atom);
    }
    path.treeOf(prefix)?.find(folded, 0, 1, length, hits);
    path.treeOf(suffix)?.find(folded, length - 1, -1, length, hits);
  }

  private infixes(path: PathIndex, bytes: Uint8Array, start: number, end: number): void {
    const tree = path.treeOf(INFIX_ATOM);
    const { infixStarts } = path;
    if (tree === undefined || infixStarts === undefined) return;
    for (let at = start; at < end; at++) {
      if (infixStarts[bytes[at] as number] !== 0) tree.find(bytes, at, 1, end - at, this.hits);
    }
  }

  /** An address in upper-case hexadecimal digits. */
  private address(path: PathIndex, bytes: Uint8Array, start: number, end: number): void {
    const length = readAddress(bytes, start, end, this.digits);
    if (length > 0) path.treeOf(ADDRESS_ATOM)?.find(this.digits, 0, 1, length, this.hits);
  }
}
