/**
 * The methods of java.lang.String that take a regular expression. A client's text may be what they search, so they do
 * it in a bounded number of steps: see `../regexp`.
 */

import { type Allowance, BoundedRegExp, type Found, groupNamesOf, OutOfSteps } from '../regexp/index.ts';
import { javaPattern } from './java-pattern.ts';
import { VtlRenderError } from './syntax.ts';

/** What one call of a method may do: some tenths of a second. */
const MOST_STEPS = 10_000_000;

/** A pattern, as written and compiled. */
interface Expression {
  readonly written: string;
  readonly bounded: BoundedRegExp;
  readonly groupNames: readonly (string | undefined)[];
}

/** Compiled patterns, since templates use the same few again and again. */
const compiled = new Map<string, Expression>();
const MOST_COMPILED = 200;

/** Whether the expression matches the text as a whole. */
export function javaMatches(text: string, pattern: string): boolean {
  const [found] = matchesOf(compile(pattern, 'whole'), text);
  return found?.start === 0;
}

export function javaReplaceAll(text: string, pattern: string, replacement: string): string {
  const expression = compile(pattern);
  return replaced(text, matchesOf(expression, text), replacement, expression);
}

export function javaReplaceFirst(text: string, pattern: string, replacement: string): string {
  const expression = compile(pattern);
  const [first] = matchesOf(expression, text);
  return replaced(text, first ? [first] : [], replacement, expression);
}

/** Trailing empty strings are dropped unless `limit` is negative; a positive limit bounds the parts. */
export function javaSplit(text: string, pattern: string, limit = 0): string[] {
  if (text === '') return [''];
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of matchesOf(compile(pattern), text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (start === end && (start === 0 || start >= text.length)) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  parts.push(text.slice(from));
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** @throws VtlRenderError for a pattern that does not compile */
function compile(pattern: string, extent: 'part' | 'whole' = 'part'): Expression {
  const key = `${extent}/${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const regex = javaPattern(pattern, extent);
    expression = {
      written: pattern,
      bounded: new BoundedRegExp(regex),
      groupNames: groupNamesOf(regex.source),
    };
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(key, expression);
  }
  return expression;
}

/**
 * The matches from left to right. After an empty one the search goes on a character later.
 * @throws VtlRenderError for a search that takes too long
 */
function* matchesOf(expression: Expression, text: string): Generator<Found> {
  const allowance: Allowance = { steps: MOST_STEPS };
  for (let from = 0; from <= text.length; ) {
    const found = search(expression, text, from, allowance);
    if (!found) return;
    yield found;
    from = found.end + (found.end === found.start ? 1 : 0);
  }
}

function search(
  { bounded, written }: Expression,
  text: string,
  from: number,
  allowance: Allowance,
): Found | undefined {
  try {
    return bounded.search(text, from, allowance);
  } catch (error) {
    if (!(error instanceof OutOfSteps)) throw error;
    throw new VtlRenderError(`The regular expression ${JSON.stringify(written)} takes too long on this text`);
  }
}

function replaced(
  text: string,
  matches: Iterable<Found>,
  replacement: string,
  { groupNames }: Expression,
): string {
  let result = '';
  let from = 0;
  for (const found of matches) {
    result += text.slice(from, found.start) + expand(replacement, found, groupNames);
    from = found.end;
  }
  return result + text.slice(from);
}

/**
 * Java's replacement syntax: `$1` and `${name}` are groups, a backslash takes the next character as it is.
 * @throws VtlRenderError where Java throws: for a group that is not there, and for a `$` or `\` that stands alone
 */
function expand(
  replacement: string,
  { match, groups }: Found,
  groupNames: readonly (string | undefined)[],
): string {
  return replacement.replace(
    /\\([\s\S]?)|\$(\d)(\d*)|\$\{(\w+)\}|\$/g,
    (written, escaped?: string, digit?: string, more?: string, name?: string) => {
      if (escaped) return escaped;
      if (digit !== undefined) return numbered(digit, more as string, [match, ...groups]);
      const at = name === undefined ? -1 : groupNames.indexOf(name);
      if (at >= 0) return groups[at] ?? '';
      throw new VtlRenderError(`Illegal group reference or escape in the replacement: ${written}`);
    },
  );
}

/** A further digit belongs to the number as long as there is such a group. */
function numbered(digit: string, more: string, groups: readonly (string | undefined)[]): string {
  let number = Number(digit);
  if (number >= groups.length)
    throw new VtlRenderError(`The replacement refers to a missing group: $${digit}`);
  let taken = 0;
  for (; taken < more.length && number * 10 + Number(more[taken]) < groups.length; taken++) {
    number = number * 10 + Number(more[taken]);
  }
  return (groups[number] ?? '') + more.slice(taken);
}
