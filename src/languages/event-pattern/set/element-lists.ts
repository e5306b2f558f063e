import { resized } from './byte-dictionary.ts';
import { complement, isAtom, type Part } from './candidate.ts';
import type { EventView } from './event-view.ts';
import type { FieldTests } from './field-tests.ts';
import { NO_ATOM, NO_LEAF } from './row-layout.ts';

/** The array elements around the leaves that a field accepts. */
export interface ElementList {
  node: number;
  /** Whether the field also holds if none of its leaves fits. */
  mayBeAbsent: boolean;
  count: number;
  elements: Int32Array;
}

/** The lists of an event, each made once for all candidates that have the field; they are used again for the next. */
export class ElementLists {
  private readonly tests: FieldTests;
  private readonly lists = new Map<Part, ElementList>();
  private readonly pool: ElementList[] = [];
  /** Nodes of which the leaves were listed by their atoms. */
  private readonly listedNodes = new Set<number>();

  constructor(tests: FieldTests) {
    this.tests = tests;
  }

  /** Before an event. */
  clear(): void {
    this.lists.clear();
    this.listedNodes.clear();
  }

  list(part: Part, node: number, event: EventView): ElementList {
    if (!isAtom(part)) return this.lists.get(part) ?? this.listAccepted(part, node, event);
    if (!this.listedNodes.has(node)) this.listByAtom(node, event);
    return this.listOf(part, node);
  }

  private listAccepted(part: Part, node: number, event: EventView): ElementList {
    const test = this.tests.get(complement(part));
    const list = this.listOf(part, node);
    list.mayBeAbsent = test.absent;
    const { leaves } = event;
    for (let leaf = leaves.first(node); leaf !== NO_LEAF; leaf = leaves.next(leaf)) {
      if (test.accepts(event, leaf)) add(list, leaves.element(leaf));
    }
    return list;
  }

  private listByAtom(node: number, { leaves }: EventView): void {
    this.listedNodes.add(node);
    for (let leaf = leaves.first(node); leaf !== NO_LEAF; leaf = leaves.next(leaf)) {
      const atom = leaves.atom(leaf);
      if (atom > NO_ATOM) add(this.listOf(atom, node), leaves.element(leaf));
    }
  }

  /** It is empty if it is new. */
  private listOf(part: Part, node: number): ElementList {
    let list = this.lists.get(part);
    if (!list) {
      list = this.pool[this.lists.size] ?? {
        node,
        mayBeAbsent: false,
        count: 0,
        elements: new Int32Array(4),
      };
      this.pool[this.lists.size] = list;
      this.lists.set(part, list);
      list.node = node;
      list.mayBeAbsent = false;
      list.count = 0;
    }
    return list;
  }
}

/** Members of one array follow each other, and one of them is as good as any other. */
function add(list: ElementList, element: number): void {
  if (list.count > 0 && list.elements[list.count - 1] === element) return;
  if (list.count === list.elements.length) list.elements = resized(list.elements, 2 * list.count);
  list.elements[list.count++] = element;
}
