import type { Expression, Node, Reference } from './syntax.ts';

/** The parts that a node or expression directly consists of. */
export interface Parts {
  readonly nodes?: readonly Node[];
  readonly expressions?: readonly Expression[];
  readonly references?: readonly Reference[];
}

export function partsOfNode(node: Node): Parts {
  switch (node.kind) {
    case 'reference':
      return { references: [node.reference] };
    case 'set':
      return { references: [node.target], expressions: [node.value] };
    case 'if':
      return {
        expressions: node.branches.map(({ condition }) => condition),
        nodes: [...node.branches.flatMap(({ body }) => body), ...node.otherwise],
      };
    case 'foreach':
      return { expressions: [node.over], nodes: node.body };
    case 'define':
      return { nodes: node.body };
    case 'call':
      return { expressions: node.args, nodes: node.body ?? [] };
    default:
      return {};
  }
}

export function partsOfExpression(expression: Expression): Parts {
  switch (expression.kind) {
    case 'value':
      return { references: [expression.reference] };
    case 'interpolation':
      return { nodes: expression.body };
    case 'list':
      return { expressions: expression.items };
    case 'range':
      return { expressions: [expression.from, expression.to] };
    case 'map':
      return { expressions: expression.entries.flat() };
    case 'not':
      return { expressions: [expression.operand] };
    case 'binary':
      return { expressions: [expression.left, expression.right] };
    default:
      return {};
  }
}
