import { ByteDictionary, hashBytes, resized } from './byte-dictionary.ts';
import { HAS_CHILDREN, HAS_TESTS, ONLY_STRINGS } from './row-layout.ts';
import { encodeKey } from './text.ts';

/** The root of every event. */
export const ROOT = 0;

/**
 * The paths that the patterns name, as a tree of keys: everything else in an event is skipped.
 *
 * Nodes are numbers. A key that holds dots stands for as many levels (`a.b` is `a` then `b`), on both sides.
 */
export class PathTree {
  /** Space: the parent node; key: the child's name. The child node is the id + 1. */
  private readonly edges = new ByteDictionary();
  private parents = new Int32Array(16);
  private childCounts = new Int32Array(16);
  private testCounts = new Int32Array(16);
  /** Of the tests: those that do not just ask for certain strings. */
  private otherTestCounts = new Int32Array(16);
  /** The nodes that have tests, by path, and their paths. */
  private readonly nodes = new Map<string, number>();
  private readonly paths: string[] = [];
  /** By node: HAS_CHILDREN, HAS_TESTS, ONLY_STRINGS. Nodes are below {@link nodeLimit}. */
  flags: Int32Array = new Int32Array(16);
  /** Goes up with each change. */
  version = 0;

  get nodeLimit(): number {
    return this.edges.idLimit + 1;
  }

  /** The child of a node by the bytes of its name and their hash, or -1. */
  child(node: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const edge = this.edges.find(node, hash, bytes, start, end);
    return edge < 0 ? -1 : edge + 1;
  }

  /** All edges, in no particular order: from `parent` by the key `bytes[start, start + length)` to `child`. */
  forEachEdge(
    visit: (child: number, parent: number, bytes: Uint8Array, start: number, length: number) => void,
  ): void {
    this.edges.forEach((edge, parent, bytes, start, length) => {
      visit(edge + 1, parent, bytes, start, length);
    });
  }

  /**
   * The node of a path, made if it is new, with one more test on it.
   * @param onlyStrings whether the test just asks for certain strings
   */
  acquire(path: string, onlyStrings: boolean): number {
    const node = this.nodes.get(path) ?? this.acquireChildren(path);
    this.countTest(node, onlyStrings, 1);
    return node;
  }

  /** Takes one such test away. */
  release(node: number, onlyStrings: boolean): void {
    this.countTest(node, onlyStrings, -1);
    if (this.testCounts[node] === 0) this.releaseChildren(node);
  }

  private countTest(node: number, onlyStrings: boolean, difference: 1 | -1): void {
    this.testCounts[node] = (this.testCounts[node] as number) + difference;
    if (!onlyStrings) this.otherTestCounts[node] = (this.otherTestCounts[node] as number) + difference;
    this.setFlags(node);
  }

  private acquireChildren(path: string): number {
    let node = ROOT;
    for (const key of path.split('.')) node = this.acquireChild(node, key);
    this.nodes.set(path, node);
    this.paths[node] = path;
    return node;
  }

  private releaseChildren(node: number): void {
    this.nodes.delete(this.paths[node] as string);
    for (let at = node; at !== ROOT; ) {
      const parent = this.parents[at] as number;
      if (this.edges.release(at - 1)) {
        this.childCounts[parent] = (this.childCounts[parent] as number) - 1;
        this.setFlags(parent);
      }
      at = parent;
    }
  }

  private acquireChild(parent: number, key: string): number {
    const bytes = encodeKey(key);
    const node = this.edges.acquire(parent, bytes, hashBytes(bytes, 0, bytes.length)) + 1;
    if (this.edges.users(node - 1) > 1) return node;
    if (node >= this.parents.length) this.grow();
    this.parents[node] = parent;
    this.childCounts[node] = 0;
    this.testCounts[node] = 0;
    this.otherTestCounts[node] = 0;
    this.setFlags(node);
    this.childCounts[parent] = (this.childCounts[parent] as number) + 1;
    this.setFlags(parent);
    return node;
  }

  private setFlags(node: number): void {
    const children = (this.childCounts[node] as number) > 0 ? HAS_CHILDREN : 0;
    const tests = (this.testCounts[node] as number) > 0 ? HAS_TESTS : 0;
    const onlyStrings = tests && this.otherTestCounts[node] === 0 ? ONLY_STRINGS : 0;
    const flags = children | tests | onlyStrings;
    if (this.flags[node] === flags) return;
    this.flags[node] = flags;
    this.version++;
  }

  private grow(): void {
    const capacity = 2 * this.parents.length;
    this.parents = resized(this.parents, capacity);
    this.childCounts = resized(this.childCounts, capacity);
    this.testCounts = resized(this.testCounts, capacity);
    this.otherTestCounts = resized(this.otherTestCounts, capacity);
    this.flags = resized(this.flags, capacity);
  }
}
