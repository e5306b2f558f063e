import { type JsonObject, stringifyJson } from '../core/json.ts';
import { EventPatternError, explain, type Pattern, parsePattern } from '../languages/event-pattern/index.ts';
import type { Diagnosis } from './expectation.ts';

/** Why an event misses a pattern. Nothing for a pattern that is not valid: the server's word about it counts. */
export function diagnosis(patternText: string): ((event: JsonObject) => Diagnosis) | undefined {
  const pattern = parsed(patternText);
  if (!pattern) return undefined;
  return (event) => {
    const failed = explain(pattern, stringifyJson(event)).leaves.filter(({ matched }) => !matched);
    return { distance: failed.length, reasons: failed.map(({ text }) => text) };
  };
}

function parsed(patternText: string): Pattern | undefined {
  try {
    return parsePattern(patternText);
  } catch (error) {
    if (error instanceof EventPatternError) return undefined;
    throw error;
  }
}
