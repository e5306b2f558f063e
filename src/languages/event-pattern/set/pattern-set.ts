import { matches } from '../match.ts';
import { parsePattern } from '../parse.ts';
import type { Pattern } from '../pattern.ts';
import { ArrayConsistency } from './array-consistency.ts';
import { AtomFinder } from './atom-finder.ts';
import { Atoms } from './atoms.ts';
import { type Candidate, complement, isAtom, type Part, type Rule } from './candidate.ts';
import { Compiler } from './compiler.ts';
import { EventReader } from './event-reader.ts';
import { EventView } from './event-view.ts';
import { FAILS, HOLDS, MAY_BE_ABSENT } from './field-test.ts';
import { FieldTests } from './field-tests.ts';
import { type Bucket, Filing, GUARDS, NO_GUARD, ROW } from './filing.ts';
import { Hits } from './hits.ts';
import { PathTree } from './path-tree.ts';
import { decodeEvent } from './text.ts';

/** All candidates are filed anew when there are this many times as many. */
const GROWTH_BEFORE_REFILING = 4;
const FEWEST_BEFORE_REFILING = 64;
/** A test's result and the number of its event share 31 bits; see field-tests.ts. */
const EVENTS_BEFORE_RENUMBERING = 2 ** 28;

/**
 * Many event patterns, of which an event tells those that it matches: with the verdicts of `matches`, at a cost that
 * follows the event and not the number of patterns.
 *
 * An event is read once, as bytes; only the values at paths that patterns name are kept (scanner.ts). An index finds
 * the elementary statements, called atoms, that hold for these values (atom-finder.ts). Each alternative of each
 * pattern is filed under the atoms of its least likely field, and only what is filed under an atom that holds is
 * looked at (filing.ts). docs/performance.md explains it at length.
 */
export class PatternSet {
  private readonly paths = new PathTree();
  private readonly atoms = new Atoms();
  private readonly reader = new EventReader({ paths: this.paths, strings: this.atoms });
  private readonly hits = new Hits();
  private readonly tests = new FieldTests();
  private readonly filing = new Filing(this.atoms, this.tests);
  private readonly compiler = new Compiler(this.paths, this.atoms, this.tests, this.filing);
  private readonly event = new EventView();
  private readonly finder = new AtomFinder(this.atoms, this.event, this.hits);
  private readonly arrays = new ArrayConsistency(this.tests);
  private readonly rules = new Map<string, Rule>();
  private refileAt = FEWEST_BEFORE_REFILING;

  /** How many patterns there are. */
  get size(): number {
    return this.rules.size;
  }

  /**
   * Adds a pattern, or replaces the one of the same id.
   * @throws EventPatternError when the text is no valid pattern; the set is then as it was
   */
  add(id: string, pattern: string | Pattern): void {
    const parsed = typeof pattern === 'string' ? parsePattern(pattern) : pattern;
    this.delete(id);
    this.rules.set(id, this.compiler.compile(id, parsed));
    if (this.compiler.size < this.refileAt) return;
    this.compiler.refile();
    this.refileAt = GROWTH_BEFORE_REFILING * this.compiler.size;
  }

  /** Takes a pattern out. @returns whether there was one of this id */
  delete(id: string): boolean {
    const rule = this.rules.get(id);
    if (!rule) return false;
    this.rules.delete(id);
    this.compiler.release(rule);
    return true;
  }

  /**
   * The ids of the patterns that an event matches, in no particular order.
   * @param event JSON text, or its bytes in UTF-8
   * @throws EventPatternError ValidationException when the event is no JSON object
   */
  match(event: string | Uint8Array): string[] {
    const found = this.reader.read(event);
    if (!found) return this.matchOneByOne(textOf(event));
    const { hits, filing } = this;
    const ids: string[] = [];
    this.event.begin(found);
    if (this.event.number === EVENTS_BEFORE_RENUMBERING) this.renumber();
    hits.clear(this.atoms.limit);
    this.arrays.clear();
    this.finder.find();
    for (let index = 0; index < hits.count; index++) {
      const bucket = filing.bucket(hits.at(index));
      if (bucket !== undefined) this.matchBucket(bucket, event, ids);
    }
    this.matchBucket(filing.always, event, ids);
    return ids;
  }

  private matchBucket(bucket: Bucket, event: string | Uint8Array, ids: string[]): void {
    for (let row = 0; row < bucket.length; row += ROW) {
      const passed = this.passGuards(bucket, row + 1);
      if (passed === FAILS) continue;
      const head = bucket[row] as number;
      const candidate = this.filing.candidate(head >> 1);
      if (passed === MAY_BE_ABSENT || (head & 1) === 0 || this.nestedFields(candidate) > 1) {
        if (!this.holds(candidate, event)) continue;
      }
      this.report(candidate.rules, ids);
    }
  }

  /** Other alternatives of a rule may have matched before. */
  private report(rules: readonly Rule[], ids: string[]): void {
    for (const rule of rules) {
      if (rule.matchedIn === this.event.number) continue;
      rule.matchedIn = this.event.number;
      ids.push(rule.id);
    }
  }

  private passGuards(bucket: Bucket, from: number): number {
    let passed = HOLDS;
    for (let at = from; at < from + GUARDS; at++) {
      const part = bucket[at] as Part;
      if (part === NO_GUARD) break;
      if (isAtom(part)) {
        if (!this.hits.has(part)) return FAILS;
      } else {
        const result = this.tests.evaluate(complement(part), this.event);
        if (result === FAILS) return FAILS;
        if (result === MAY_BE_ABSENT) passed = MAY_BE_ABSENT;
      }
    }
    return passed;
  }

  private holds(candidate: Candidate, event: string | Uint8Array): boolean {
    if (candidate.isOdd) return matches((candidate.rules[0] as Rule).pattern, textOf(event));
    let unsure = false;
    for (const part of candidate.parts) {
      if (isAtom(part)) {
        if (!this.hits.has(part)) return false;
        continue;
      }
      const result = this.tests.evaluate(complement(part), this.event);
      if (result === FAILS) return false;
      if (result === MAY_BE_ABSENT) unsure = true;
    }
    return this.nestedFields(candidate) > 1 ? this.arrays.holds(candidate, this.event) : !unsure;
  }

  /** How many fields have leaves inside array elements. Up to one, any leaf of a field goes with any of another. */
  private nestedFields({ nodes }: Candidate): number {
    const { leaves } = this.event;
    if (leaves.elementCount === 1) return 0;
    let count = 0;
    for (const node of nodes) {
      if (leaves.isNested(node)) count++;
    }
    return count;
  }

  /** For what the scanner cannot read: mostly no event at all, and then an error is due. */
  private matchOneByOne(event: string): string[] {
    matches(NOTHING, event);
    return [...this.rules.values()].filter(({ pattern }) => matches(pattern, event)).map(({ id }) => id);
  }

  /** Events start from 1 again, so no mark of an earlier one may be left. */
  private renumber(): void {
    this.event.number = 1;
    this.tests.forget();
    for (const rule of this.rules.values()) rule.matchedIn = 0;
  }
}

/** A pattern for its event's sake. */
const NOTHING: Pattern = { text: '', alternatives: [] };

function textOf(event: string | Uint8Array): string {
  return typeof event === 'string' ? event : decodeEvent(event);
}
