import { testEventPattern } from '../../src/languages/event-pattern/index.ts';
import { compileMatcher, matchPage, rowsOf } from '../cdk/matcher/matcher.ts';
import type { CaseResult, Judge } from './case-result.ts';
import { differs, type EventPatternCase } from './event-patterns.ts';

/**
 * For event-patterns.json: what a connection with this pattern receives. The JSONata matcher decides; about what
 * it leaves undecided, the stack asks EventBridge, for which the TypeScript engine stands here. Patterns and
 * events that EventBridge refuses come to no connection and are not judged.
 */
export const judgeJsonataMatcher: Judge = (cases) =>
  (cases as readonly EventPatternCase[]).filter(({ expect }) => expect !== 'invalid').map(judge);

function judge({ name, patternText, eventText, expect }: EventPatternCase): CaseResult {
  const page = matchPage(JSON.parse(eventText), rowsOf({ it: compileMatcher(patternText) }));
  const isMatched =
    page.undecided.length > 0 ? testEventPattern(patternText, eventText) : page.matched.length > 0;
  const problem = differs('verdict', expect, isMatched ? 'match' : 'nomatch');
  return { name, passed: problem === undefined, ...(problem && { detail: problem }) };
}
