import type { Field, Matcher } from '../pattern.ts';
import { acquireAccess, likelihood } from './access.ts';
import type { Atoms } from './atoms.ts';
import { type Candidate, hasOddPath } from './candidate.ts';
import type { FieldTest } from './field-test.ts';

export const NO_GUARD = -1;
/** Of a candidate without a field to file it under. */
const ALWAYS = -1;

/** The candidates that are filed under one atom, and for each another atom that must hold, or NO_GUARD. */
export interface Bucket {
  readonly candidates: Candidate[];
  readonly guards: number[];
}

/**
 * Files each candidate where only few events come past.
 *
 * All fields of a candidate must hold, so any one of them can be its access: the candidate lies in the buckets of
 * the atoms that this field needs, and is looked at only when one of them holds. The field that is least likely
 * to hold is taken. A second field, if it asks for one value, becomes the guard, which is checked from a row of
 * numbers before the candidate itself is touched. Likelihoods are guessed from the patterns (see access.ts), so
 * the first guesses are poor; each time the set has doubled, all are filed anew.
 */
export class Filing {
  private readonly atoms: Atoms;
  /** By atom. */
  private readonly buckets: (Bucket | undefined)[] = [];
  /** Candidates without a field that could be their access. */
  readonly always: Bucket = newBucket();

  constructor(atoms: Atoms) {
    this.atoms = atoms;
  }

  bucket(atom: number): Bucket | undefined {
    return this.buckets[atom];
  }

  file(candidate: Candidate): void {
    const ranked = candidate.parts
      .map((_, field) => ({ field, chance: this.chanceOf(candidate, field) }))
      .filter(({ chance }) => chance < Number.POSITIVE_INFINITY)
      .sort((left, right) => left.chance - right.chance);
    const access = ranked[0]?.field;
    const guard =
      ranked
        .slice(1)
        .map(({ field }) => candidate.parts[field])
        .find(isAtom) ?? NO_GUARD;
    candidate.access = access === undefined ? [ALWAYS] : this.acquire(candidate, access);
    candidate.places = candidate.access.map((atom) => {
      const bucket = this.bucketOf(atom);
      bucket.guards.push(guard);
      return bucket.candidates.push(candidate) - 1;
    });
  }

  unfile(candidate: Candidate): void {
    for (const [index, atom] of candidate.access.entries()) {
      const bucket = this.bucketOf(atom);
      const last = bucket.candidates.pop() as Candidate;
      const guard = bucket.guards.pop() as number;
      if (last !== candidate) {
        const place = candidate.places[index] as number;
        bucket.candidates[place] = last;
        bucket.guards[place] = guard;
        last.places[last.access.indexOf(atom)] = place;
      }
      if (atom === ALWAYS) continue;
      if (bucket.candidates.length === 0) this.buckets[atom] = undefined;
      this.atoms.release(atom);
    }
  }

  /** How likely an event is to come past if the candidate is filed under this field; infinite if it cannot be. */
  private chanceOf(candidate: Candidate, field: number): number {
    const { path, matchers } = candidate.conjunction[field] as Field;
    const part = candidate.parts[field] as number | FieldTest;
    if (hasOddPath(path) || (field > 0 && mayBeAbsent(matchers))) return Number.POSITIVE_INFINITY;
    const exact = isAtom(part) ? [part] : part.exact;
    let chance = 0;
    for (let index = 0; index < matchers.length && chance < 1; index++) {
      chance += likelihood(this.atoms, matchers[index] as Matcher, exact[index]);
    }
    return chance;
  }

  /** The atoms that the field needs, each once. */
  private acquire(candidate: Candidate, field: number): number[] {
    const node = candidate.nodes[field] as number;
    const acquired = new Set<number>();
    for (const matcher of candidate.conjunction[field]?.matchers ?? []) {
      const atom = acquireAccess(this.atoms, node, matcher);
      if (acquired.has(atom)) this.atoms.release(atom);
      acquired.add(atom);
    }
    return [...acquired];
  }

  private bucketOf(atom: number): Bucket {
    if (atom === ALWAYS) return this.always;
    let bucket = this.buckets[atom];
    if (!bucket) {
      bucket = newBucket();
      this.buckets[atom] = bucket;
    }
    return bucket;
  }
}

/**
 * Behind other fields, absence is a matter of the array element that these chose: the path may well have leaves
 * elsewhere in the event (see match.ts).
 */
function mayBeAbsent(matchers: readonly Matcher[]): boolean {
  return matchers.some((matcher) => matcher.kind === 'exists' && !matcher.value);
}

function newBucket(): Bucket {
  return { candidates: [], guards: [] };
}

function isAtom(part: number | FieldTest | undefined): part is number {
  return typeof part === 'number';
}
