import type { Conjunction, Field, Matcher, Pattern } from '../pattern.ts';
import { acquireExact } from './access.ts';
import type { Atoms } from './atoms.ts';
import { Candidate, complement, isAtom, type Part, Rule } from './candidate.ts';
import { FieldTest } from './field-test.ts';
import type { FieldTests } from './field-tests.ts';
import type { PathTree } from './path-tree.ts';

/** Makes rules of patterns, and takes back what they used when they go. */
export class Compiler {
  private readonly paths: PathTree;
  private readonly atoms: Atoms;
  private readonly tests: FieldTests;

  constructor(paths: PathTree, atoms: Atoms, tests: FieldTests) {
    this.paths = paths;
    this.atoms = atoms;
    this.tests = tests;
  }

  compile(id: string, pattern: Pattern): Rule {
    const rule = new Rule(id, pattern);
    rule.candidates = pattern.alternatives.map((conjunction) => this.candidate(rule, conjunction));
    return rule;
  }

  release(candidate: Candidate): void {
    for (const part of candidate.parts) {
      if (isAtom(part)) this.atoms.release(part);
      else for (const atom of this.tests.release(complement(part))?.atoms ?? []) this.atoms.release(atom);
    }
    for (const [index, field] of candidate.conjunction.entries()) {
      this.paths.release(candidate.nodes[index] as number, asksForStrings(field));
    }
  }

  private candidate(rule: Rule, conjunction: Conjunction): Candidate {
    const nodes = conjunction.map((field) => this.paths.acquire(field.path, asksForStrings(field)));
    const parts = conjunction.map((field, index) => this.part(field, nodes[index] as number));
    return new Candidate(rule, conjunction, nodes, parts);
  }

  private part(field: Field, node: number): Part {
    const exactAtom = (matcher: Matcher): number | undefined => acquireExact(this.atoms, node, matcher);
    const [first, ...others] = field.matchers;
    const atom = first && others.length === 0 ? exactAtom(first) : undefined;
    if (atom !== undefined) return atom;
    const key = JSON.stringify(field);
    return complement(this.tests.acquire(key, () => new FieldTest(key, node, field, exactAtom)));
  }
}

function asksForStrings({ matchers }: Field): boolean {
  return matchers.every(({ kind }) => kind === 'string');
}
