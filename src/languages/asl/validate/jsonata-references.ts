import type { Node } from '../../jsonata/ast.ts';

/**
 * The names that an expression reads from its context value. Step Functions gives an expression none, only
 * variables, and refuses a definition that reads it. What stands at the start of a path is read from it, and so
 * is what a function's arguments, an operator's sides or a lambda's body start with; a later step, a filter or a
 * sort term reads the step before.
 */
export function contextReferences(node: Node): Set<string> {
  const names = new Set<string>();
  collect(node, names);
  return names;
}

function collect(node: Node, names: Set<string>): void {
  if (node.type === 'name') names.add(`'${node.value}' at the top level`);
  else if (node.type === 'variable' && node.value === '$') names.add("'$$'");
  else for (const child of contextChildren(node)) collect(child, names);
}

/** The parts of a node that are evaluated against the same context as the node. */
function contextChildren(node: Node): readonly Node[] {
  switch (node.type) {
    case 'path':
      return node.steps.slice(0, 1);
    case 'binary':
    case 'apply':
      return [node.lhs, node.rhs];
    case 'unary':
      if (node.value === '-') return [node.expression];
      return node.value === '[' ? node.expressions : node.lhs.flat();
    case 'condition':
      return [node.condition, node.then, ...(node.else ? [node.else] : [])];
    case 'block':
      return node.expressions;
    case 'bind':
      return [node.rhs];
    case 'function':
    case 'partial':
      return node.arguments;
    case 'lambda':
      return [node.body];
    default:
      return [];
  }
}
