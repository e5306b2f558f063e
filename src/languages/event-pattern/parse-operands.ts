import type { JsonReader } from './json-reader.ts';
import { comparable } from './number.ts';
import type { NumberMatcher, WildcardMatcher } from './pattern.ts';
import { parseWildcard, WildcardError } from './wildcard.ts';

/** What operators have in common with anything-but, which encloses some of them. */

export function numberMatcher(text: string): NumberMatcher {
  const value = comparable(text);
  const equalsNothing = value === undefined && /[.eE]/.test(text);
  return { kind: 'number', value, text: equalsNothing ? `${text} (not a double)` : text };
}

/** @throws JsonError when the wildcard's syntax is wrong */
export function wildcardMatcher(reader: JsonReader, text: string): WildcardMatcher {
  try {
    return { kind: 'wildcard', text, parts: parseWildcard(text) };
  } catch (error) {
    throw error instanceof WildcardError ? reader.error(error.message) : error;
  }
}

export function tooManyElements(reader: JsonReader): Error {
  return reader.error('Too many elements in numeric expression');
}
