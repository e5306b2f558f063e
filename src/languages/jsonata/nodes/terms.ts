import type { BindNode, BlockNode, ConditionNode, RegexNode, VariableNode, WildcardNode } from '../ast.ts';
import type { Compilation } from '../context.ts';
import { Frame, Scope } from '../frame.ts';
import type { Evaluator } from '../functions.ts';
import { matcherOf } from '../regex.ts';
import { toBoolean } from '../semantics.ts';
import { isObject, newSequence, unwrap } from '../values.ts';

export function compileVariable(node: VariableNode, compilation: Compilation): Evaluator {
  if (node.value === '') return unwrap;
  const find = compilation.variable(node.value);
  return (_input, frame) => find(frame);
}

export function compileBind(node: BindNode, compilation: Compilation): Evaluator {
  const evaluate = compilation.compile(node.rhs);
  const slot = compilation.scope.slotOf(node.lhs.value);
  return (input, frame) => {
    const value = evaluate(input, frame);
    frame.slots[slot] = value;
    return value;
  };
}

/** `(a; b; c)`: a scope of its own; its last expression is its value. */
export function compileBlock(node: BlockNode, compilation: Compilation): Evaluator {
  const scope = new Scope(compilation.scope);
  const inner = compilation.within(scope);
  const expressions = node.expressions.map((expression) => inner.compile(expression));
  return (input, frame) => {
    const own = scope.hasFrame ? new Frame(frame, scope.newSlots()) : frame;
    let result: unknown;
    for (const evaluate of expressions) result = evaluate(input, own);
    return result;
  };
}

export function compileCondition(node: ConditionNode, compilation: Compilation): Evaluator {
  const condition = compilation.compile(node.condition);
  const yes = compilation.compile(node.then);
  const no = node.else && compilation.compile(node.else);
  return (input, frame) => (toBoolean(condition(input, frame)) ? yes(input, frame) : no?.(input, frame));
}

export function compileRegex(node: RegexNode, { run }: Compilation): Evaluator {
  const matcher = matcherOf(node, run);
  return () => matcher;
}

/** `*`: the values of all keys, arrays flattened through and through; `**`: the value itself and all below it. */
export function compileWildcard(node: WildcardNode, { run }: Compilation): Evaluator {
  return node.type === 'wildcard'
    ? (input) => run.built(valuesOf(unwrap(input)))
    : (input) => {
        if (input === undefined) return undefined;
        const found = newSequence();
        collectDescendants(input, found);
        return found.length === 1 ? found[0] : run.built(found);
      };
}

/** As in the library, values that were arrays make an array of the result, which does not collapse. */
function valuesOf(input: unknown): unknown[] {
  let results: unknown[] = newSequence();
  if (!Array.isArray(input) && !isObject(input)) return results;
  for (const value of Object.values(input)) {
    if (Array.isArray(value)) results = results.concat(value.flat(Number.POSITIVE_INFINITY));
    else results.push(value);
  }
  return results;
}

function collectDescendants(value: unknown, found: unknown[]): void {
  if (Array.isArray(value)) {
    for (const member of value) collectDescendants(member, found);
    return;
  }
  found.push(value);
  if (isObject(value)) for (const member of Object.values(value)) collectDescendants(member, found);
}
