import type { Field, Matcher } from '../pattern.ts';
import { acquireNecessary, isSufficient, likelihood } from './access.ts';
import type { Atoms } from './atoms.ts';
import { type Candidate, complement, hasOddPath, isAtom, type Part } from './candidate.ts';
import type { FieldTests } from './field-tests.ts';

/** Instead of an atom: of a candidate without a field to file it under. */
const ALWAYS = -1;

/**
 * The candidates that are filed under one atom, as rows of numbers: twice the candidate's id, plus 1 if the row
 * says all there is to check; then GUARDS parts that must hold, or NO_GUARD.
 */
export type Bucket = number[];
export const GUARDS = 3;
export const ROW: number = 1 + GUARDS;
/** Neither an atom nor a test. */
export const NO_GUARD: number = 2 ** 30;

/**
 * Files each candidate where only few events come past.
 *
 * All fields of a candidate must hold, so any one of them can be its access: the candidate lies in the buckets of
 * the atoms that this field needs, and is looked at only when one of them holds. The field that is least likely
 * to hold is taken. Most other fields are copied into the bucket as guards, so that looking at a candidate mostly
 * means to read a few numbers in a row, without touching the candidate itself: with very many patterns that is
 * what counts, since each touch of an object is a cache miss.
 *
 * Likelihoods are guessed from the patterns (see access.ts), so the first guesses are poor; each time the set has
 * grown fourfold, all candidates are filed anew.
 */
export class Filing {
  private readonly atoms: Atoms;
  private readonly tests: FieldTests;
  private readonly candidates: (Candidate | undefined)[] = [];
  private readonly freeIds: number[] = [];
  /** By atom. */
  private readonly buckets: (Bucket | undefined)[] = [];
  /** Candidates without a field that could be their access. */
  readonly always: Bucket = [];

  constructor(atoms: Atoms, tests: FieldTests) {
    this.atoms = atoms;
    this.tests = tests;
  }

  bucket(atom: number): Bucket | undefined {
    return this.buckets[atom];
  }

  candidate(id: number): Candidate {
    return this.candidates[id] as Candidate;
  }

  file(candidate: Candidate): void {
    const chances = candidate.parts.map((_, field) => this.chanceOf(candidate, field));
    const lowest = Math.min(...chances);
    const access = lowest === Number.POSITIVE_INFINITY ? -1 : chances.indexOf(lowest);
    candidate.id = this.freeIds.pop() ?? this.candidates.length;
    this.candidates[candidate.id] = candidate;
    candidate.access = access < 0 ? [ALWAYS] : this.acquire(candidate, access);
    const row = rowOf(candidate, chances, this.isSettled(candidate, access) ? access : -1);
    candidate.rows = candidate.access.map((atom) => this.bucketOf(atom).push(...row) / ROW - 1);
  }

  unfile(candidate: Candidate): void {
    this.candidates[candidate.id] = undefined;
    this.freeIds.push(candidate.id);
    for (const [index, atom] of candidate.access.entries()) {
      const bucket = this.bucketOf(atom);
      this.removeRow(bucket, candidate.rows[index] as number, atom);
      if (atom === ALWAYS) continue;
      if (bucket.length === 0) this.buckets[atom] = undefined;
      this.atoms.release(atom);
    }
  }

  /** The last row takes its place. */
  private removeRow(bucket: Bucket, row: number, atom: number): void {
    const last = bucket.length / ROW - 1;
    const moved = bucket.splice(last * ROW, ROW);
    if (row === last) return;
    for (const [column, value] of moved.entries()) bucket[row * ROW + column] = value;
    const { access, rows } = this.candidate((moved[0] as number) >> 1);
    rows[access.indexOf(atom)] = row;
  }

  /** How likely an event is to come past if the candidate is filed under this field; infinite if it cannot be. */
  private chanceOf(candidate: Candidate, field: number): number {
    const { path, matchers } = candidate.conjunction[field] as Field;
    if (hasOddPath(path) || (field > 0 && mayBeAbsent(matchers))) return Number.POSITIVE_INFINITY;
    const exact = this.exactAtoms(candidate, field);
    let chance = 0;
    for (let index = 0; index < matchers.length && chance < 1; index++) {
      chance += likelihood(
        this.atoms,
        candidate.nodes[field] as number,
        matchers[index] as Matcher,
        exact[index],
      );
    }
    return chance;
  }

  /** By matcher of a field: the atom that it is, if it asks for one value. */
  private exactAtoms({ parts }: Candidate, field: number): readonly (number | undefined)[] {
    const part = parts[field] as Part;
    return isAtom(part) ? [part] : this.tests.get(complement(part)).exact;
  }

  /** Whether to come past says already that the field holds. */
  private isSettled(candidate: Candidate, field: number): boolean {
    const exact = field < 0 ? [] : this.exactAtoms(candidate, field);
    return exact.every(
      (atom, index) =>
        atom !== undefined || isSufficient(candidate.conjunction[field]?.matchers[index] as Matcher),
    );
  }

  /** The atoms that the field needs, each once. */
  private acquire(candidate: Candidate, field: number): number[] {
    const { atoms } = this;
    const node = candidate.nodes[field] as number;
    const { matchers } = candidate.conjunction[field] as Field;
    const exact = this.exactAtoms(candidate, field);
    const acquired = new Set<number>();
    for (const [index, matcher] of matchers.entries()) {
      const known = exact[index];
      const atom = known === undefined ? acquireNecessary(atoms, node, matcher) : atoms.retain(known);
      if (acquired.has(atom)) atoms.release(atom);
      acquired.add(atom);
    }
    return [...acquired];
  }

  private bucketOf(atom: number): Bucket {
    if (atom === ALWAYS) return this.always;
    let bucket = this.buckets[atom];
    if (!bucket) {
      bucket = [];
      this.buckets[atom] = bucket;
    }
    return bucket;
  }
}

/**
 * Guards are first those parts that are atoms, which cost least to check, and among these the least likely.
 * @param settled the field that needs none, if any
 */
function rowOf({ id, parts, isOdd }: Candidate, chances: readonly number[], settled: number): number[] {
  const open = parts
    .map((part, field) => ({ part, field, chance: chances[field] as number }))
    .filter(({ field }) => field !== settled)
    .sort(
      (left, right) => Number(isAtom(right.part)) - Number(isAtom(left.part)) || left.chance - right.chance,
    )
    .map(({ part }) => part);
  const guards = isOdd ? [] : open.slice(0, GUARDS);
  const complete = !isOdd && open.length <= GUARDS;
  return [2 * id + Number(complete), ...guards, ...Array<number>(GUARDS - guards.length).fill(NO_GUARD)];
}

/**
 * Behind other fields, absence is a matter of the array element that these chose: the path may well have leaves
 * elsewhere in the event (see match.ts).
 */
function mayBeAbsent(matchers: readonly Matcher[]): boolean {
  return matchers.some((matcher) => matcher.kind === 'exists' && !matcher.value);
}
