import type { Hits } from './hits.ts';
import { NO_ATOM } from './row-layout.ts';

/**
 * Which of many keys a text starts with: a tree in which each key extends those above it.
 *
 * Whatever the keys, the text is read once, as far as it agrees with any of them. An edge stands for as many bytes as
 * all keys below it have in common, so there are at most twice as many nodes as keys.
 *
 * Texts may be read from their end, too: then the bytes of the keys stand in that order.
 */
export class AffixTree {
  private readonly root: Node = { key: new Uint8Array(0), end: 0, atom: NO_ATOM, firstByte: 0, children: [] };

  add(key: Uint8Array, atom: number): void {
    let node = this.root;
    while (node.end < key.length) node = nodeTowards(key, node);
    node.atom = atom;
  }

  /** Of a key that was added. */
  remove(key: Uint8Array): void {
    const way = [this.root];
    for (let node = this.root; node.end < key.length; way.push(node))
      node = childAt(node, key[node.end]) as Node;
    const node = way.pop() as Node;
    const parent = way.pop();
    node.atom = NO_ATOM;
    if (!parent) return;
    contract(node, parent);
    const grandparent = way.pop();
    if (grandparent) contract(parent, grandparent);
  }

  /**
   * Adds the atoms of the keys that a text starts with.
   * @param from its first byte
   * @param step from each byte to the next: 1, or -1 to read from the end
   */
  find(bytes: Uint8Array, from: number, step: 1 | -1, length: number, found: Hits): void {
    let node = this.root;
    for (;;) {
      if (node.atom !== NO_ATOM) found.add(node.atom);
      let at = node.end;
      if (at === length) return;
      const child = childAt(node, bytes[from + step * at]);
      if (child === undefined || child.end > length) return;
      const { key, end } = child;
      while (++at < end) {
        if (key[at] !== bytes[from + step * at]) return;
      }
      node = child;
    }
  }
}

interface Node {
  /** A key that starts with `key[0, end)`, of which the node is the end. */
  readonly key: Uint8Array;
  readonly end: number;
  /** If that is a key of its own. */
  atom: number;
  /** By the byte behind, from `firstByte` on. The first and the last are there. */
  firstByte: number;
  children: (Node | undefined)[];
}

function childAt({ firstByte, children }: Node, byte: number | undefined): Node | undefined {
  const index = (byte as number) - firstByte;
  return index >= 0 && index < children.length ? children[index] : undefined;
}

/** The node below that shares more with the key; it is made if there is none. */
function nodeTowards(key: Uint8Array, node: Node): Node {
  const byte = key[node.end] as number;
  const child = childAt(node, byte);
  if (!child)
    return setChild(node, byte, { key, end: key.length, atom: NO_ATOM, firstByte: 0, children: [] });
  let end = node.end + 1;
  while (end < child.end && key[end] === child.key[end]) end++;
  if (end === child.end) return child;
  const firstByte = child.key[end] as number;
  return setChild(node, byte, { key, end, atom: NO_ATOM, firstByte, children: [child] });
}

function setChild(node: Node, byte: number, child: Node): Node {
  const { children } = node;
  if (children.length === 0) node.firstByte = byte;
  const before = node.firstByte - byte;
  if (before > 0) {
    node.children = [child, ...Array<undefined>(before - 1).fill(undefined), ...children];
    node.firstByte = byte;
  } else {
    while (children.length < -before) children.push(undefined);
    children[-before] = child;
  }
  return child;
}

/** Takes a node away that is no key and parts no keys. */
function contract({ atom, key, children }: Node, parent: Node): void {
  const [child, another] = children.filter((each) => each !== undefined);
  if (atom !== NO_ATOM || another) return;
  parent.children[(key[parent.end] as number) - parent.firstByte] = child;
  const first = parent.children.findIndex((each) => each !== undefined);
  const last = parent.children.findLastIndex((each) => each !== undefined);
  parent.children = first < 0 ? [] : parent.children.slice(first, last + 1);
  parent.firstByte = first < 0 ? 0 : parent.firstByte + first;
}
