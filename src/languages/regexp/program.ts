import {
  firstUnits,
  followsOfUnits,
  isAnchored,
  isNullable,
  isRepeatedUnit,
  type RepeatedUnit,
} from './analysis.ts';
import type { GroupNode, LookNode, Node, Pattern, ReferenceNode, RepeatNode } from './ast.ts';
import type { CodeUnitSet } from './code-unit-set.ts';

/**
 * A pattern as instructions for the matcher: an operation and its operands, each a number. What an operation does is
 * said in `matcher.ts`.
 */
export interface Program {
  readonly code: readonly number[];
  readonly sets: readonly Uint32Array[];
  readonly references: readonly ReferenceNode[];
  /** Two for each group, the match as a whole included, and the matcher's own. */
  readonly registerCount: number;
  readonly groupCount: number;
  /** A match begins with one of these; unknown if it may be empty. */
  readonly first: Uint32Array | undefined;
  /** Nothing matches but at the text's start. */
  readonly isAnchored: boolean;
}

export const OP = {
  /** The match is complete. */
  accept: 0,
  /** set: one unit, forwards. */
  unit: 1,
  /** set: one unit, backwards. */
  unitBack: 2,
  /** target: goes on behind itself; should that fail, at the target. */
  fork: 3,
  jump: 4,
  /** register: remembers the position. */
  mark: 5,
  /** group, register: the group lies between the register's position and here. */
  closeGroup: 6,
  /** first group, end group: none of them has matched. */
  clearGroups: 8,
  /** register: fails if the position is still the same. */
  advanced: 9,
  /** set, min, max (-1 for none), set of what follows (-1 if unknown): as many units as there are, then fewer and fewer. */
  unitsGreedy: 10,
  /** The same operands: as few units as may be, then more and more. */
  unitsLazy: 11,
  /** register: sets it to zero. */
  zero: 12,
  /** register, min, max, target: another iteration if there may be one, or else the target. */
  loopGreedy: 13,
  /** The same the other way round. */
  loopLazy: 14,
  /** register: adds one. */
  count: 7,
  /** count register, min, position register: fails if an iteration more than `min` was empty. */
  iterated: 15,
  start: 16,
  startOfLine: 17,
  end: 18,
  endOfLine: 19,
  boundary: 20,
  noBoundary: 21,
  reference: 22,
  referenceBack: 23,
  /** first group, end group, target: matches what follows up to its `accept`, then goes on at the target. */
  look: 24,
  lookNot: 25,
} as const;

export function compileProgram(pattern: Pattern): Program {
  return new Compiler(pattern).program();
}

class Compiler {
  private readonly pattern: Pattern;
  private readonly code: number[] = [];
  private readonly sets: CodeUnitSet[] = [];
  private readonly references: ReferenceNode[] = [];
  private readonly follows: ReadonlyMap<RepeatedUnit, CodeUnitSet>;
  private registerCount: number;
  /** Within a lookbehind, which is matched backwards. */
  private backwards = false;

  constructor(pattern: Pattern) {
    this.pattern = pattern;
    this.follows = followsOfUnits(pattern.root);
    this.registerCount = 2 * (pattern.groupCount + 1);
  }

  program(): Program {
    const { root, groupCount } = this.pattern;
    this.node(root);
    this.code.push(OP.accept);
    return {
      code: this.code,
      sets: this.sets.map(({ bits }) => bits),
      references: this.references,
      registerCount: this.registerCount,
      groupCount,
      first: isNullable(root) ? undefined : firstUnits(root)?.bits,
      isAnchored: isAnchored(root),
    };
  }

  private node(node: Node): void {
    switch (node.type) {
      case 'unit':
        this.code.push(this.backwards ? OP.unitBack : OP.unit, this.setNumber(node.set));
        return;
      case 'assertion':
        this.code.push(ASSERTIONS[node.kind][node.multiline ? 1 : 0]);
        return;
      case 'sequence':
        for (const item of this.backwards ? node.items.toReversed() : node.items) this.node(item);
        return;
      case 'choice':
        this.choice(node.options);
        return;
      case 'group':
        this.group(node);
        return;
      case 'reference':
        this.code.push(this.backwards ? OP.referenceBack : OP.reference, this.references.push(node) - 1);
        return;
      case 'look':
        this.look(node);
        return;
      case 'repeat':
        this.repeat(node);
        return;
    }
  }

