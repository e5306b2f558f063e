import { followsOfUnits, isAnchored, isNullable } from './analysis.ts';
import type { Node, Pattern, RepeatNode } from './ast.ts';

/**
 * How long a native `RegExp` can take at worst. It tries one way to match after the other, so what counts is how many
 * ways there are: none of the figures here depends on what is in the text.
 */

/** A search that takes so many steps per unit of the text takes time in proportion to it. */
const CHEAP_STEPS_PER_UNIT = 64;
/** For texts that are short enough for whatever the pattern does. */
const CHEAP_STEPS = 10_000;
const ANY_LENGTH = 1e6;

/** @returns the length of the longest text that a native search is quick with; -1 if there is none */
export function quickUpTo({ root }: Pattern): number {
  const decided = new Set<Node>();
  for (const [node, follow] of followsOfUnits(root)) {
    if (node.body.set.isDisjointFrom(follow)) decided.add(node);
  }
  const steps = (length: number): number => stepsOf(root, { length, decided });
  if (steps(ANY_LENGTH) <= CHEAP_STEPS_PER_UNIT * ANY_LENGTH) return Number.POSITIVE_INFINITY;
  let [most, tooMany] = [-1, CHEAP_STEPS + 1];
  while (tooMany - most > 1) {
    const length = Math.floor((most + tooMany) / 2);
    if (steps(length) <= CHEAP_STEPS) most = length;
    else tooMany = length;
  }
  return most;
}

interface Circumstances {
  /** Of the text. */
  readonly length: number;
  /** `[a-z]*` and the like before what cannot begin with such a unit: only the way that takes all of them leads on. */
  readonly decided: ReadonlySet<Node>;
}

/** Of one search, at most. Grows with the length. */
function stepsOf(root: Node, circumstances: Circumstances): number {
  const { failing, all } = costOf(root, circumstances, true);
  return isAnchored(root) ? all : (circumstances.length + 1) * failing + all;
}

/** At worst, from one position of the text. */
interface Cost {
  /** Ways to match. */
  readonly ways: number;
  /** Steps to try all of them. */
  readonly all: number;
  /** The same if no match is found: what comes last and cannot fail once begun is then never done. */
  readonly failing: number;
}

const ONE_STEP: Cost = { ways: 1, all: 1, failing: 1 };

/** @param isLast nothing follows: once this has matched, all has */
function costOf(node: Node, circumstances: Circumstances, isLast: boolean): Cost {
  switch (node.type) {
    case 'unit':
    case 'assertion':
      return ONE_STEP;
    case 'reference':
      return { ways: 1, all: circumstances.length + 1, failing: circumstances.length + 1 };
    case 'group':
      return costOf(node.body, circumstances, isLast);
    case 'look': {
      const { all } = costOf(node.body, circumstances, false);
      return { ways: 1, all, failing: all };
    }
    case 'sequence':
      return costOfSequence(node.items, circumstances, isLast);
    case 'choice':
      return node.options
        .map((option) => costOf(option, circumstances, isLast))
        .reduce(sum, { ways: 0, all: 1, failing: 1 });
    case 'repeat':
      return node.body.type === 'unit'
        ? costOfUnits(node, circumstances, isLast)
        : costOfRepeat(node, circumstances, isLast);
  }
}

function sum(left: Cost, right: Cost): Cost {
  return { ways: left.ways + right.ways, all: left.all + right.all, failing: left.failing + right.failing };
}

/** What comes after an item is tried once for each of the item's ways. */
function costOfSequence(items: readonly Node[], circumstances: Circumstances, isLast: boolean): Cost {
  let { ways, all, failing } = ONE_STEP;
  for (const [i, item] of items.entries()) {
    const next = costOf(item, circumstances, isLast && i === items.length - 1);
    all += ways * next.all;
    failing += ways * next.failing;
    ways *= next.ways;
  }
  return { ways, all, failing };
}

function costOfUnits(node: RepeatNode, { length, decided }: Circumstances, isLast: boolean): Cost {
  const least = Math.min(node.min, length);
  const most = Math.min(node.max, length);
  const all = 2 * most + 1;
  return { ways: decided.has(node) ? 1 : most - least + 1, all, failing: isLast ? least + 1 : all };
}

function costOfRepeat(node: RepeatNode, circumstances: Circumstances, isLast: boolean): Cost {
  const { min, max, body } = node;
  const { ways, all } = costOf(body, circumstances, false);
  // An iteration takes a unit, or is the last one; but for those that must be.
  const most = Math.min(max, circumstances.length + 1 + (isNullable(body) ? min : 0));
  /** How often the body is tried, if it may be repeated so often. */
  const tries = (count: number): number => (ways === 1 ? count : (ways ** count - 1) / (ways - 1));
  const steps = tries(most + 1) * (all + 1);
  return {
    ways: tries(most + 1),
    all: steps,
    failing: isLast ? tries(Math.min(min, most)) * (all + 1) + 1 : steps,
  };
}
