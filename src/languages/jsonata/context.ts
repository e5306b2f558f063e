import type { Node } from './ast.ts';
import type { Evaluator } from './functions.ts';
import type { Run } from './run.ts';

/** What the compilers of single nodes share. */
export interface Compilation {
  readonly run: Run;
  /** Compiles a node of any type, with its filters and its grouping. */
  readonly compile: (node: Node) => Evaluator;
  /** A binding from outside, or else a function of the language, by name without `$`. */
  readonly global: (name: string) => unknown;
}
