import type { Conjunction, Pattern } from '../pattern.ts';

/** A pattern of the set. */
export class Rule {
  readonly id: string;
  readonly pattern: Pattern;
  /** Those of its alternatives, each once. */
  candidates: readonly Candidate[] = [];
  /** By candidate: the rule's place among those that share it. */
  places: number[] = [];
  /** The last event that it matched. */
  matchedIn = 0;

  constructor(id: string, pattern: Pattern) {
    this.id = id;
    this.pattern = pattern;
  }
}

/**
 * A field of a candidate as a number: the atom that it is, if it asks for one value, or else its test, as the
 * complement of the test's id, which is negative.
 */
export type Part = number;

export function isAtom(part: Part): boolean {
  return part >= 0;
}

/** From a test's id to its part, and back. */
export function complement(id: number): number {
  return ~id;
}

/** An alternative of one or more rules: all its fields must hold. */
export class Candidate {
  /** What tells it from others. */
  readonly key: string;
  rules: Rule[] = [];
  readonly conjunction: Conjunction;
  /** By field: its node in the path tree. */
  readonly nodes: readonly number[];
  readonly parts: readonly Part[];
  /** Whether a path ends with a dot; then only the matcher of single patterns knows. */
  readonly isOdd: boolean;
  /** Set by the filing: its number there, the atoms under which it is filed, and its row in each of their buckets. */
  id = -1;
  access: readonly number[] = [];
  rows: number[] = [];

  constructor(key: string, conjunction: Conjunction, nodes: readonly number[], parts: readonly Part[]) {
    this.key = key;
    this.conjunction = conjunction;
    this.nodes = nodes;
    this.parts = parts;
    this.isOdd = conjunction.some(({ path }) => hasOddPath(path));
  }
}

/** AWS takes paths apart in a way that loses empty keys at the end; see leaf-collector.ts. */
export function hasOddPath(path: string): boolean {
  return path.endsWith('.');
}
