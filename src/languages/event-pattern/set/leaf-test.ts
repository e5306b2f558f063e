import { matchesValue } from '../match-value.ts';
import type { CidrMatcher, Matcher, NumericMatcher, ValueMatcher, WildcardMatcher } from '../pattern.ts';
import { ByteSearch } from './byte-search.ts';
import type { EventView } from './event-view.ts';
import { isAscii } from './fold.ts';
import { NO_ADDRESS } from './read-address.ts';
import { LITERAL, NUMBER, STRING } from './row-layout.ts';
import { encodeText } from './text.ts';

/** Whether a leaf of the current event is what one matcher asks for. The frequent ones compare bytes in place. */
export interface LeafTest {
  accepts(event: EventView, leaf: number): boolean;
}

/** The atom of a matcher that asks for one value; undefined for all others. */
export type ExactAtom = (matcher: Matcher) => number | undefined;

/**
 * The test of matchers of which a leaf must meet any. No leaf meets `{"exists":false}`.
 * @param exact the atoms of the matchers
 * @param exactAtom of the matchers within them
 */
export function leafTest(
  matchers: readonly Matcher[],
  exact: readonly (number | undefined)[],
  exactAtom: ExactAtom,
): LeafTest {
  const atoms = new Set<number>();
  const tests: LeafTest[] = [];
  for (const [index, matcher] of matchers.entries()) {
    const atom = exact[index];
    if (atom !== undefined) atoms.add(atom);
    else if (matcher.kind !== 'exists') tests.push(valueTest(matcher, exactAtom));
    else if (matcher.value) tests.push(new AnyTest());
  }
  if (atoms.size > 0) tests.unshift(new AtomsTest(atoms));
  return tests.length === 1 ? (tests[0] as LeafTest) : new AnyOfTest(tests);
}

function valueTest(matcher: ValueMatcher, exactAtom: ExactAtom): LeafTest {
  switch (matcher.kind) {
    case 'anything-but':
      return new AnythingButTest(leafTest(matcher.excluded, matcher.excluded.map(exactAtom), exactAtom));
    case 'prefix':
      return matcher.ignoreCase ? new GeneralTest(matcher) : new PrefixTest(encodeText(matcher.value));
    case 'suffix':
      return matcher.ignoreCase ? new GeneralTest(matcher) : new SuffixTest(encodeText(matcher.value));
    case 'wildcard':
      return new WildcardTest(matcher);
    case 'numeric':
      return new NumericTest(matcher);
    case 'equals-ignore-case':
      return isAscii(matcher.value)
        ? new FoldedTest(encodeText(matcher.value.toLowerCase()))
        : new GeneralTest(matcher);
    case 'cidr':
      return matcher.low.length === 8 ? new CidrTest(matcher) : new GeneralTest(matcher);
    default:
      return new GeneralTest(matcher);
  }
}

class AnyTest implements LeafTest {
  accepts(): boolean {
    return true;
  }
}

/** The value is one of those that the atoms stand for. */
class AtomsTest implements LeafTest {
  private readonly atoms: ReadonlySet<number>;
  constructor(atoms: ReadonlySet<number>) {
    this.atoms = atoms;
  }
  accepts(event: EventView, leaf: number): boolean {
    return this.atoms.has(event.leaves.atom(leaf));
  }
}

class AnyOfTest implements LeafTest {
  private readonly tests: readonly LeafTest[];
  constructor(tests: readonly LeafTest[]) {
    this.tests = tests;
  }
  accepts(event: EventView, leaf: number): boolean {
    for (const test of this.tests) {
      if (test.accepts(event, leaf)) return true;
    }
    return false;
  }
}

class AnythingButTest implements LeafTest {
  private readonly excluded: LeafTest;
  constructor(excluded: LeafTest) {
    this.excluded = excluded;
  }
  accepts(event: EventView, leaf: number): boolean {
    return !this.excluded.accepts(event, leaf);
  }
}

class PrefixTest implements LeafTest {
  private readonly prefix: Uint8Array;
  constructor(prefix: Uint8Array) {
    this.prefix = prefix;
  }
  accepts({ leaves, bytes }: EventView, leaf: number): boolean {
    const start = leaves.start(leaf);
    return (
      leaves.kind(leaf) === STRING &&
      start + this.prefix.length <= leaves.end(leaf) &&
      standsAt(this.prefix, bytes, start)
    );
  }
}

