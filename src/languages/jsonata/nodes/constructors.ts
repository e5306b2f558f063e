import type { ArrayNode, NegationNode, ObjectNode } from '../ast.ts';
import type { Compilation } from '../context.ts';
import type { Fault } from '../error.ts';
import type { Evaluator } from '../functions.ts';
import { toDouble } from '../numbers.ts';
import { isNumeric } from '../semantics.ts';
import { compileGroup } from './group.ts';

export function compileUnary(
  node: NegationNode | ArrayNode | ObjectNode,
  compilation: Compilation,
): Evaluator {
  switch (node.value) {
    case '-':
      return compileNegation(node, compilation);
    case '[':
      return compileArray(node, compilation);
    case '{':
      return compileGroup(node, compilation);
  }
}

function compileNegation(node: NegationNode, compilation: Compilation): Evaluator {
  const operand = compilation.compile(node.expression);
  return (input, frame) => {
    const value = toDouble(operand(input, frame));
    if (value === undefined) return undefined;
    if (isNumeric(value)) return -value;
    throw { code: 'D1002', position: node.position, token: '-', value } satisfies Fault;
  };
}

/** `[…]`: an item that is an array constructor itself stays nested, any other array is spliced in. */
function compileArray(node: ArrayNode, compilation: Compilation): Evaluator {
  const { run } = compilation;
  const items = node.expressions.map((item) => ({
    evaluate: compilation.compile(item),
    isNested: item.type === 'unary' && item.value === '[',
  }));
  const [only] = items;
  if (only && items.length === 1 && !node.consarray) {
    return (input, frame) => run.built(listOf(only.evaluate(input, frame), only.isNested));
  }
  return (input, frame) => {
    const result: unknown[] = [];
    for (const { evaluate, isNested } of items) {
      const value = evaluate(input, frame);
      if (value === undefined) continue;
      if (isNested || !Array.isArray(value)) result.push(value);
      else for (const member of value) result.push(member);
    }
    if (node.consarray) Object.defineProperty(result, 'cons', { value: true });
    return run.built(result);
  };
}

/** A new array of its own, without marks. */
function listOf(value: unknown, isNested: boolean): unknown[] {
  if (value === undefined) return [];
  return isNested || !Array.isArray(value) ? [value] : Array.from(value);
}
