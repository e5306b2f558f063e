import type { ArrayElement, Leaf } from '../leaves.ts';
import { Matching } from '../match.ts';
import { resized } from './byte-dictionary.ts';
import type { Candidate, Part } from './candidate.ts';
import { type ElementList, ElementLists } from './element-lists.ts';
import { EventView } from './event-view.ts';
import type { FieldTests } from './field-tests.ts';
import { NO_ELEMENT, NO_LEAF } from './row-layout.ts';

/** Beyond so many steps the matcher of single patterns decides, which tries nothing twice but costs more from the start. */
const STEPS = 1000;
const STEPS_PER_LEAF = 16;
const LAST_SEARCH = 2 ** 30;

/**
 * Whether the fields of a candidate, of which several have leaves inside array elements, can be satisfied without using
 * two elements of one array.
 *
 * One leaf is chosen for field after field. It fits if the elements around it, from the inside out, are those that were
 * chosen of their arrays, if any were. When no leaf of a field fits, the choice for the field before is taken back.
 *
 * Fields with few leaves come first, since they leave little choice. But if a field also allows absence, which is a matter
 * of the choices before it, all stay in their order (see match.ts).
 */
export class ArrayConsistency {
  private readonly lists: ElementLists;
  private event = new EventView();
  /** By array: the element that was chosen, and in which search. */
  private chosen = new Int32Array(64);
  private chosenIn = new Int32Array(64);
  private search = 0;
  /** The arrays of which an element was chosen. */
  private readonly trail: number[] = [];
  /** The fields in the order in which leaves are chosen for them. */
  private readonly order: ElementList[] = [];
  private fieldCount = 0;
  private stepsLeft = 0;
  /** Whether the lists are of this event. */
  private isStarted = false;

  constructor(tests: FieldTests) {
    this.lists = new ElementLists(tests);
  }

  /** Before an event. */
  clear(): void {
    this.isStarted = false;
  }

  holds(candidate: Candidate, event: EventView): boolean {
    if (!this.isStarted) this.start(event);
    if (!this.setOrder(candidate)) return false;
    this.stepsLeft = STEPS + STEPS_PER_LEAF * event.leaves.count;
    this.trail.length = 0;
    if (++this.search === LAST_SEARCH) this.renumber();
    return this.choose(0) || (this.stepsLeft < 0 && isConsistent(candidate, event));
  }

  private start(event: EventView): void {
    this.isStarted = true;
    this.event = event;
    this.lists.clear();
  }

  /** False if a field has no leaf to choose. */
  private setOrder({ parts, nodes }: Candidate): boolean {
    const { order } = this;
    let isFixed = false;
    for (let field = 0; field < parts.length; field++) {
      const list = this.lists.list(parts[field] as Part, nodes[field] as number, this.event);
      if (list.count === 0 && !list.mayBeAbsent) return false;
      isFixed ||= list.mayBeAbsent;
      order[field] = list;
    }
    this.fieldCount = parts.length;
    if (!isFixed) sortByCount(order, parts.length);
    return true;
  }

  /** Chooses leaves for the fields from `index` on. False also if it takes too many steps. */
  private choose(index: number): boolean {
    if (index === this.fieldCount) return true;
    const field = this.order[index] as ElementList;
    const mark = this.trail.length;
    for (let at = 0; at < field.count && this.stepsLeft-- > 0; at++) {
      const element = field.elements[at] as number;
      if (!this.fits(element)) continue;
      this.enter(element);
      if (this.choose(index + 1)) return true;
      this.leave(mark);
    }
    if (this.stepsLeft < 0) return false;
    return field.mayBeAbsent && !this.anyFits(field.node) && this.choose(index + 1);
  }

  private anyFits(node: number): boolean {
    const { leaves } = this.event;
    for (let leaf = leaves.first(node); leaf !== NO_LEAF; leaf = leaves.next(leaf)) {
      this.stepsLeft--;
      if (this.fits(leaves.element(leaf))) return true;
    }
    return false;
  }

  private fits(element: number): boolean {
    const { leaves } = this.event;
    for (let around = element; around !== NO_ELEMENT; around = leaves.elementParent(around)) {
      const array = leaves.elementArray(around);
      if (this.chosenIn[array] === this.search && this.chosen[array] !== around) return false;
    }
    return true;
  }

  private enter(element: number): void {
    const { leaves } = this.event;
    for (let around = element; around !== NO_ELEMENT; around = leaves.elementParent(around)) {
      const array = leaves.elementArray(around);
      if (this.chosenIn[array] === this.search) continue;
      if (array >= this.chosen.length) this.grow(2 * array);
      this.chosen[array] = around;
      this.chosenIn[array] = this.search;
      this.trail.push(array);
    }
  }

  /** Takes back all choices but the first `mark`. */
  private leave(mark: number): void {
    while (this.trail.length > mark) this.chosenIn[this.trail.pop() as number] = 0;
  }

  private grow(capacity: number): void {
    this.chosen = resized(this.chosen, capacity);
    this.chosenIn = resized(this.chosenIn, capacity);
  }

  private renumber(): void {
    this.search = 1;
    this.chosenIn.fill(0);
  }
}

/** By insertion, since there are few. */
function sortByCount(lists: ElementList[], length: number): void {
  for (let end = 1; end < length; end++) {
    const list = lists[end] as ElementList;
    let at = end;
    for (; at > 0 && (lists[at - 1] as ElementList).count > list.count; at--) {
      lists[at] = lists[at - 1] as ElementList;
    }
    lists[at] = list;
  }
}

/** The same, by the matcher of single patterns with the leaves that the scanner has found. */
function isConsistent({ conjunction, nodes }: Candidate, event: EventView): boolean {
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
