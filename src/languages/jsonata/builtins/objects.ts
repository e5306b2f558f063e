import { isFunction, Native } from '../functions.ts';
import { parseSignature } from '../library.ts';
import { appendTo, lookup } from '../semantics.ts';
import { isObject, newSequence, setKey } from '../values.ts';

/**
 * Functions that copy or read keys which data chose. The library's own would take `__proto__` for the
 * prototype, and find `constructor` in every object.
 */
export const OBJECT_FUNCTIONS: Readonly<Record<string, Native>> = {
  lookup: new Native(2, (args) => lookup(args[0], args[1] as string), parseSignature('<x-s:x>')),
  keys: new Native(1, (args) => keys(args[0]), parseSignature('<x-:a<s>>')),
  merge: new Native(1, (args) => merge(args[0]), parseSignature('<a<o>:o>')),
  spread: new Native(1, (args) => spread(args[0]), parseSignature('<x-:a<o>>')),
};

function keys(input: unknown): unknown {
  const results = newSequence();
  const found = Array.isArray(input) ? new Set(input.flatMap(keysOf)) : keysOf(input);
  for (const key of found) results.push(key);
  return results;
}

function keysOf(input: unknown): string[] {
  if (Array.isArray(input)) return input.flatMap(keysOf);
  return isObject(input) && !isFunction(input) ? Object.keys(input) : [];
}

function merge(objects: unknown): unknown {
  if (objects === undefined) return undefined;
  const merged: Record<string, unknown> = {};
  for (const object of objects as readonly Record<string, unknown>[]) {
    for (const key of Object.keys(object)) setKey(merged, key, object[key]);
  }
  return merged;
}

function spread(input: unknown): unknown {
  if (Array.isArray(input)) {
    const all: unknown[] = input.length === 0 ? newSequence() : [];
    for (const member of input) appendTo(all, spread(member));
    return all;
  }
  if (!isObject(input) || isFunction(input)) return input;
  const results = newSequence();
  for (const key of Object.keys(input)) {
    const single: Record<string, unknown> = {};
    setKey(single, key, input[key]);
    results.push(single);
  }
  return results;
}
