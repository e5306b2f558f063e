import { jsonataFile } from './files.ts';
import { matcherExpressions } from './matcher/index.ts';
import type { Matching } from './props.ts';

type Expressions = Readonly<Record<string, string>>;

/** What Subscribe does with a valid pattern. */
export function subscribeExpressions(matching: Matching): Expressions {
  if (matching === 'testEventPattern') return { prepare: '$states.input' };
  return { prepare: jsonataFile('prepare.jsonata'), compile: `(${matcherExpressions().compile})` };
}

/** How Deliver finds out who of a page wants an event. */
export function deliverExpressions(matching: Matching): Expressions {
  if (matching === 'testEventPattern') return { page: jsonataFile('page-to-ask.jsonata') };
  return { page: jsonataFile('page.jsonata'), match: `(${matcherExpressions().match})` };
}
