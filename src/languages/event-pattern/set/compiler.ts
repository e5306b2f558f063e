import type { Conjunction, Field, Matcher, Pattern } from '../pattern.ts';
import { acquireExact } from './access.ts';
import type { Atoms } from './atoms.ts';
import { Candidate, Rule } from './candidate.ts';
import { FieldTest } from './field-test.ts';
import type { PathTree } from './path-tree.ts';

/** Makes rules of patterns, and takes what they used back when they go. */
export class Compiler {
  private readonly paths: PathTree;
  private readonly atoms: Atoms;
  /** By what they test. */
  private readonly tests = new Map<string, FieldTest>();

  constructor(paths: PathTree, atoms: Atoms) {
    this.paths = paths;
    this.atoms = atoms;
  }

  compile(id: string, pattern: Pattern): Rule {
    const rule = new Rule(id, pattern);
    rule.candidates = pattern.alternatives.map((conjunction) => this.candidate(rule, conjunction));
    return rule;
  }

  release(candidate: Candidate): void {
    for (const part of candidate.parts) {
      if (typeof part === 'number') this.atoms.release(part);
      else this.releaseTest(part);
    }
    for (const node of candidate.nodes) this.paths.release(node);
  }

  private candidate(rule: Rule, conjunction: Conjunction): Candidate {
    const nodes = conjunction.map(({ path }) => this.paths.acquire(path));
    const parts = conjunction.map((field, index) => this.part(field, nodes[index] as number));
    return new Candidate(rule, conjunction, nodes, parts);
  }

  private part(field: Field, node: number): number | FieldTest {
    const exactAtom = (matcher: Matcher): number | undefined => acquireExact(this.atoms, node, matcher);
    const [first, ...others] = field.matchers;
    const atom = first && others.length === 0 ? exactAtom(first) : undefined;
    if (atom !== undefined) return atom;
    const key = JSON.stringify(field);
    const known = this.tests.get(key);
    if (known) {
      known.users++;
      return known;
    }
    const test = new FieldTest(key, node, field, exactAtom);
    this.tests.set(key, test);
    return test;
  }

  private releaseTest(test: FieldTest): void {
    if (--test.users > 0) return;
    this.tests.delete(test.key);
    for (const atom of test.atoms) this.atoms.release(atom);
  }
}
