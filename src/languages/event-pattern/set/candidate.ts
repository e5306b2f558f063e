import type { Conjunction, Pattern } from '../pattern.ts';
import type { FieldTest } from './field-test.ts';

/** A pattern of the set. */
export class Rule {
  readonly id: string;
  readonly pattern: Pattern;
  /** One for each alternative of the pattern. */
  candidates: readonly Candidate[] = [];
  /** The last event that it matched. */
  matchedIn = 0;

  constructor(id: string, pattern: Pattern) {
    this.id = id;
    this.pattern = pattern;
  }
}

/** One alternative of a rule: all its fields must hold. */
export class Candidate {
  readonly rule: Rule;
  readonly conjunction: Conjunction;
  /** By field: its node in the path tree. */
  readonly nodes: readonly number[];
  /** By field: the atom that it is, if it asks for one value, or its test. */
  readonly parts: readonly (number | FieldTest)[];
  /** Whether a path ends with a dot; then only the matcher of single patterns knows. */
  readonly isOdd: boolean;
  /** The atoms of which one must hold, under which the candidate is filed, and its place in each of their buckets. */
  access: readonly number[] = [];
  places: number[] = [];

  constructor(
    rule: Rule,
    conjunction: Conjunction,
    nodes: readonly number[],
    parts: readonly (number | FieldTest)[],
  ) {
    this.rule = rule;
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
