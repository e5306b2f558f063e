import { Candidates, type Choice } from './candidates.ts';
import { EventPatternError } from './error.ts';
import { type EventInput, type Leaf, type Leaves, leavesOf } from './leaves.ts';
import { matchesValue } from './match-value.ts';
import type { Conjunction, Field, Matcher, Pattern } from './pattern.ts';

/*
 * Matching one event against one pattern, array-consistently.
 *
 * The fields of an alternative are satisfied one after the other, in the order of their paths, as event-ruler's
 * `ACFinder` does. The leaf that satisfies a field may be inside elements of arrays, and the leaves of all fields
 * together must not be inside two different elements of the same array. What was decided so far is a choice:
 * which element of which array. Each field turns the set of possible choices into the set of those that are
 * possible with this field, too; the alternative matches when one is left at the end. Choices of arrays that no
 * later field reaches into are forgotten. That keeps the set small, because what shares an array stands together
 * when paths are sorted.
 *
 * `{"exists":false}` holds if no leaf of the path agrees with the choice so far. So the order shows: an absent
 * field that sorts before the others of an array's elements must be absent from the whole event, one that sorts
 * after them only from the element that they chose.
 */

/**
 * Whether an event matches a pattern.
 * @throws EventPatternError ValidationException when the event is no JSON object
 */
export function matches(pattern: Pattern, event: EventInput): boolean {
  const matching = new Matching(leavesOf(event, pathsOf(pattern)));
  return pattern.alternatives.some((alternative) => matching.firstUnsatisfied(alternative) === undefined);
}

export function pathsOf(pattern: Pattern): Set<string> {
  return new Set(pattern.alternatives.flatMap((alternative) => alternative.map((field) => field.path)));
}

export function matchesLeaf(matcher: Matcher, leaf: Leaf): boolean {
  return matcher.kind === 'exists' ? matcher.value : matchesValue(matcher, leaf.value);
}

/**
 * Bounds the work on one event. Only keys that come twice can need more: they can give one path any number of
 * arrays, and combining those is as hard as satisfying boolean formulas.
 */
const MOST_EXTENSIONS = 500_000;

interface Reachable {
  /** The leaves that satisfy the field. */
  readonly matching: Candidates;
  /** All leaves of the path. */
  readonly all: Candidates;
}

/** One event's leaves, and what was found out about them. */
export class Matching {
  private readonly leaves: Leaves;
  /** Alternatives share fields. */
  private readonly reachable = new Map<Field, Reachable>();
  private extensions = 0;

  constructor(leaves: Leaves) {
    this.leaves = leaves;
  }

  leavesOf(path: string): readonly Leaf[] {
    return this.leaves.get(path) ?? [];
  }

  /** @returns the position of the first field that the leaves of the fields before leave no choice for */
  firstUnsatisfied(alternative: Conjunction): number | undefined {
    const lastUse = this.lastUses(alternative);
    let choices: readonly Choice[] = [new Map()];
    for (const [index, field] of alternative.entries()) {
      const next = this.satisfy(field, choices);
      if (next.length === 0) return index;
      choices = distinct(next, (array) => (lastUse.get(array) as number) > index);
    }
    return undefined;
  }

  private satisfy(field: Field, choices: readonly Choice[]): Choice[] {
    const { matching, all } = this.reach(field);
    const mayBeAbsent = field.matchers.some((matcher) => matcher.kind === 'exists' && !matcher.value);
    return choices.flatMap((choice) => {
      const next = matching.extensions(choice);
      if (mayBeAbsent && !all.anyAgrees(choice)) next.push(choice);
      this.extensions += next.length;
      if (this.extensions > MOST_EXTENSIONS) throw tooComplex();
      return next;
    });
  }

  /** For each array, the position of the last field that reaches into it. */
  private lastUses(alternative: Conjunction): Map<number, number> {
    const lastUse = new Map<number, number>();
    for (const [index, field] of alternative.entries()) {
      for (const array of this.reach(field).all.arrays) lastUse.set(array, index);
    }
    return lastUse;
  }

  private reach(field: Field): Reachable {
    let reachable = this.reachable.get(field);
    if (!reachable) {
      const leaves = this.leavesOf(field.path);
      const matching = leaves.filter((leaf) => field.matchers.some((matcher) => matchesLeaf(matcher, leaf)));
      reachable = { matching: new Candidates(matching), all: new Candidates(leaves) };
      this.reachable.set(field, reachable);
    }
    return reachable;
  }
}

/** The choices as far as they concern arrays that are still in use, each once. */
function distinct(choices: readonly Choice[], inUse: (array: number) => boolean): Choice[] {
  const byKey = new Map<string, Choice>();
  for (const choice of choices) {
    const kept = [...choice].filter(([array]) => inUse(array)).sort(([left], [right]) => left - right);
    byKey.set(kept.join(' '), new Map(kept));
  }
  return [...byKey.values()];
}

function tooComplex(): EventPatternError {
  return new EventPatternError(
    'InternalFailure',
    'The event has too many arrays under the same path to be matched. Avoid keys that come twice in an object.',
  );
}
