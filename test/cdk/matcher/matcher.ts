import { matcherExpressions } from '../../../src/cdk/matcher/index.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { compileJsonata, JsonataError, type JsonataLimits } from '../../../src/languages/jsonata/index.ts';

const { compile, match } = matcherExpressions();
const compileExpression = compileJsonata(`(${compile})($text)`);
const matchExpression = compileJsonata(`(${match})($event, $rows)`);

export interface Page {
  readonly matched: readonly string[];
  readonly undecided: readonly string[];
}

/** What Subscribe stores beside a pattern; nothing for one that JSONata cannot decide. */
export function compileMatcher(patternText: string, limits?: Partial<JsonataLimits>): string | undefined {
  try {
    return compileExpression.evaluate({ text: patternText }, { limits: limits ?? {} }) as string;
  } catch (error) {
    if (error instanceof JsonataError) return undefined;
    throw error;
  }
}

/** Rows as DynamoDB returns them. */
export function rowsOf(matchers: Readonly<Record<string, string | undefined>>): JsonValue[] {
  return Object.entries(matchers).map(([id, matcher]) => ({
    connectionId: { S: id },
    ...(matcher === undefined ? {} : { matcher: { S: matcher } }),
  }));
}

/** What Deliver does with a page of rows. */
export function matchPage(event: JsonValue, rows: JsonValue, limits?: Partial<JsonataLimits>): Page {
  return matchExpression.evaluate({ event, rows }, { limits: limits ?? {} }) as unknown as Page;
}

export type Verdict = 'match' | 'nomatch' | 'undecided';

/** One pattern, one event. */
export function verdictOf(patternText: string, event: JsonValue): Verdict {
  const page = matchPage(event, rowsOf({ it: compileMatcher(patternText) }));
  if (page.undecided.length > 0) return 'undecided';
  return page.matched.length > 0 ? 'match' : 'nomatch';
}
