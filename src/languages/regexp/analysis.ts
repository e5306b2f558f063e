import type { Node, RepeatNode, UnitNode } from './ast.ts';
import { CodeUnitSet, EMPTY_SET, LINE_TERMINATORS } from './code-unit-set.ts';

/** Whether a node may match without taking a unit. */
export function isNullable(node: Node): boolean {
  switch (node.type) {
    case 'unit':
      return false;
    case 'group':
      return isNullable(node.body);
    case 'sequence':
      return node.items.every(isNullable);
    case 'choice':
      return node.options.some(isNullable);
    case 'repeat':
      return node.min === 0 || isNullable(node.body);
    default:
      return true;
  }
}

/**
 * Which units a match of a node can begin with, or, if the node may match nothing, what follows it.
 * @param follow the same of what follows; not given if anything may follow
 * @returns nothing if it may be any unit. An empty set means the text's end.
 */
export function firstUnits(node: Node, follow?: CodeUnitSet): CodeUnitSet | undefined {
  switch (node.type) {
    case 'unit':
      return node.set;
    case 'group':
      return firstUnits(node.body, follow);
    case 'assertion':
      if (node.kind !== 'end') return follow;
      return node.multiline ? LINE_TERMINATORS : EMPTY_SET;
    case 'sequence':
      return node.items.reduceRight<CodeUnitSet | undefined>((rest, item) => firstUnits(item, rest), follow);
    case 'choice':
      return union(node.options.map((option) => firstUnits(option, follow)));
    case 'repeat':
      return firstOfRepeat(node, follow);
    case 'look':
      return follow;
    case 'reference':
      return undefined;
  }
}

function firstOfRepeat(
  node: Node & { readonly type: 'repeat' },
  follow: CodeUnitSet | undefined,
): CodeUnitSet | undefined {
  if (node.max === 0) return follow;
  const first = isNullable(node.body)
    ? union([firstUnits(node.body, follow), follow])
    : firstUnits(node.body);
  return node.min === 0 ? union([first, follow]) : first;
}

function union(sets: readonly (CodeUnitSet | undefined)[]): CodeUnitSet | undefined {
  const all = new CodeUnitSet();
  for (const set of sets) {
    if (!set) return undefined;
    all.addAll(set);
  }
  return all;
}

/** Whether a node matches nowhere but at the text's start. */
export function isAnchored(node: Node): boolean {
  switch (node.type) {
    case 'assertion':
      return node.kind === 'start' && !node.multiline;
    case 'group':
      return isAnchored(node.body);
    case 'sequence':
      return node.items[0] !== undefined && isAnchored(node.items[0]);
    case 'choice':
      return node.options.every(isAnchored);
    default:
      return false;
  }
}

/** `[a-z]*` and the like. */
export type RepeatedUnit = RepeatNode & { readonly body: UnitNode };

export function isRepeatedUnit(node: Node): node is RepeatedUnit {
  return node.type === 'repeat' && node.body.type === 'unit';
}

/** Which units can come after each repeated unit of a pattern, where that is known: see {@link firstUnits}. */
export function followsOfUnits(root: Node): Map<RepeatedUnit, CodeUnitSet> {
  const follows = new Map<RepeatedUnit, CodeUnitSet>();
  collectFollows(root, undefined, follows);
  return follows;
}

function collectFollows(
  node: Node,
  follow: CodeUnitSet | undefined,
  follows: Map<RepeatedUnit, CodeUnitSet>,
): void {
  switch (node.type) {
    case 'group':
      collectFollows(node.body, follow, follows);
      return;
    case 'choice':
      for (const option of node.options) collectFollows(option, follow, follows);
      return;
    case 'sequence':
      node.items.reduceRight<CodeUnitSet | undefined>((rest, item) => {
        collectFollows(item, rest, follows);
        return firstUnits(item, rest);
      }, follow);
      return;
    case 'look':
      if (!node.behind) collectFollows(node.body, undefined, follows);
      return;
    case 'repeat':
      if (!isRepeatedUnit(node)) {
        // After an iteration comes another one, or what comes after all of them.
        collectFollows(node.body, node.max > 1 ? firstUnits({ ...node, min: 0 }, follow) : follow, follows);
      } else if (follow) {
        follows.set(node, follow);
      }
      return;
    default:
      return;
  }
}
