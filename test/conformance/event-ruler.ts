import { EventPatternError, matches } from '../../src/languages/event-pattern/index.ts';
import { compilePattern } from '../../src/languages/event-pattern/parse.ts';
import { PatternSet } from '../../src/languages/event-pattern/set/pattern-set.ts';
import type { CaseResult, Judge } from './case-result.ts';
import { differs, messageDiffers, outcomeOf, type Verdict } from './event-patterns.ts';

/**
 * What AWS's matcher library, event-ruler, answers. EventBridge is built on it and differs in a few points, which
 * docs/event-patterns.md lists; there EventBridge is right:
 * - a case with `flags` is one that EventBridge refuses: refusing it is right, too;
 * - event-ruler has no limit to wildcards, so patterns are compiled without EventBridge's.
 */
export interface RulerCase {
  readonly name: string;
  readonly patternText: string;
  /** Missing where only the pattern was judged. */
  readonly eventText?: string;
  readonly expect: Verdict | 'valid';
  readonly rulerError?: string;
  readonly flags?: readonly string[];
}

export interface RulerMultiCase {
  readonly name: string;
  /** A rule's name → its patterns, any of which suffices. */
  readonly rulesText: Readonly<Record<string, readonly string[]>>;
  readonly eventText: string;
  readonly matched: readonly string[];
}

const PREFIX = 'Event pattern is not valid. Reason: ';

/** For event-ruler-pairs.json and event-ruler-valid.json. */
export const judgeEventRuler: Judge = (cases) => (cases as readonly RulerCase[]).map(judgePattern);

/** For event-ruler-multi.json: each pattern by itself, and all of a case in one PatternSet. */
export const judgeEventRulerMulti: Judge = (cases) => (cases as readonly RulerMultiCase[]).map(judgeRules);

function judgePattern({ name, patternText, eventText, expect, rulerError, flags }: RulerCase): CaseResult {
  const outcome = outcomeOf(() => {
    const pattern = compilePattern(patternText);
    return eventText !== undefined && matches(pattern, eventText);
  });
  if (flags && outcome.verdict === 'invalid') return { name, passed: true };
  const accepted = eventText === undefined && outcome.verdict !== 'invalid';
  const problem =
    differs('verdict', expect, accepted ? 'valid' : outcome.verdict) ??
    messageDiffers(rulerError && PREFIX + rulerError, outcome.message);
  return { name, passed: problem === undefined, ...(problem && { detail: problem }) };
}

function judgeRules({ name, rulesText, eventText, matched }: RulerMultiCase): CaseResult {
  try {
    const problem =
      differs('matched one by one', sorted(matched), matchOneByOne(rulesText, eventText)) ??
      differs('matched by a PatternSet', sorted(matched), matchAtOnce(rulesText, eventText));
    return { name, passed: problem === undefined, ...(problem && { detail: problem }) };
  } catch (error) {
    if (error instanceof EventPatternError) return { name, passed: false, detail: error.message };
    throw error;
  }
}

function matchOneByOne(rules: RulerMultiCase['rulesText'], eventText: string): string {
  const found = Object.entries(rules).filter(([, patterns]) =>
    patterns.some((pattern) => matches(compilePattern(pattern), eventText)),
  );
  return sorted(found.map(([rule]) => rule));
}

function matchAtOnce(rules: RulerMultiCase['rulesText'], eventText: string): string {
  const set = new PatternSet();
  for (const [rule, patterns] of Object.entries(rules)) {
    patterns.forEach((pattern, index) => {
      set.add(JSON.stringify([rule, index]), compilePattern(pattern));
    });
  }
  const found = set.match(eventText).map((id) => (JSON.parse(id) as [string, number])[0]);
  return sorted(found);
}

/** As a text, so that they can be compared and shown; each once. */
function sorted(names: readonly string[]): string {
  return [...new Set(names)].sort().join(' ');
}
