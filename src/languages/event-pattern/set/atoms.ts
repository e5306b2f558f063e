import type { NumericMatcher } from '../pattern.ts';
import { ByteDictionary, hashRange } from './byte-dictionary.ts';
import { type Interval, IntervalIndex } from './interval-index.ts';
import {
  ADDRESS_ATOM,
  ANY_ATOM,
  FOLDED_PREFIX_ATOM,
  FOLDED_SUFFIX_ATOM,
  INFIX_ATOM,
  KINDS,
  LONGEST_INFIX,
  NONE_ATOM,
  NUMBER_ATOM,
  PathIndex,
  PREFIX_ATOM,
  RANGE_ATOM,
  STRING_ATOM,
  SUFFIX_ATOM,
  WIDE_PREFIX_ATOM,
  WIDE_SUFFIX_ATOM,
} from './path-index.ts';
import { NO_ATOM } from './row-layout.ts';
import { encodeText } from './text.ts';
import type { Strings } from './vector-scanner.ts';

const NO_BYTES = new Uint8Array(0);
/** Chances of a range: the only one so far; the least. */
const LIKELY_RANGE = 0.3;
const NARROWEST_RANGE = 0.001;

/** All atoms in use (see path-index.ts), counted: `acquire…` and `release` come in pairs. */
export class Atoms implements Strings {
  /** Space: node and kind. The bounds of intervals are keys, too, so that equal ones are one atom. */
  readonly dictionary: ByteDictionary = new ByteDictionary();
  /** By node. */
  readonly paths: (PathIndex | undefined)[] = [];
  /** The NONE atoms, by node. */
  readonly absences: Map<number, number> = new Map();
  /** By node: the lowest and the highest bound of ranges so far. */
  private readonly spans = new Map<number, { readonly low: number; readonly high: number }>();

  /** How many strings there are that the whole value must be; `version` goes up when one is added. */
  count = 0;
  version = 0;

  /** All atoms are below this number. */
  get limit(): number {
    return this.dictionary.idLimit;
  }

  /** @param kind one of text; folded ones want text that is folded */
  acquireText(node: number, kind: number, text: string): number {
    const bytes = keyOf(kind, text);
    const atom = this.acquire(node, kind, bytes);
    if (kind === STRING_ATOM && this.users(atom) === 1) {
      this.count++;
      this.version++;
    }
    if (isAffix(kind) && this.users(atom) === 1) this.pathOf(node).addAffix(kind, bytes, atom);
    return atom;
  }

  acquireNumber(node: number, value: number): number {
    return this.acquire(node, NUMBER_ATOM, new Uint8Array(Float64Array.of(value).buffer));
  }

  acquireRange(node: number, { low, high }: NumericMatcher): number {
    const bounds = {
      low: low?.value ?? Number.NEGATIVE_INFINITY,
      high: high?.value ?? Number.POSITIVE_INFINITY,
      lowOpen: low?.open ?? false,
      highOpen: high?.open ?? false,
    };
    const atom = this.acquire(node, RANGE_ATOM, intervalKey(bounds));
    const path = this.pathOf(node);
    path.ranges ??= new IntervalIndex();
    if (this.users(atom) === 1) path.ranges.add({ id: atom, ...bounds });
    return atom;
  }

  acquireAny(node: number): number {
    const atom = this.acquire(node, ANY_ATOM, NO_BYTES);
    this.pathOf(node).any = atom;
    return atom;
  }

  acquireNone(node: number): number {
    const atom = this.acquire(node, NONE_ATOM, NO_BYTES);
    this.absences.set(node, atom);
    return atom;
  }

  forEachString(visit: (node: number, hash: number) => void): void {
    this.dictionary.forEach((_atom, space, bytes, start, length) => {
      if (space % KINDS === STRING_ATOM)
        visit(Math.floor(space / KINDS), hashRange(bytes, start, start + length));
    });
  }

  /** Counts one more user of an atom that is in use. */
  retain(atom: number): number {
    this.dictionary.retain(atom);
    this.pathOf(this.nodeOf(atom)).count(this.kindOf(atom), 1);
    return atom;
  }

