import type { Fault } from '../error.ts';
import { Native } from '../functions.ts';
import { parseSignature } from '../library.ts';
import { callBack, type Match, matchesOf } from '../regex.ts';
import { newSequence } from '../values.ts';

/** Characters are code points. Without surrogates, which is nearly always, the library's way through an array is a detour. */
export const CHARACTER_FUNCTIONS: Readonly<Record<string, Native>> = {
  length: new Native(1, (args) => length(args[0]), parseSignature('<s-:n>')),
  substring: new Native(
    3,
    (args) => substring(args[0], args[1] as number, args[2] as Limit),
    parseSignature('<s-nn?:s>'),
  ),
};

const SURROGATE = /[\ud800-\udfff]/;

function length(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  return SURROGATE.test(text) ? [...text].length : text.length;
}

/** A start before the first character is the first; a negative one counts from the end. */
function substring(text: unknown, start: number, count: Limit): unknown {
  if (typeof text !== 'string') return undefined;
  const characters = SURROGATE.test(text) ? [...text] : text;
  const from = characters.length + start < 0 ? 0 : start;
  if (count !== undefined && count <= 0) return '';
  const to = count === undefined ? undefined : (from < 0 ? characters.length : 0) + from + count;
  const part = characters.slice(from, to);
  return typeof part === 'string' ? part : part.join('');
}

/**
 * The string functions that take a pattern: asynchronous in the library, since a pattern may be any function,
 * so written anew, with its behaviour.
 */
export const PATTERN_FUNCTIONS: Readonly<Record<string, Native>> = {
  contains: new Native(2, (args) => contains(args[0], args[1]), parseSignature('<s-(sf):b>')),
  match: new Native(
    3,
    (args) => match(args[0], args[1], args[2] as Limit),
    parseSignature('<s-f<s:o>n?:a<o>>'),
  ),
  replace: new Native(
    4,
    (args) => replace(args[0], args[1], args[2], args[3] as Limit),
    parseSignature('<s-(sf)(sf)n?:s>'),
  ),
  split: new Native(
    3,
    (args) => split(args[0], args[1], args[2] as Limit),
    parseSignature('<s-(sf)n?:a<s>>'),
  ),
};

type Limit = number | undefined;

function demandNotNegative(limit: Limit, code: string, index: number): void {
  if (limit !== undefined && limit < 0) throw { code, value: limit, index } satisfies Fault;
}

/** The first matches, up to a limit. The one after them is looked for too, and may fail. */
function* limited(pattern: unknown, text: string, limit = Number.POSITIVE_INFINITY): Generator<Match> {
  if (limit <= 0) return;
  let count = 0;
  for (const found of matchesOf(pattern, text)) {
    if (count++ >= limit) return;
    yield found;
  }
}

function contains(text: unknown, pattern: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  if (typeof pattern === 'string') return text.includes(pattern);
  for (const _ of matchesOf(pattern, text)) return true;
  return false;
}

function match(text: unknown, pattern: unknown, limit: Limit): unknown {
  if (typeof text !== 'string') return undefined;
  demandNotNegative(limit, 'D3040', 3);
  const results = newSequence();
  for (const { match, start, groups } of limited(pattern, text, limit)) {
    results.push({ match, index: start, groups });
  }
  return results;
}

function split(text: unknown, separator: unknown, limit: Limit): unknown {
  if (typeof text !== 'string') return undefined;
  demandNotNegative(limit, 'D3020', 3);
  if (limit !== undefined && limit <= 0) return [];
  if (typeof separator === 'string') return text.split(separator, limit);
  const parts: string[] = [];
  let start = 0;
  for (const found of limited(separator, text, limit)) {
    parts.push(text.slice(start, found.start));
    start = found.end;
  }
  if (limit === undefined || parts.length < limit) parts.push(text.slice(start));
  return parts;
}

function replace(text: unknown, pattern: unknown, replacement: unknown, limit: Limit): unknown {
  if (typeof text !== 'string') return undefined;
  if (pattern === '') throw { code: 'D3010', value: pattern, index: 2 } satisfies Fault;
  demandNotNegative(limit, 'D3011', 4);
  if (limit !== undefined && limit <= 0) return text;
  return typeof pattern === 'string'
    ? replaceText(text, pattern, replacement, limit)
    : replaceMatches(text, pattern, replacement, limit);
}

function replaceText(
  text: string,
  search: string,
  replacement: unknown,
  limit = Number.POSITIVE_INFINITY,
): string {
  let result = '';
  let position = 0;
  let count = 0;
  for (let at = text.indexOf(search); at >= 0 && count < limit; at = text.indexOf(search, position)) {
    result += text.slice(position, at) + String(replacement);
    position = at + search.length;
    count++;
  }
  return result + text.slice(position);
}

function replaceMatches(text: string, pattern: unknown, replacement: unknown, limit: Limit): string {
  let result = '';
  let position = 0;
  for (const found of limited(pattern, text, limit)) {
    const substitute =
      typeof replacement === 'string' ? expand(replacement, found) : callBack(replacement, [found]);
    if (typeof substitute !== 'string') throw { code: 'D3012', value: substitute } satisfies Fault;
    result += text.slice(position, found.start) + substitute;
    position = found.start + found.match.length;
  }
  return result + text.slice(position);
}

/** Fills `$0`, `$1`, … and `$$` of a replacement. */
function expand(replacement: string, { match, groups }: Match): string {
  return replacement.replace(
    /\$(?:(\$)|(0)|(\d+))?/g,
    (reference, dollar?: string, zero?: string, digits?: string) => {
      if (dollar) return '$';
      if (zero) return match;
      return digits === undefined ? reference : expandGroup(digits, groups);
    },
  );
}

/** As many digits are taken for the group's number as the number of groups has; what follows them is text. */
function expandGroup(digits: string, groups: readonly (string | undefined)[]): string {
  const longest = groups.length === 0 ? 1 : Math.floor(Math.log10(groups.length)) + 1;
  let number = Number.parseInt(digits.slice(0, longest), 10);
  if (longest > 1 && number > groups.length) number = Number.parseInt(digits.slice(0, longest - 1), 10);
  return (groups[number - 1] ?? '') + digits.slice(String(number).length);
}
