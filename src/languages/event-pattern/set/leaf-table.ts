import { resized } from './byte-dictionary.ts';
import {
  ELEMENT_ARRAY,
  ELEMENT_PARENT,
  ELEMENT_ROW,
  LEAF_ATOM,
  LEAF_ELEMENT,
  LEAF_END,
  LEAF_HASH,
  LEAF_KIND,
  LEAF_NEXT,
  LEAF_NODE,
  LEAF_NUMBER,
  LEAF_ROW,
  LEAF_START,
  NO_ELEMENT,
  NO_LEAF,
  NODE_EVENT,
  NODE_FIRST_LEAF,
  NODE_NESTED_EVENT,
  NODE_ROW,
  UNKNOWN_ATOM,
} from './row-layout.ts';

/** A number whose value was not asked for yet. (None is infinite.) */
export const NOT_READ: number = Number.POSITIVE_INFINITY;
const LAST_EVENT = 2 ** 30;

/**
 * The values that a scanner found at the paths which patterns name, as rows of integers (row-layout.ts) that are
 * used again for each event. Leaves of one path are chained.
 *
 * Array consistency needs to know inside which elements of which arrays a leaf is. Elements are numbered, too;
 * each has its array and the element around it.
 *
 * The rows may lie in the memory of a WebAssembly module: then its scanner writes them, and this only reads.
 */
export class LeafTable {
  count = 0;
  elementCount = 1;
  /** Counts events: what was noted of another event is of no account. */
  eventNumber = 0;
  private leaves: Int32Array = new Int32Array(64 * LEAF_ROW);
  private numbers: Float64Array = new Float64Array(this.leaves.buffer);
  private nodes: Int32Array = new Int32Array(64 * NODE_ROW);
  private elements: Int32Array = new Int32Array(64 * ELEMENT_ROW);

  /** Makes ready for an event whose leaves are at nodes below `nodeLimit`. */
  clear(nodeLimit: number): void {
    this.count = 0;
    this.elementCount = 1;
    if (nodeLimit * NODE_ROW > this.nodes.length) this.nodes = resized(this.nodes, 2 * nodeLimit * NODE_ROW);
    if (++this.eventNumber < LAST_EVENT) return;
    this.eventNumber = 1;
    this.nodes.fill(0);
  }

  /** What was written to the rows for this event. */
  take(eventNumber: number, count: number, elementCount: number): void {
    this.eventNumber = eventNumber;
    this.count = count;
    this.elementCount = elementCount;
  }

  /** Lets the rows be somewhere else. */
  useRows(leaves: Int32Array, nodes: Int32Array, elements: Int32Array): void {
    this.leaves = leaves;
    this.numbers = new Float64Array(leaves.buffer, leaves.byteOffset, leaves.length / 2);
    this.nodes = nodes;
    this.elements = elements;
  }

  /** Adds a leaf; its number is read when it is asked for. */
  add(node: number, kind: number, start: number, end: number, hash: number, element: number): void {
    const row = this.count * LEAF_ROW;
    if (row === this.leaves.length) this.growLeaves();
    const { leaves, nodes } = this;
    leaves[row + LEAF_NODE] = node;
    leaves[row + LEAF_KIND] = kind;
    leaves[row + LEAF_START] = start;
    leaves[row + LEAF_END] = end;
    leaves[row + LEAF_HASH] = hash;
    leaves[row + LEAF_ELEMENT] = element;
    leaves[row + LEAF_NEXT] = this.first(node);
    leaves[row + LEAF_ATOM] = UNKNOWN_ATOM;
    this.setNumber(this.count, NOT_READ);
    const at = node * NODE_ROW;
    nodes[at + NODE_FIRST_LEAF] = this.count++;
    nodes[at + NODE_EVENT] = this.eventNumber;
    if (element !== NO_ELEMENT) nodes[at + NODE_NESTED_EVENT] = this.eventNumber;
  }

  addElement(array: number, parent: number): number {
    const row = this.elementCount * ELEMENT_ROW;
    if (row === this.elements.length) this.elements = resized(this.elements, 2 * row);
    this.elements[row + ELEMENT_ARRAY] = array;
    this.elements[row + ELEMENT_PARENT] = parent;
    return this.elementCount++;
  }

  /** The first leaf of a path, or NO_LEAF. */
  first(node: number): number {
    const row = node * NODE_ROW;
    if (this.nodes[row + NODE_EVENT] !== this.eventNumber) return NO_LEAF;
    return this.nodes[row + NODE_FIRST_LEAF] as number;
  }

  /** Whether any leaf of the path is inside an element. */
  isNested(node: number): boolean {
    return this.nodes[node * NODE_ROW + NODE_NESTED_EVENT] === this.eventNumber;
  }

  node(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_NODE] as number;
  }

  kind(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_KIND] as number;
  }

  start(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_START] as number;
  }

  end(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_END] as number;
  }

  hash(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_HASH] as number;
  }

  element(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_ELEMENT] as number;
  }

  next(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_NEXT] as number;
  }

  atom(leaf: number): number {
    return this.leaves[leaf * LEAF_ROW + LEAF_ATOM] as number;
  }

  setAtom(leaf: number, atom: number): void {
    this.leaves[leaf * LEAF_ROW + LEAF_ATOM] = atom;
  }

  /** A number's value once it was read, NaN if it is not comparable. */
  number(leaf: number): number {
    return this.numbers[(leaf * LEAF_ROW + LEAF_NUMBER) / 2] as number;
  }

  setNumber(leaf: number, value: number): void {
    this.numbers[(leaf * LEAF_ROW + LEAF_NUMBER) / 2] = value;
  }

  /** A string that was written with escapes, without them. */
  replaceString(leaf: number, kind: number, start: number, end: number, hash: number): void {
    const row = leaf * LEAF_ROW;
    this.leaves[row + LEAF_KIND] = kind;
    this.leaves[row + LEAF_START] = start;
    this.leaves[row + LEAF_END] = end;
    this.leaves[row + LEAF_HASH] = hash;
  }

  elementArray(element: number): number {
    return this.elements[element * ELEMENT_ROW + ELEMENT_ARRAY] as number;
  }

  elementParent(element: number): number {
    return this.elements[element * ELEMENT_ROW + ELEMENT_PARENT] as number;
  }

  private growLeaves(): void {
    const grown = resized(this.leaves, 2 * this.leaves.length);
    this.useRows(grown, this.nodes, this.elements);
  }
}