  release(atom: number): void {
    const [node, kind] = [this.nodeOf(atom), this.kindOf(atom)];
    const key = isAffix(kind) ? this.dictionary.key(atom) : NO_BYTES;
    const path = this.pathOf(node);
    path.count(kind, -1);
    if (this.dictionary.release(atom)) {
      if (kind === STRING_ATOM) this.count--;
      if (isAffix(kind)) path.removeAffix(kind, key);
      if (kind === RANGE_ATOM) path.ranges = without(path.ranges, atom);
      if (kind === ANY_ATOM) path.any = NO_ATOM;
      if (kind === NONE_ATOM) this.absences.delete(node);
    }
    if (!path.isUnused) return;
    this.paths[node] = undefined;
    this.spans.delete(node);
  }

  users(atom: number): number {
    return this.dictionary.users(atom);
  }

  /** Among all uses of atoms of its kind at its node. */
  shareOf(atom: number): number {
    return this.users(atom) / (this.paths[this.nodeOf(atom)] as PathIndex).usersOf(this.kindOf(atom));
  }

  /** Likewise, of the atom that a text would have; 0 if there is none. */
  shareOfText(node: number, kind: number, text: string): number {
    const bytes = keyOf(kind, text);
    const atom = this.dictionary.find(
      node * KINDS + kind,
      hashRange(bytes, 0, bytes.length),
      bytes,
      0,
      bytes.length,
    );
    return atom === NO_ATOM ? 0 : this.shareOf(atom);
  }

  /** The width of a range among all that were asked for at the node, from 0 to 1. */
  widthOf(node: number, { low, high }: NumericMatcher): number {
    const bounds = [low?.value, high?.value].filter((value) => value !== undefined);
    const known = this.spans.get(node) ?? { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    const span = { low: Math.min(known.low, ...bounds), high: Math.max(known.high, ...bounds) };
    this.spans.set(node, span);
    if (span.low >= span.high) return LIKELY_RANGE;
    const width = ((high?.value ?? span.high) - (low?.value ?? span.low)) / (span.high - span.low);
    return Math.max(width, NARROWEST_RANGE);
  }

  nodeOf(atom: number): number {
    return Math.floor(this.dictionary.space(atom) / KINDS);
  }

  kindOf(atom: number): number {
    return this.dictionary.space(atom) % KINDS;
  }

  private acquire(node: number, kind: number, bytes: Uint8Array): number {
    this.pathOf(node).count(kind, 1);
    return this.dictionary.acquire(node * KINDS + kind, bytes);
  }

  private pathOf(node: number): PathIndex {
    let path = this.paths[node];
    if (!path) {
      path = new PathIndex();
      this.paths[node] = path;
    }
    return path;
  }
}

/** The key of an atom of text. Suffixes are read from their end. */
function keyOf(kind: number, text: string): Uint8Array {
  const bytes = encodeText(text);
  if (isSuffix(kind)) return bytes.reverse();
  return kind === INFIX_ATOM ? bytes.slice(0, LONGEST_INFIX) : bytes;
}

/** Whether the keys are part of a text only. */
function isAffix(kind: number): boolean {
  return (
    kind === INFIX_ATOM ||
    kind === ADDRESS_ATOM ||
    kind === PREFIX_ATOM ||
    kind === SUFFIX_ATOM ||
    kind === FOLDED_PREFIX_ATOM ||
    kind === FOLDED_SUFFIX_ATOM ||
    kind === WIDE_PREFIX_ATOM ||
    kind === WIDE_SUFFIX_ATOM
  );
}

function isSuffix(kind: number): boolean {
  return kind === SUFFIX_ATOM || kind === FOLDED_SUFFIX_ATOM || kind === WIDE_SUFFIX_ATOM;
}

function intervalKey({ low, high, lowOpen, highOpen }: Omit<Interval, 'id'>): Uint8Array {
  return new Uint8Array(Float64Array.of(low, high, Number(lowOpen), Number(highOpen)).buffer);
}

function without(index: IntervalIndex | undefined, atom: number): IntervalIndex | undefined {
  index?.remove(atom);
  return index?.size === 0 ? undefined : index;
}
