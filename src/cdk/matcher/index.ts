import { readFileSync } from 'node:fs';
import { minifyJsonata } from './minify.ts';

/**
 * The event pattern matcher that Step Functions runs: two JSONata functions, ready to be called in any
 * expression. docs/jsonata-matcher.md says how they work and where they end.
 */
export interface MatcherExpressions {
  /**
   * `function($text)`: from a valid pattern's text to the text to store beside it, in the attribute `matcher`.
   * Fails with States.QueryEvaluationError for a pattern that JSONata cannot decide: store no `matcher` then (and
   * remove the one before), and ask EventBridge.
   *
   * As in `{% (<compile>)($states.input.pattern) %}`, within a Task that catches.
   */
  readonly compile: string;
  /**
   * `function($event, $rows)`: from an event and the rows of a page, as DynamoDB's Query returns them with the
   * attributes `connectionId` and `matcher`, to `{"matched": [connectionId], "undecided": [connectionId]}`. The
   * patterns of the undecided, which are mostly none, are to be read and put to EventBridge. Does not fail.
   *
   * As in `{% (<match>)($states.context.Execution.Input, $states.result.Items) %}`.
   */
  readonly match: string;
}

/** Both functions, minified. They contain no `${`, no `%}` and no line breaks. */
export function matcherExpressions(): MatcherExpressions {
  return { compile: load('compile.jsonata'), match: load('match.jsonata') };
}

function load(file: string): string {
  return minifyJsonata(withIncludes(read(file)));
}

/** `$include("x.jsonata")` stands for the expression in that file. */
function withIncludes(source: string): string {
  return source.replace(/\$include\("([\w.-]+)"\)/g, (_call, file: string) => read(file).trim());
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}
