import type { Field, Matcher } from '../pattern.ts';
import type { EventView } from './event-view.ts';
import { NO_LEAF } from './leaf-table.ts';
import { type ExactAtom, type LeafTest, leafTests } from './leaf-test.ts';

export const FAILS = 0;
export const HOLDS = 1;
/** The path has leaves, none of them is accepted, and the field also allows it to be absent: array consistency decides. */
export const MAY_BE_ABSENT = 2;

/**
 * One field of a pattern: whether any leaf of its path is accepted. Equal fields of several patterns are one
 * test, evaluated once per event and only if a candidate needs it.
 */
export class FieldTest {
  readonly key: string;
  readonly node: number;
  /** By matcher: the atom that it is, if it asks for one value. */
  readonly exact: readonly (number | undefined)[];
  /** All atoms that the tests refer to. */
  readonly atoms: readonly number[];
  users = 1;
  private readonly tests: readonly LeafTest[];
  private readonly absent: boolean;
  private eventNumber = -1;
  private result = FAILS;

  constructor(key: string, node: number, field: Field, exactAtom: ExactAtom) {
    const atoms: number[] = [];
    const remembered = (matcher: Matcher): number | undefined => {
      const atom = exactAtom(matcher);
      if (atom !== undefined) atoms.push(atom);
      return atom;
    };
    this.key = key;
    this.node = node;
    this.exact = field.matchers.map(remembered);
    this.tests = leafTests(field.matchers, this.exact, remembered);
    this.atoms = atoms;
    this.absent = field.matchers.some((matcher) => matcher.kind === 'exists' && !matcher.value);
  }

  evaluate(event: EventView): number {
    if (this.eventNumber !== event.number) {
      this.eventNumber = event.number;
      this.result = this.compute(event);
    }
    return this.result;
  }

  private compute(event: EventView): number {
    const { leaves } = event;
    const first = leaves.first(this.node);
    if (first === NO_LEAF) return this.absent ? HOLDS : FAILS;
    for (let leaf = first; leaf !== NO_LEAF; leaf = leaves.next[leaf] as number) {
      if (this.accepts(event, leaf)) return HOLDS;
    }
    return this.absent ? MAY_BE_ABSENT : FAILS;
  }

  private accepts(event: EventView, leaf: number): boolean {
    for (const test of this.tests) {
      if (test.accepts(event, leaf)) return true;
    }
    return false;
  }
}
