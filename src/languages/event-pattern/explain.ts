import { describeMatchers, describeValue, shorten } from './describe.ts';
import { type ArrayNode, type EventInput, type Leaf, leavesOf } from './leaves.ts';
import { Matching, matchesLeaf, pathsOf } from './match.ts';
import type { Conjunction, Field, Pattern } from './pattern.ts';

/** Why an event matches a pattern, or does not. */
export interface Explanation {
  /** The verdict, as `matches` gives it. */
  readonly matched: boolean;
  /** How many alternatives the pattern has; more than one if it holds an `$or`. */
  readonly alternatives: number;
  /** Index of the alternative that is explained: the first that matches, or else the one that fails in the fewest leaves. */
  readonly alternative: number;
  /** Its leaves, sorted by path. The event matches if all of them do. */
  readonly leaves: readonly LeafExplanation[];
}

/** Why one field of a pattern matches, or does not. */
export interface LeafExplanation {
  /** The keys from the root, joined by dots. */
  readonly path: string;
  /** What the pattern asks for, in words: `> 10`, `"a" or starting with "b"`. */
  readonly asked: string;
  /** The values that the event has there, as JSON texts; none if the path is absent. */
  readonly found: readonly string[];
  /** Whether one of them is what was asked for. */
  readonly matched: boolean;
  /** All of it in one line: `detail.amount: 5 is not > 10`, `detail.country: absent`. */
  readonly text: string;
}

const MOST_VALUES_NAMED = 3;

/**
 * Explains the verdict of `matches` leaf by leaf.
 * @throws EventPatternError ValidationException when the event is no JSON object
 * @example const { matched, leaves } = explain(parsePattern('{"source":["shop"]}'), '{"source":"stop"}');
 */
export function explain(pattern: Pattern, event: EventInput): Explanation {
  const matching = new Matching(leavesOf(event, pathsOf(pattern)));
  const explained = pattern.alternatives.map((alternative) => explainAlternative(alternative, matching));
  const failures = explained.map((leaves) => leaves.filter((leaf) => !leaf.matched).length);
  const alternative = failures.indexOf(Math.min(...failures));
  return {
    matched: failures[alternative] === 0,
    alternatives: explained.length,
    alternative,
    leaves: explained[alternative] as LeafExplanation[],
  };
}

function explainAlternative(alternative: Conjunction, matching: Matching): LeafExplanation[] {
  const conflict = matching.firstUnsatisfied(alternative) ?? alternative.length;
  const elementOf = (index: number): string => {
    const array = sharedArray(alternative[index] as Field, alternative.slice(0, index), matching);
    return `${array ? `the element of ${array.path}` : 'the array element'} that the leaves above match`;
  };
  const explained = alternative.map((field, index) => {
    const leaf = explainField(field, matching.leavesOf(field.path));
    return index < conflict && !leaf.matched ? absentFrom(elementOf(index), leaf) : leaf;
  });
  if (conflict === alternative.length || !explained.every((leaf) => leaf.matched)) return explained;
  return explained.map((leaf, index) => (index === conflict ? notIn(elementOf(index), leaf) : leaf));
}

/** The field by itself, without regard to arrays. */
function explainField(field: Field, leaves: readonly Leaf[]): LeafExplanation {
  const { path, matchers } = field;
  const asked = describeMatchers(matchers);
  const found = leaves.map((leaf) => describeValue(leaf.value));
  const leaf = leaves.find((each) => matchers.some((matcher) => matchesLeaf(matcher, each)));
  const mayBeAbsent = matchers.some((matcher) => matcher.kind === 'exists' && !matcher.value);
  const base = { path, asked, found };
  if (leaf) {
    const value = shorten(describeValue(leaf.value));
    return { ...base, matched: true, text: `${path}: ${value} is ${asked}` };
  }
  if (found.length > 0) return { ...base, matched: false, text: `${path}: ${noneIs(found, asked)}` };
  const text = mayBeAbsent ? `${path}: absent, as asked` : `${path}: absent`;
  return { ...base, matched: mayBeAbsent, text };
}

function noneIs(found: readonly string[], asked: string): string {
  const [first = '', ...rest] = found.map(shorten);
  if (rest.length === 0) return `${first} is not ${asked}`;
  const named = [first, ...rest].slice(0, MOST_VALUES_NAMED).join(', ');
  const more = found.length - MOST_VALUES_NAMED;
  return `none of ${named}${more > 0 ? ` and ${more} more` : ''} is ${asked}`;
}

/** The innermost array that leaves of the field and of fields before it are inside of. */
function sharedArray(field: Field, before: readonly Field[], matching: Matching): ArrayNode | undefined {
  const others = new Set(before.flatMap((each) => matching.leavesOf(each.path).flatMap(arraysAround)));
  const shared = matching
    .leavesOf(field.path)
    .map((leaf) => arraysAround(leaf).filter((each) => others.has(each)));
  return shared.sort((left, right) => right.length - left.length)[0]?.at(-1);
}

/** From the outside to the inside. */
function arraysAround({ element }: Leaf): ArrayNode[] {
  const arrays: ArrayNode[] = [];
  for (let around = element; around; around = around.array.parent) arrays.unshift(around.array);
  return arrays;
}

/** `{"exists":false}` holds where the values that there are lie in other elements. */
function absentFrom(element: string, leaf: LeafExplanation): LeafExplanation {
  return { ...leaf, matched: true, text: `${leaf.path}: absent from ${element}, as asked` };
}

function notIn(element: string, leaf: LeafExplanation): LeafExplanation {
  return { ...leaf, matched: false, text: `${leaf.text}, but not in ${element}` };
}
