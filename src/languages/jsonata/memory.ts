import { JsonNumber } from '../../core/json.ts';
import { isFunction } from './functions.ts';

/**
 * What a value holds, in bytes, as far as AWS's bound has been measured from outside: a number, boolean or
 * null counts eight, a string and a key one per character. A function counts eight too: what it closes over
 * is no part of it. A part that is referred to twice counts twice, as it would when written out. Stops as
 * soon as `enough` is exceeded.
 */
export function measure(value: unknown, enough: number): number {
  let total = 0;
  const pending: unknown[] = [value];
  while (pending.length > 0 && total <= enough) {
    const next = pending.pop();
    if (typeof next === 'string') {
      total += next.length;
    } else if (Array.isArray(next)) {
      if (next.length > enough - total) return enough + 1;
      for (const member of next) pending.push(member);
    } else if (
      typeof next === 'object' &&
      next !== null &&
      !isFunction(next) &&
      !(next instanceof JsonNumber)
    ) {
      for (const key of Object.keys(next)) {
        total += key.length;
        pending.push((next as Record<string, unknown>)[key]);
      }
    } else {
      total += 8;
    }
  }
  return total;
}
