import { expect, test } from 'vitest';
import { EventPatternError, matches, parsePattern } from '../../../src/languages/event-pattern/index.ts';

/** A sentence of docs/event-patterns.md, what of it is tested, a pattern and an event (JSON text, or what becomes it), and the verdict. */
export type VerdictRow = readonly [
  sentence: `EP-${number}`,
  what: string,
  pattern: unknown,
  event: unknown,
  matched: boolean,
];

/** One test for each row; an object is matched as it is, too. */
export function verdicts(rows: readonly VerdictRow[]): void {
  for (const [sentence, what, pattern, event, matched] of rows) {
    test(`${sentence}: ${what} → ${matched ? 'match' : 'no match'}`, () => {
      const parsed = parsePattern(textOf(pattern));
      expect(matches(parsed, textOf(event))).toBe(matched);
      if (typeof event !== 'string') expect(matches(parsed, JSON.parse(textOf(event)))).toBe(matched);
    });
  }
}

/** The pattern and what follows "Reason: "; a `§` in it stands for the pattern's text. */
export type ErrorRow = readonly [sentence: `EP-${number}`, pattern: string, reason: string];

export function refusals(rows: readonly ErrorRow[]): void {
  for (const [sentence, pattern, reason] of rows) {
    test(`${sentence}: ${pattern.slice(0, 100)} is refused`, () => {
      const error = errorOf(() => parsePattern(pattern));
      expect(error.message).toBe(
        `Event pattern is not valid. Reason: ${reason.replaceAll('§', () => pattern)}`,
      );
      expect(error.code).toBe('InvalidEventPatternException');
    });
  }
}

export function errorOf(action: () => unknown): EventPatternError {
  try {
    action();
  } catch (error) {
    if (error instanceof EventPatternError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
