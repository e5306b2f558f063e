import type { Field, Matcher } from '../pattern.ts';
import type { EventView } from './event-view.ts';
import { type ExactAtom, type LeafTest, leafTest } from './leaf-test.ts';
import { NO_LEAF } from './row-layout.ts';

export const FAILS = 0;
export const HOLDS = 1;
/** The path has leaves, none of them is accepted, and the field also allows it to be absent: array consistency decides. */
export const MAY_BE_ABSENT = 2;

/** One field of a pattern: whether any leaf of its path is accepted. */
export class FieldTest {
  /** What tells it from other tests. */
  readonly key: string;
  /** By matcher: the atom that it is, if it asks for one value. */
  readonly exact: readonly (number | undefined)[];
  /** All atoms that the tests of leaves refer to. */
  readonly atoms: readonly number[];
  users = 1;
  private readonly node: number;
  private readonly test: LeafTest;
  /** Whether the path may also be absent. */
  readonly absent: boolean;

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
    this.test = leafTest(field.matchers, this.exact, remembered);
    this.atoms = atoms;
    this.absent = field.matchers.some((matcher) => matcher.kind === 'exists' && !matcher.value);
  }

  /** FAILS, HOLDS or MAY_BE_ABSENT. */
  evaluate(event: EventView): number {
    const { leaves } = event;
    const first = leaves.first(this.node);
    if (first === NO_LEAF) return this.absent ? HOLDS : FAILS;
    for (let leaf = first; leaf !== NO_LEAF; leaf = leaves.next(leaf)) {
      if (this.test.accepts(event, leaf)) return HOLDS;
    }
    return this.absent ? MAY_BE_ABSENT : FAILS;
  }

  accepts(event: EventView, leaf: number): boolean {
    return this.test.accepts(event, leaf);
  }
}
