import { jsonataFile } from './files.ts';
import type { Matching } from './props.ts';

type Expressions = Readonly<Record<string, string>>;

/** What Subscribe does with a valid pattern. */
export function subscribeExpressions(matching: Matching): Expressions {
  if (matching === 'testEventPattern') return { prepare: '$states.input' };
  return { prepare: jsonataFile('prepare.jsonata'), compile: 'function($text) { $error("not yet") }' };
}

/** How Deliver finds out who of a page wants an event. */
export function deliverExpressions(matching: Matching): Expressions {
  if (matching === 'testEventPattern') return { page: jsonataFile('page-to-ask.jsonata') };
  return {
    page: jsonataFile('page.jsonata'),
    match: 'function($event, $rows) { {"matched": [], "undecided": [$rows.connectionId.S]} }',
  };
}
