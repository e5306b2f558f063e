import type { Node } from '../../jsonata/ast.ts';

/** The members of `$states` that only some fields may read. */
export type GuardedMember = 'result' | 'errorOutput';

const GUARDED: readonly string[] = ['result', 'errorOutput'] satisfies GuardedMember[];

/**
 * What an expression may not refer to. Step Functions gives it no context value, only variables, and refuses a
 * definition that reads one, or a member of `$states` that its field does not have. Source: Amazon States Language,
 * "JSONata Restrictions"; Developer Guide, "Reserved variable: $states".
 * @param available the guarded members that the field may read
 */
export function unsupportedReferences(node: Node, available: readonly GuardedMember[]): Set<string> {
  const names = new Set<string>();
  collectContext(node, names);
  collectAnywhere(node, available, names);
  return names;
}

/**
 * What stands at the start of a path is read from the context value, and so is what a function's arguments, an
 * operator's sides or a lambda's body start with; a later step, a filter or a sort term reads the step before.
 */
function collectContext(node: Node, names: Set<string>): void {
  if (node.type === 'name') names.add(`'${node.value}' at the top level`);
  else if (node.type === 'variable' && node.value === '') names.add("'$' at the top level");
  else for (const child of contextChildren(node)) collectContext(child, names);
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

/** What is refused at any depth: `$$`, and guarded members of `$states`. */
function collectAnywhere(part: object, available: readonly GuardedMember[], names: Set<string>): void {
  const node = part as Partial<Node>;
  if (node.type === 'variable' && node.value === '$') names.add("'$$'");
  const member = node.type === 'path' ? memberOfStates(node.steps) : undefined;
  if (
    member !== undefined &&
    GUARDED.includes(member) &&
    !(available as readonly string[]).includes(member)
  ) {
    names.add(`'$states.${member}'`);
  }
  for (const child of Object.values(part)) {
    if (typeof child === 'object' && child !== null) collectAnywhere(child, available, names);
  }
}

function memberOfStates([first, second]: readonly Node[] = []): string | undefined {
  const isStates = first?.type === 'variable' && first.value === 'states';
  return isStates && second?.type === 'name' ? second.value : undefined;
}
