import type { Conjunction, Field, Matcher, Pattern } from '../pattern.ts';
import { acquireExact } from './access.ts';
import type { Atoms } from './atoms.ts';
import { Candidate, complement, hasOddPath, isAtom, type Part, Rule } from './candidate.ts';
import { FieldTest } from './field-test.ts';
import type { FieldTests } from './field-tests.ts';
import type { Filing } from './filing.ts';
import type { PathTree } from './path-tree.ts';

/**
 * Makes rules of patterns, and takes back what they used when they go. Whatever patterns have in common is there once:
 * paths, atoms, tests of fields, and candidates.
 */
export class Compiler {
  private readonly paths: PathTree;
  private readonly atoms: Atoms;
  private readonly tests: FieldTests;
  private readonly filing: Filing;
  /** By key. */
  private readonly candidates = new Map<string, Candidate>();

  constructor(paths: PathTree, atoms: Atoms, tests: FieldTests, filing: Filing) {
    this.paths = paths;
    this.atoms = atoms;
    this.tests = tests;
    this.filing = filing;
  }

  /** How many candidates there are. */
  get size(): number {
    return this.candidates.size;
  }

  compile(id: string, pattern: Pattern): Rule {
    const rule = new Rule(id, pattern);
    const candidates = pattern.alternatives.map((conjunction) => this.candidate(conjunction, pattern.text));
    rule.candidates = [...new Set(candidates)];
    rule.places = rule.candidates.map((candidate) => join(candidate, rule));
    return rule;
  }

  release(rule: Rule): void {
    for (const [index, candidate] of rule.candidates.entries()) {
      leave(candidate, rule.places[index] as number);
      if (candidate.rules.length > 0) continue;
      this.candidates.delete(candidate.key);
      this.filing.unfile(candidate);
      this.releaseParts(candidate);
    }
  }

  /** Files all candidates anew. */
  refile(): void {
    for (const candidate of this.candidates.values()) {
      this.filing.unfile(candidate);
      this.filing.file(candidate);
    }
  }

  /** The candidate of a conjunction, made and filed if it is new. What an odd one is decides the whole pattern. */
  private candidate(conjunction: Conjunction, patternText: string): Candidate {
    const nodes = conjunction.map((field) => this.paths.acquire(field.path, asksForStrings(field)));
    const parts = conjunction.map((field, index) => this.part(field, nodes[index] as number));
    const isOdd = conjunction.some(({ path }) => hasOddPath(path));
    const key = `${parts.join()}${isOdd ? patternText : ''}`;
    const known = this.candidates.get(key);
    const candidate = known ?? new Candidate(key, conjunction, nodes, parts);
    if (known) this.releaseParts(known);
    else this.filing.file(candidate);
    this.candidates.set(key, candidate);
    return candidate;
  }

  private releaseParts({ parts, conjunction, nodes }: Candidate): void {
    for (const part of parts) {
      if (isAtom(part)) this.atoms.release(part);
      else for (const atom of this.tests.release(complement(part))?.atoms ?? []) this.atoms.release(atom);
    }
    for (const [index, field] of conjunction.entries()) {
      this.paths.release(nodes[index] as number, asksForStrings(field));
    }
  }

  private part(field: Field, node: number): Part {
    const exactAtom = (matcher: Matcher): number | undefined => acquireExact(this.atoms, node, matcher);
    const [first, ...others] = field.matchers;
    const atom = first && others.length === 0 ? exactAtom(first) : undefined;
    if (atom !== undefined) return atom;
    const key = keyOf(field);
    return complement(this.tests.acquire(key, () => new FieldTest(key, node, field, exactAtom)));
  }
}

/** Equal for fields that accept the same, however it was written. */
function keyOf({ path, matchers }: Field): string {
  return JSON.stringify([
    path,
    ...matchers.map((each) => (each.kind === 'cidr' ? { ...each, text: '' } : each)),
  ]);
}

function asksForStrings({ matchers }: Field): boolean {
  return matchers.every(({ kind }) => kind === 'string');
}

/** Returns the rule's place among those that share the candidate. */
function join(candidate: Candidate, rule: Rule): number {
  // Most candidates have one rule, and an array that something is pushed to takes room for seventeen.
  if (candidate.rules.length === 0) candidate.rules = [rule];
  else candidate.rules.push(rule);
  return candidate.rules.length - 1;
}

/** The last rule takes the place of the one that goes. */
function leave(candidate: Candidate, place: number): void {
  const last = candidate.rules.pop() as Rule;
  if (place === candidate.rules.length) return;
  candidate.rules[place] = last;
  last.places[last.candidates.indexOf(candidate)] = place;
}
