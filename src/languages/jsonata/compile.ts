import type { LiteralNode, Node } from './ast.ts';
import { Compilation } from './context.ts';
import { Frame } from './frame.ts';
import type { Evaluator } from './functions.ts';
import { compileApply, compileCall, compileLambda, compilePartial } from './nodes/calls.ts';
import { compileUnary } from './nodes/constructors.ts';
import { compileFilter } from './nodes/filter.ts';
import { compileGroup } from './nodes/group.ts';
import { compileBinary } from './nodes/operators.ts';
import { compilePath } from './nodes/path.ts';
import {
  compileBind,
  compileBlock,
  compileCondition,
  compileRegex,
  compileVariable,
  compileWildcard,
} from './nodes/terms.ts';
import { compileTransform } from './nodes/transform.ts';
import type { Run } from './run.ts';
import { lookup } from './semantics.ts';
import { collapse } from './values.ts';

/**
 * Turns a syntax tree into closures: what can be decided about a node is decided once, here, and evaluating
 * it is a call. Semantics are those of `jsonata` 2.0.6; where its code and its documentation differ, its code's.
 */
export function compileTree(
  tree: Node,
  run: Run,
  global: (name: string) => unknown,
): (input: unknown) => unknown {
  const compilation = new Compilation(run, compileNode, global);
  const evaluate = compilation.compile(tree);
  return (input) => evaluate(input, new Frame(undefined, compilation.scope.newSlots()));
}

function compileNode(node: Node, compilation: Compilation): Evaluator {
  const { run } = compilation;
  const core = compileCore(node, compilation);
  const { keepArray } = node;
  if (SCALARS.has(node.type) && !node.predicate && !node.group) {
    const { value } = node as LiteralNode;
    return () => {
      run.touch();
      return value;
    };
  }
  if (LEAVES.has(node.type) && !node.predicate && !node.group) {
    return (input, frame) => {
      run.touch();
      return collapse(core(input, frame), keepArray);
    };
  }
  const evaluate = withSuffixes(node, core, compilation);
  return (input, frame) => {
    run.enter();
    const result = evaluate(input, frame);
    run.leave();
    return collapse(result, keepArray);
  };
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'value']);

/** Other types of nodes that evaluate none. */
const LEAVES: ReadonlySet<string> = new Set(['name', 'variable', 'lambda', 'regex']);

/** Filters and grouping that belong to the node itself; those of a step belong to its path. */
function withSuffixes(node: Node, core: Evaluator, compilation: Compilation): Evaluator {
  let evaluate = core;
  for (const { expr } of node.predicate ?? []) {
    const filtered = evaluate;
    const filter = compileFilter(expr, compilation);
    evaluate = (input, frame) => filter(filtered(input, frame), frame);
  }
  if (!node.group || node.type === 'path') return evaluate;
  const grouped = evaluate;
  const group = compileGroup(node.group, compilation);
  return (input, frame) => group(grouped(input, frame), frame);
}

function compileCore(node: Node, compilation: Compilation): Evaluator {
  switch (node.type) {
    case 'path':
      return compilePath(node, compilation);
    case 'binary':
      return compileBinary(node, compilation);
    case 'unary':
      return compileUnary(node, compilation);
    case 'name':
      return (input) => lookup(input, node.value);
    case 'string':
    case 'number':
    case 'value':
      return () => node.value;
    case 'wildcard':
    case 'descendant':
      return compileWildcard(node, compilation);
    case 'parent':
      return compileVariable({ ...node, type: 'variable', value: node.slot.label }, compilation);
    case 'condition':
      return compileCondition(node, compilation);
    case 'block':
      return compileBlock(node, compilation);
    case 'bind':
      return compileBind(node, compilation);
    case 'regex':
      return compileRegex(node, compilation);
    case 'function':
      return compileCall(node, compilation);
    case 'variable':
      return compileVariable(node, compilation);
    case 'lambda':
      return compileLambda(node, compilation);
    case 'partial':
      return compilePartial(node, compilation);
    case 'apply':
      return compileApply(node, compilation);
    case 'transform':
      return compileTransform(node, compilation);
    case 'sort':
    case 'operator':
      // A sort is part of a path and `?` of a partial application; the library evaluates either to nothing.
      return () => undefined;
  }
}
