import { BoundedRegExp } from '../regexp/index.ts';
import type { RegexNode } from './ast.ts';
import type { Fault } from './error.ts';
import { apply, type FunctionValue, isFunction, Lambda, Native } from './functions.ts';
import type { Run } from './run.ts';

/** What a matcher function returns: one match, and a function that finds the next. */
export interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly next: FunctionValue;
}

/** A regular expression as a function: from a string to its first match. */
export function matcherOf(node: RegexNode, run: Run): Native {
  let regex: BoundedRegExp | undefined;
  const find = (text: string, from: number): Match | undefined => {
    regex ??= boundedRegExp(node.value);
    const found = run.search(regex, text, from);
    if (!found) return undefined;
    const { match, start, end, groups } = found;
    const next = new Native(0, () => {
      if (end >= text.length) return undefined;
      const following = find(text, end);
      if (following?.match !== '') return following;
      // It would be found for ever.
      throw { code: 'D1004', position: node.position, value: node.value.source } satisfies Fault;
    });
    return { match, start, end, groups, next };
  };
  return new RegexMatcher(2, ([text, from]) =>
    find(String(text), Math.max(0, Math.trunc(Number(from)) || 0)),
  );
}

/** By the expression in the syntax tree, which all evaluators of a source have in common. */
const boundedRegExps = new WeakMap<RegExp, BoundedRegExp>();

function boundedRegExp(regex: RegExp): BoundedRegExp {
  const known = boundedRegExps.get(regex);
  if (known) return known;
  const bounded = new BoundedRegExp(regex);
  boundedRegExps.set(regex, bounded);
  return bounded;
}

class RegexMatcher extends Native {
  override get isBare(): boolean {
    return true;
  }
}

/**
 * Calls a function that was handed to a higher-order function. The library wraps functions that are
 * arguments of an ordinary call; one that arrives unwrapped (by `~>` or from a call in tail position) works
 * when it is a lambda and fails when it is a named function. So it does on AWS, and here.
 */
export function callBack(callback: unknown, args: readonly unknown[]): unknown {
  if (callback instanceof Lambda) return apply(callback, args, callback.input);
  if (isFunction(callback) && callback.isBare) return apply(callback, args, undefined);
  throw new TypeError('func.apply is not a function');
}

/** All matches of a matcher function, one at a time. */
export function* matchesOf(matcher: unknown, text: string): Generator<Match> {
  for (let match = checkMatch(callBack(matcher, [text])); match; ) {
    yield match;
    match = checkMatch(apply(match.next, [], undefined));
  }
}

/** A matcher may be written in JSONata, and return anything. */
function checkMatch(value: unknown): Match | undefined {
  if (!value) return undefined;
  const match = value as Partial<Match>;
  const isMatch = typeof match.start === 'number' || Array.isArray(match.groups) || isFunction(match.next);
  if (!isMatch) throw { code: 'T1010' } satisfies Fault;
  return match as Match;
}