  private setNumber(set: CodeUnitSet): number {
    const known = this.sets.indexOf(set);
    return known >= 0 ? known : this.sets.push(set) - 1;
  }

  private newRegister(): number {
    return this.registerCount++;
  }

  /** @returns where to write the target once it is known */
  private forwardTo(operation: number, ...operands: readonly number[]): number {
    this.code.push(operation, ...operands, -1);
    return this.code.length - 1;
  }

  private here(place: number): void {
    this.code[place] = this.code.length;
  }

  private choice(options: readonly Node[]): void {
    const ends: number[] = [];
    for (const [i, option] of options.entries()) {
      const isLast = i === options.length - 1;
      const next = isLast ? undefined : this.forwardTo(OP.fork);
      this.node(option);
      if (next === undefined) continue;
      ends.push(this.forwardTo(OP.jump));
      this.here(next);
    }
    for (const end of ends) this.here(end);
  }

  private group({ index, body }: GroupNode): void {
    const register = this.newRegister();
    this.code.push(OP.mark, register);
    this.node(body);
    this.code.push(OP.closeGroup, index, register);
  }

  private look({ behind, negative, body, firstGroup, endGroup }: LookNode): void {
    const outside = this.backwards;
    this.backwards = behind;
    const end = this.forwardTo(negative ? OP.lookNot : OP.look, firstGroup, endGroup);
    this.node(body);
    this.code.push(OP.accept);
    this.here(end);
    this.backwards = outside;
  }

  private repeat(node: RepeatNode): void {
    const { min, max } = node;
    if (max === 0) return;
    if (isRepeatedUnit(node) && !this.backwards) {
      this.units(node);
    } else if (min === 0 && max === 1) {
      this.optional(node);
    } else if (min === 0 && max === Number.POSITIVE_INFINITY) {
      this.star(node);
    } else {
      this.counted(node);
    }
  }

  private units(node: RepeatedUnit): void {
    const { min, max, greedy, body } = node;
    const follow = this.follows.get(node);
    this.code.push(
      greedy ? OP.unitsGreedy : OP.unitsLazy,
      this.setNumber(body.set),
      min,
      Number.isFinite(max) ? max : -1,
      follow ? this.setNumber(follow) : -1,
    );
  }

  private optional({ greedy, body }: RepeatNode): void {
    const leave = this.branchPast(greedy);
    this.iteration(body);
    this.here(leave);
  }

  private star({ greedy, body, firstGroup, endGroup }: RepeatNode): void {
    const again = this.code.length;
    const leave = this.branchPast(greedy);
    this.clear(firstGroup, endGroup);
    this.iteration(body);
    this.code.push(OP.jump, again);
    this.here(leave);
  }

  /** Tries what follows first if greedy; else what stands at the place that is returned. */
  private branchPast(greedy: boolean): number {
    if (greedy) return this.forwardTo(OP.fork);
    this.code.push(OP.fork, this.code.length + 4);
    return this.forwardTo(OP.jump);
  }

  /** An iteration that need not be is none if it is empty. */
  private iteration(body: Node): void {
    if (!isNullable(body)) {
      this.node(body);
      return;
    }
    const register = this.newRegister();
    this.code.push(OP.mark, register);
    this.node(body);
    this.code.push(OP.advanced, register);
  }

  private counted({ min, max, greedy, body, firstGroup, endGroup }: RepeatNode): void {
    const [count, position] = [this.newRegister(), this.newRegister()];
    const most = Number.isFinite(max) ? max : -1;
    this.code.push(OP.zero, count);
    const again = this.code.length;
    const leave = this.forwardTo(greedy ? OP.loopGreedy : OP.loopLazy, count, min, most);
    this.code.push(OP.count, count);
    this.clear(firstGroup, endGroup);
    this.code.push(OP.mark, position);
    this.node(body);
    this.code.push(OP.iterated, count, min, position, OP.jump, again);
    this.here(leave);
  }

  private clear(firstGroup: number, endGroup: number): void {
    if (endGroup > firstGroup) this.code.push(OP.clearGroups, firstGroup, endGroup);
  }
}

/** Without and with the flag `m`. */
const ASSERTIONS = {
  start: [OP.start, OP.startOfLine],
  end: [OP.end, OP.endOfLine],
  boundary: [OP.boundary, OP.boundary],
  'no boundary': [OP.noBoundary, OP.noBoundary],
} as const;
