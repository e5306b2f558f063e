import type { ArrayElement, Leaf } from './leaves.ts';

/** Which element of which array was decided for: array number → index. */
export type Choice = ReadonlyMap<number, number>;

/**
 * Leaves by the array elements around them, so that those that agree with a choice are found without looking at
 * the others: an array of which an element was chosen is entered at this element only.
 */
export class Candidates {
  private readonly root: Node = newNode();
  /** All arrays that any of the leaves is inside of. */
  readonly arrays: Set<number> = new Set();

  constructor(leaves: readonly Leaf[]) {
    for (const leaf of leaves) this.nodeOf(leaf.element).hasLeaf = true;
  }

  private nodeOf(element: ArrayElement | undefined): Node {
    if (!element) return this.root;
    const { array, index } = element;
    this.arrays.add(array.id);
    const around = this.nodeOf(array.parent);
    const elements = getOrAdd(around.arrays, array.id, () => new Map<number, Node>());
    return getOrAdd(elements, index, newNode);
  }

  /** Whether any leaf agrees with the choice. */
  anyAgrees(choice: Choice): boolean {
    return agrees(this.root, choice);
  }

  /** For each way in which leaves agree with the choice, the choice with what they add to it. */
  extensions(choice: Choice): Choice[] {
    const found: Choice[] = [];
    extend(this.root, choice, found);
    return found;
  }
}

interface Node {
  /** Whether a leaf is inside of exactly these elements. */
  hasLeaf: boolean;
  /** Array number → index → the leaves that are also inside of this element. Never empty. */
  readonly arrays: Map<number, Map<number, Node>>;
}

function newNode(): Node {
  return { hasLeaf: false, arrays: new Map() };
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function agrees(node: Node, choice: Choice): boolean {
  if (node.hasLeaf) return true;
  for (const [array, elements] of node.arrays) {
    const chosen = choice.get(array);
    if (chosen === undefined) return true;
    const element = elements.get(chosen);
    if (element && agrees(element, choice)) return true;
  }
  return false;
}

function extend(node: Node, choice: Choice, found: Choice[]): void {
  if (node.hasLeaf) found.push(choice);
  for (const [array, elements] of node.arrays) {
    const chosen = choice.get(array);
    if (chosen === undefined) {
      for (const [index, element] of elements) extend(element, new Map(choice).set(array, index), found);
    } else {
      const element = elements.get(chosen);
      if (element) extend(element, choice, found);
    }
  }
}
