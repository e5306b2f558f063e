import { EventPatternError, testEventPattern } from '../../src/languages/event-pattern/index.ts';
import type { CaseResult, Judge } from './case-result.ts';

/** A case of event-patterns.json: what EventBridge's TestEventPattern answered. */
export interface EventPatternCase {
  readonly name: string;
  readonly patternText: string;
  readonly eventText: string;
  readonly expect: Verdict;
  /** If invalid: the message, mostly without the position that follows it. */
  readonly awsError?: string;
  readonly awsErrorCode?: string;
}

export type Verdict = 'match' | 'nomatch' | 'invalid';

/** A verdict and, if invalid, why. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly code?: string;
  readonly message?: string;
}

/** Compares verdict, error code and message with what EventBridge answered. */
export const judgeEventPatterns: Judge = (cases) => (cases as readonly EventPatternCase[]).map(judge);

function judge(expected: EventPatternCase): CaseResult {
  const outcome = outcomeOf(() => testEventPattern(expected.patternText, expected.eventText));
  const problem =
    differs('verdict', expected.expect, outcome.verdict) ??
    differs('code', expected.awsErrorCode, outcome.code) ??
    messageDiffers(expected.awsError, outcome.message);
  return { name: expected.name, passed: problem === undefined, ...(problem && { detail: problem }) };
}

/** What the function decides, or refuses to. */
export function outcomeOf(decide: () => boolean): Outcome {
  try {
    return { verdict: decide() ? 'match' : 'nomatch' };
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    return { verdict: 'invalid', code: error.code, message: error.message };
  }
}

/** A description of the difference; undefined if there is none. */
export function differs(what: string, expected: unknown, found: unknown): string | undefined {
  if (expected === found) return undefined;
  return `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
}

/** The recorded message may or may not end in positions. */
export function messageDiffers(expected: string | undefined, found: string | undefined): string | undefined {
  if (expected === found) return undefined;
  return differs('message', expected, found?.replace(POSITIONS, ''));
}

const POSITIONS =
  /(\n at \[Source: \(String\)"[\s\S]*?"(\[truncated \d+ chars\])?; line: \d+, column: \d+\])+$/;
