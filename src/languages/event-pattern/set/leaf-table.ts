import { resized } from './byte-dictionary.ts';

/** What a leaf of the event is. */
export const STRING = 0;
export const NUMBER = 1;
export const LITERAL = 2;

/** Around a leaf that is inside no element of any array (a plain member, as in `"a":[1,2]`, is none). */
export const NO_ELEMENT = 0;
export const NO_LEAF = -1;
export const NO_ATOM = -1;
/** A number whose value was not asked for yet. (None is infinite.) */
export const NOT_READ: number = Number.POSITIVE_INFINITY;

/**
 * The values that the scanner found at the paths which patterns name, as columns that are used again for each
 * event. Leaves of one path are chained.
 *
 * Array consistency needs to know inside which elements of which arrays a leaf is. Elements are numbered, too;
 * each has its array and the element around it.
 */
export class LeafTable {
  count = 0;
  nodes: Int32Array = new Int32Array(256);
  kinds: Uint8Array = new Uint8Array(256);
  /** The bytes of the value, quotes excluded. */
  starts: Int32Array = new Int32Array(256);
  ends: Int32Array = new Int32Array(256);
  /** Of a string: the hash of its bytes. */
  hashes: Int32Array = new Int32Array(256);
  elements: Int32Array = new Int32Array(256);
  /** The leaf's value, if a pattern asks for this very value at this path. Set by the atom finder. */
  atoms: Int32Array = new Int32Array(256);
  /** A number's value once it was read, NaN if it is not comparable. */
  numbers: Float64Array = new Float64Array(256);
  /** The next leaf of the same path. */
  next: Int32Array = new Int32Array(256);

  elementCount = 1;
  elementArrays: Int32Array = new Int32Array(64);
  elementParents: Int32Array = new Int32Array(64);

  /** By node: its first leaf, and in which event. */
  private firsts = new Int32Array(64);
  private firstsIn = new Int32Array(64);
  /** By node: the last event in which a leaf of it was inside an element. */
  private nestedIn = new Int32Array(64);
  private eventNumber = 0;

  /** Makes ready for an event whose leaves are at nodes below `nodeLimit`. */
  clear(nodeLimit: number): void {
    this.count = 0;
    this.elementCount = 1;
    if (nodeLimit > this.firsts.length) this.growNodes(2 * nodeLimit);
    if (++this.eventNumber < 2 ** 30) return;
    this.eventNumber = 1;
    this.firstsIn.fill(0);
    this.nestedIn.fill(0);
  }

  add(node: number, kind: number, start: number, end: number, hash: number, element: number): void {
    const leaf = this.count++;
    if (leaf === this.nodes.length) this.growLeaves();
    this.nodes[leaf] = node;
    this.kinds[leaf] = kind;
    this.starts[leaf] = start;
    this.ends[leaf] = end;
    this.hashes[leaf] = hash;
    this.elements[leaf] = element;
    this.atoms[leaf] = NO_ATOM;
    this.numbers[leaf] = NOT_READ;
    this.next[leaf] = this.first(node);
    this.firsts[node] = leaf;
    this.firstsIn[node] = this.eventNumber;
    if (element !== NO_ELEMENT) this.nestedIn[node] = this.eventNumber;
  }

  addElement(array: number, parent: number): number {
    const element = this.elementCount++;
    if (element === this.elementArrays.length) this.growElements();
    this.elementArrays[element] = array;
    this.elementParents[element] = parent;
    return element;
  }

  /** The first leaf of a path, or NO_LEAF. */
  first(node: number): number {
    return this.firstsIn[node] === this.eventNumber ? (this.firsts[node] as number) : NO_LEAF;
  }

  /** Whether any leaf of the path is inside an element. */
  isNested(node: number): boolean {
    return this.nestedIn[node] === this.eventNumber;
  }

  private growLeaves(): void {
    const capacity = 2 * this.nodes.length;
    this.nodes = resized(this.nodes, capacity);
    this.starts = resized(this.starts, capacity);
    this.ends = resized(this.ends, capacity);
    this.hashes = resized(this.hashes, capacity);
    this.elements = resized(this.elements, capacity);
    this.atoms = resized(this.atoms, capacity);
    this.next = resized(this.next, capacity);
    const kinds = new Uint8Array(capacity);
    kinds.set(this.kinds);
    this.kinds = kinds;
    const numbers = new Float64Array(capacity);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }

  private growElements(): void {
    const capacity = 2 * this.elementArrays.length;
    this.elementArrays = resized(this.elementArrays, capacity);
    this.elementParents = resized(this.elementParents, capacity);
  }

  private growNodes(capacity: number): void {
    this.firsts = resized(this.firsts, capacity);
    this.firstsIn = resized(this.firstsIn, capacity);
    this.nestedIn = resized(this.nestedIn, capacity);
  }
}
