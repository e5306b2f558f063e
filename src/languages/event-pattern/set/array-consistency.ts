import type { ArrayElement, Leaf } from '../leaves.ts';
import { Matching } from '../match.ts';
import type { Candidate } from './candidate.ts';
import type { EventView } from './event-view.ts';
import { NO_ELEMENT, NO_LEAF } from './row-layout.ts';

/**
 * Array consistency of one candidate, of which leaves of several fields are inside array elements: whether the
 * fields can be satisfied without using two elements of one array. That is decided by the matcher of single
 * patterns (match.ts), with the leaves that the scanner has found.
 */
export function isConsistent({ conjunction, nodes }: Candidate, event: EventView): boolean {
  const leaves = new Map<string, Leaf[]>();
  const elements = new Map<number, ArrayElement>();
  for (const [index, { path }] of conjunction.entries()) {
    leaves.set(path, leavesOf(nodes[index] as number, event, elements));
  }
  return new Matching(leaves).firstUnsatisfied(conjunction) === undefined;
}

function leavesOf(node: number, event: EventView, elements: Map<number, ArrayElement>): Leaf[] {
  const found: Leaf[] = [];
  for (let leaf = event.leaves.first(node); leaf !== NO_LEAF; leaf = event.leaves.next(leaf)) {
    found.push({
      value: event.value(leaf),
      element: elementOf(event.leaves.element(leaf), event, elements),
    });
  }
  return found;
}

function elementOf(
  element: number,
  event: EventView,
  elements: Map<number, ArrayElement>,
): ArrayElement | undefined {
  if (element === NO_ELEMENT) return undefined;
  let known = elements.get(element);
  if (!known) {
    const { leaves } = event;
    const parent = elementOf(leaves.elementParent(element), event, elements);
    known = { array: { id: leaves.elementArray(element), path: '', parent }, index: element };
    elements.set(element, known);
  }
  return known;
}
