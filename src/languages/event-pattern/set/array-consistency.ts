import type { ArrayElement, Leaf } from '../leaves.ts';
import { Matching } from '../match.ts';
import { resized } from './byte-dictionary.ts';
import { type Candidate, complement, isAtom, type Part } from './candidate.ts';
import { EventView } from './event-view.ts';
import type { FieldTests } from './field-tests.ts';
import { NO_ELEMENT, NO_LEAF } from './row-layout.ts';

/** Beyond so many steps the matcher of single patterns decides, which tries nothing twice but costs more from the start. */
const STEPS = 1000;
const STEPS_PER_LEAF = 16;
const LAST_SEARCH = 2 ** 30;

/** A field of the candidate: the elements around the leaves that it accepts. */
interface FieldElements {
  node: number;
  /** Whether it also holds if none of its leaves fits the choices so far. */
  mayBeAbsent: boolean;
  count: number;
  elements: Int32Array;
}

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
  private readonly tests: FieldTests;
  private event = new EventView();
  /** By array: the element that was chosen, and in which search. */
  private chosen = new Int32Array(64);
  private chosenIn = new Int32Array(64);
  private search = 0;
  /** The arrays of which an element was chosen. */
  private readonly trail: number[] = [];
  private readonly fields: FieldElements[] = [];
  /** The fields in the order in which leaves are chosen for them. */
  private order: readonly FieldElements[] = [];
  private stepsLeft = 0;

  constructor(tests: FieldTests) {
    this.tests = tests;
  }

  holds(candidate: Candidate, event: EventView): boolean {
    this.event = event;
    this.stepsLeft = STEPS + STEPS_PER_LEAF * event.leaves.count;
    this.trail.length = 0;
    if (++this.search === LAST_SEARCH) this.renumber();
    for (const [index, part] of candidate.parts.entries()) {
      const field = this.listed(index, candidate.nodes[index] as number, part);
      if (field.count === 0 && !field.mayBeAbsent) return false;
    }
    this.setOrder(candidate.parts.length);
    return this.choose(0) || (this.stepsLeft < 0 && isConsistent(candidate, event));
  }

  private listed(index: number, node: number, part: Part): FieldElements {
    const { leaves } = this.event;
    const test = isAtom(part) ? undefined : this.tests.get(complement(part));
    const field = this.fieldAt(index);
    field.node = node;
    field.mayBeAbsent = test?.absent ?? false;
    field.count = 0;
    for (let leaf = leaves.first(node); leaf !== NO_LEAF; leaf = leaves.next(leaf)) {
      if (test ? test.accepts(this.event, leaf) : leaves.atom(leaf) === part)
        addTo(field, leaves.element(leaf));
    }
    return field;
  }

  private fieldAt(index: number): FieldElements {
    let field = this.fields[index];
    if (!field) {
      field = { node: 0, mayBeAbsent: false, count: 0, elements: new Int32Array(16) };
      this.fields[index] = field;
    }
    return field;
  }

  private setOrder(count: number): void {
    const fields = this.fields.slice(0, count);
    const isFixed = fields.some(({ mayBeAbsent }) => mayBeAbsent);
    this.order = isFixed ? fields : fields.sort((left, right) => left.count - right.count);
  }

  /** Chooses leaves for the fields from `index` on. False also if it takes too many steps. */
  private choose(index: number): boolean {
    const field = this.order[index];
    if (!field) return true;
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

/** Members of one array follow each other, and one of them is as good as any other. */
function addTo(field: FieldElements, element: number): void {
  if (field.count > 0 && field.elements[field.count - 1] === element) return;
  if (field.count === field.elements.length) field.elements = resized(field.elements, 2 * field.count);
  field.elements[field.count++] = element;
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