class SuffixTest implements LeafTest {
  private readonly suffix: Uint8Array;
  constructor(suffix: Uint8Array) {
    this.suffix = suffix;
  }
  accepts({ leaves, bytes }: EventView, leaf: number): boolean {
    const start = leaves.end(leaf) - this.suffix.length;
    return leaves.kind(leaf) === STRING && start >= leaves.start(leaf) && standsAt(this.suffix, bytes, start);
  }
}

/** Against a text of ASCII letters in lower case, which only ASCII texts equal. */
class FoldedTest implements LeafTest {
  private readonly text: Uint8Array;
  constructor(text: Uint8Array) {
    this.text = text;
  }
  accepts({ leaves, bytes }: EventView, leaf: number): boolean {
    const start = leaves.start(leaf);
    if (leaves.kind(leaf) !== STRING || leaves.end(leaf) - start !== this.text.length) return false;
    for (let index = 0; index < this.text.length; index++) {
      if (this.text[index] !== lower(bytes[start + index] as number)) return false;
    }
    return true;
  }
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

class NumericTest implements LeafTest {
  private readonly low: number;
  private readonly high: number;
  private readonly lowOpen: boolean;
  private readonly highOpen: boolean;
  constructor({ low, high }: NumericMatcher) {
    this.low = low?.value ?? Number.NEGATIVE_INFINITY;
    this.high = high?.value ?? Number.POSITIVE_INFINITY;
    this.lowOpen = low?.open ?? false;
    this.highOpen = high?.open ?? false;
  }
  accepts(event: EventView, leaf: number): boolean {
    if (event.leaves.kind(leaf) !== NUMBER) return false;
    const value = event.numberAt(leaf);
    return (
      (this.lowOpen ? value > this.low : value >= this.low) &&
      (this.highOpen ? value < this.high : value <= this.high)
    );
  }
}

/** The leftmost occurrence of each part leaves the most room for the next, so nothing is tried twice. */
class WildcardTest implements LeafTest {
  private readonly first: Uint8Array;
  private readonly middle: readonly ByteSearch[];
  private readonly last: Uint8Array;
  constructor({ parts }: WildcardMatcher) {
    const encoded = parts.map(encodeText);
    this.first = encoded[0] as Uint8Array;
    this.middle = encoded.slice(1, -1).map((part) => new ByteSearch(part));
    this.last = encoded.at(-1) as Uint8Array;
  }
  accepts({ leaves, bytes }: EventView, leaf: number): boolean {
    if (leaves.kind(leaf) !== STRING) return false;
    let from = leaves.start(leaf) + this.first.length;
    const to = leaves.end(leaf) - this.last.length;
    if (
      from > to ||
      !standsAt(this.first, bytes, from - this.first.length) ||
      !standsAt(this.last, bytes, to)
    ) {
      return false;
    }
    for (const part of this.middle) {
      from = part.endIn(bytes, from, to);
      if (from < 0) return false;
    }
    return true;
  }
}

class GeneralTest implements LeafTest {
  private readonly matcher: ValueMatcher;
  constructor(matcher: ValueMatcher) {
    this.matcher = matcher;
  }
  accepts(event: EventView, leaf: number): boolean {
    return matchesValue(this.matcher, event.value(leaf));
  }
}

/** An address of IPv4, as nearly all are; whatever else could match (see ip-address.ts) goes the long way. */
class CidrTest extends GeneralTest {
  private readonly low: number;
  private readonly high: number;
  constructor(matcher: CidrMatcher) {
    super(matcher);
    this.low = Number.parseInt(matcher.low, 16);
    this.high = Number.parseInt(matcher.high, 16);
  }
  override accepts(event: EventView, leaf: number): boolean {
    const { leaves } = event;
    const kind = leaves.kind(leaf);
    if (kind === LITERAL) return false;
    const address = event.ipv4At(leaf);
    if (address === NO_ADDRESS || kind === NUMBER) return super.accepts(event, leaf);
    return this.low <= address && address <= this.high;
  }
}

function standsAt(text: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text[index] !== bytes[start + index]) return false;
  }
  return true;
}
