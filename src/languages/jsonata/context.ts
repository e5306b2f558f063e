import type { Node } from './ast.ts';
import { Scope, type Variable, variable } from './frame.ts';
import type { Evaluator } from './functions.ts';
import type { Run } from './run.ts';

/** What the compilers of single nodes share. */
export class Compilation {
  readonly run: Run;
  readonly scope: Scope;
  /** The names that the expression's paths bind with `@`, `#` and `%`. */
  readonly tupleNames: Set<string>;
  private readonly compileNode: (node: Node, compilation: Compilation) => Evaluator;
  private readonly global: (name: string) => unknown;

  /** @param global a binding from outside, or else a function of the language, by name without `$` */
  constructor(
    run: Run,
    compileNode: (node: Node, compilation: Compilation) => Evaluator,
    global: (name: string) => unknown,
    scope: Scope = new Scope(undefined),
    tupleNames: Set<string> = new Set<string>(),
  ) {
    this.run = run;
    this.compileNode = compileNode;
    this.global = global;
    this.scope = scope;
    this.tupleNames = tupleNames;
  }

  /** The same within a scope of its own. */
  within(scope: Scope): Compilation {
    return new Compilation(this.run, this.compileNode, this.global, scope, this.tupleNames);
  }

  /** Compiles a node of any type, with its filters and its grouping. */
  compile(node: Node): Evaluator {
    return this.compileNode(node, this);
  }

  /** How to find the value of a name, without its `$`. */
  variable(name: string): Variable {
    return variable(name, this.scope, this.tupleNames, this.global);
  }
}
