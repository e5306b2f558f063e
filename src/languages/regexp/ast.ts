import type { CodeUnitSet } from './code-unit-set.ts';

/** A pattern of a `RegExp` without the flags `u` and `v`. Flags are resolved: they are part of what they change. */
export interface Pattern {
  readonly root: Node;
  /** Capturing groups, without the match as a whole. */
  readonly groupCount: number;
}

export type Node =
  | UnitNode
  | AssertionNode
  | LookNode
  | GroupNode
  | ReferenceNode
  | SequenceNode
  | ChoiceNode
  | RepeatNode;

/** One code unit of a set. */
export interface UnitNode {
  readonly type: 'unit';
  readonly set: CodeUnitSet;
}

/** `^`, `$`, `\b`, `\B` */
export interface AssertionNode {
  readonly type: 'assertion';
  readonly kind: 'start' | 'end' | 'boundary' | 'no boundary';
  readonly multiline: boolean;
}

/** `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)` */
export interface LookNode extends WithGroups {
  readonly type: 'look';
  readonly behind: boolean;
  readonly negative: boolean;
  readonly body: Node;
}

export interface GroupNode {
  readonly type: 'group';
  /** From 1. */
  readonly index: number;
  readonly body: Node;
}

/** `\1`, `\k<name>`: several groups may have one name, of which at most one has matched. */
export interface ReferenceNode {
  readonly type: 'reference';
  readonly groups: readonly number[];
  readonly ignoreCase: boolean;
}

/** One after the other; of none, it is the empty pattern. */
export interface SequenceNode {
  readonly type: 'sequence';
  readonly items: readonly Node[];
}

export interface ChoiceNode {
  readonly type: 'choice';
  readonly options: readonly Node[];
}

export interface RepeatNode extends WithGroups {
  readonly type: 'repeat';
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
  readonly greedy: boolean;
  readonly body: Node;
}

interface WithGroups {
  /** The capturing groups inside: those from `firstGroup` on, `endGroup` excluded. */
  readonly firstGroup: number;
  readonly endGroup: number;
}
