import type { Fault } from '../error.ts';
import { type FunctionValue, Native } from '../functions.ts';
import { parseSignature } from '../library.ts';
import { mergeSort } from '../nodes/sort.ts';
import { toDoubles } from '../numbers.ts';
import { callBack } from '../regex.ts';
import { isArrayOfNumbers, isArrayOfStrings, toBoolean } from '../semantics.ts';
import { type Marked, newSequence, setKey } from '../values.ts';

/**
 * The functions that take a function: asynchronous in the library, so written anew, with its behaviour.
 */
export const HIGHER_ORDER_FUNCTIONS: Readonly<Record<string, Native>> = {
  map: new Native(2, (args) => map(args[0] as Items, args[1]), parseSignature('<af>')),
  filter: new Native(2, (args) => filter(args[0] as Items, args[1]), parseSignature('<af>')),
  single: new Native(2, (args) => single(args[0] as Items, args[1]), parseSignature('<af?>')),
  reduce: new Native(
    3,
    (args) => reduce(args[0] as Items, args[1] as FunctionValue, args[2]),
    parseSignature('<afj?:j>'),
  ),
  sift: new Native(2, (args) => sift(args[0], args[1]), parseSignature('<o-f?:o>')),
  each: new Native(2, (args) => each(args[0], args[1]), parseSignature('<o-f:a>')),
  sort: new Native(2, (args) => sort(args[0] as Items, args[1]), parseSignature('<af?:a>')),
};

type Items = Marked | undefined;

/** Value, key and whole, as far as the callback has parameters for them. */
function callWith(callback: unknown, value: unknown, key: unknown, whole: unknown): unknown {
  const { arity } = callback as FunctionValue;
  if (arity >= 3) return callBack(callback, [value, key, whole]);
  return callBack(callback, arity >= 2 ? [value, key] : [value]);
}

function map(items: Items, callback: unknown): unknown {
  if (items === undefined) return undefined;
  const results = newSequence();
  for (let i = 0; i < items.length; i++) {
    const result = callWith(callback, items[i], i, items);
    if (result !== undefined) results.push(result);
  }
  return results;
}

function filter(items: Items, callback: unknown): unknown {
  if (items === undefined) return undefined;
  const results = newSequence();
  for (let i = 0; i < items.length; i++) {
    if (toBoolean(callWith(callback, items[i], i, items))) results.push(items[i]);
  }
  return results;
}

function single(items: Items, callback: unknown): unknown {
  if (items === undefined) return undefined;
  let found: { readonly item: unknown } | undefined;
  for (let i = 0; i < items.length; i++) {
    if (callback !== undefined && !toBoolean(callWith(callback, items[i], i, items))) continue;
    if (found) throw { code: 'D3138', index: i } satisfies Fault;
    found = { item: items[i] };
  }
  if (!found) throw { code: 'D3139' } satisfies Fault;
  return found.item;
}

function reduce(items: Items, callback: FunctionValue, initial: unknown): unknown {
  if (items === undefined) return undefined;
  const { arity } = callback;
  if (arity < 2) throw { code: 'D3050', index: 1 } satisfies Fault;
  const startsWithFirst = initial === undefined && items.length > 0;
  let result = startsWithFirst ? items[0] : initial;
  for (let i = startsWithFirst ? 1 : 0; i < items.length; i++) {
    result = callBack(callback, [result, items[i], i, items].slice(0, Math.min(arity, 4)));
  }
  return result;
}

function sift(object: unknown, callback: unknown): unknown {
  const result: Record<string, unknown> = {};
  for (const [key, value] of entriesOf(object)) {
    if (toBoolean(callWith(callback, value, key, object))) setKey(result, key, value);
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

function each(object: unknown, callback: unknown): unknown {
  const results = newSequence();
  for (const [key, value] of entriesOf(object)) {
    const result = callWith(callback, value, key, object);
    if (result !== undefined) results.push(result);
  }
  return results;
}

function entriesOf(object: unknown): [string, unknown][] {
  return object === undefined || object === null ? [] : Object.entries(object);
}

function sort(items: Items, comparator: unknown): unknown {
  if (items === undefined || items.length <= 1) return items;
  if (comparator !== undefined) {
    return mergeSort(items, (left, right) => Boolean(callBack(comparator, [left, right])));
  }
  if (!isArrayOfNumbers(toDoubles(items)) && !isArrayOfStrings(items))
    throw { code: 'D3070', index: 1 } satisfies Fault;
  return mergeSort(items, (left, right) => (left as string) > (right as string));
}
