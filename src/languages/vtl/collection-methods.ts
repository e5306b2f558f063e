import { type JsonObject, type JsonValue, setOwn } from '../../core/json.ts';
import { int, type Methods } from './signatures.ts';
import { VtlRenderError } from './syntax.ts';
import {
  ArrayList,
  areSame,
  listItems,
  MapEntry,
  mapEntries,
  memberOf,
  textOf,
  type Value,
} from './values.ts';

type Entries = { [key: string]: Value };

const itemsOf = (value: Value | undefined): readonly Value[] => listItems(value ?? null) ?? [];
const entriesOf = (value: Value | undefined): Entries => mapEntries(value ?? null) ?? {};
const keyOf = (value: Value | undefined): string => textOf(value ?? null);
const has = (items: readonly Value[], item: Value | undefined): boolean =>
  items.some((each) => areSame(each, item ?? null));

/** The methods of java.util.List, and of the sets that a map gives. */
export const LIST_METHODS: Methods<Value[]> = {
  add: {
    o: (items, item) => {
      items.push(item ?? null);
      return true;
    },
    io: (items, at, item) => {
      items.splice(indexIn(items, int(at), 1), 0, item ?? null);
      return null;
    },
  },
  addAll: {
    l: (items, other) => {
      const added = itemsOf(other);
      items.push(...added);
      return added.length > 0;
    },
  },
  clear: {
    '': (items) => {
      items.length = 0;
      return null;
    },
  },
  contains: { o: (items, item) => has(items, item) },
  containsAll: { l: (items, other) => itemsOf(other).every((item) => has(items, item)) },
  equals: { o: (items, other) => areSame(items, other ?? null) },
  get: { i: (items, index) => items[indexIn(items, int(index))] ?? null },
  indexOf: { o: (items, item) => BigInt(items.findIndex((each) => areSame(each, item ?? null))) },
  isEmpty: { '': (items) => items.length === 0 },
  lastIndexOf: { o: (items, item) => BigInt(items.findLastIndex((each) => areSame(each, item ?? null))) },
  remove: {
    i: (items, at) => items.splice(indexIn(items, int(at)), 1)[0] ?? null,
    o: (items, item) => removeWhere(items, (each) => areSame(each, item ?? null), 1),
  },
  removeAll: { l: (items, other) => removeWhere(items, (each) => has(itemsOf(other), each)) },
  retainAll: { l: (items, other) => removeWhere(items, (each) => !has(itemsOf(other), each)) },
  set: { io: (items, at, item) => items.splice(indexIn(items, int(at)), 1, item ?? null)[0] ?? null },
  size: { '': (items) => BigInt(items.length) },
  subList: { ii: (items, from, to) => subList(items, int(from), int(to)) },
  toArray: { '': (items) => new ArrayList([...items]) },
};

function indexIn(items: readonly Value[], at: number, slack = 0): number {
  if (at >= 0 && at < items.length + slack) return at;
  throw new VtlRenderError(`Index ${at} is out of bounds for a list of ${items.length}`);
}

function subList(items: readonly Value[], from: number, to: number): Value {
  if (from >= 0 && from <= to && to <= items.length) return new ArrayList(items.slice(from, to));
  throw new VtlRenderError(`subList: ${from} to ${to} is out of bounds for a list of ${items.length}`);
}

/** Whether anything was removed. */
function removeWhere(items: Value[], goes: (item: Value) => boolean, atMost = items.length): boolean {
  const before = items.length;
  for (let at = 0; at < items.length; ) {
    if (before - items.length < atMost && goes(items[at] as Value)) items.splice(at, 1);
    else at++;
  }
  return items.length < before;
}

/** The methods of java.util.Map. */
export const MAP_METHODS: Methods<Entries> = {
  clear: {
    '': (entries) => {
      for (const key of Object.keys(entries)) delete entries[key];
      return null;
    },
  },
  containsKey: { o: (entries, key) => Object.hasOwn(entries, keyOf(key)) },
  containsValue: { o: (entries, value) => has(Object.values(entries), value) },
  entrySet: {
    '': (entries) =>
      new ArrayList(Object.keys(entries).map((key) => new MapEntry(key, memberOf(entries, key)))),
  },
  equals: { o: (entries, other) => areSame(entries, other ?? null) },
  get: { o: (entries, key) => memberOf(entries, keyOf(key)) },
  getOrDefault: {
    oo: (entries, key, otherwise) =>
      Object.hasOwn(entries, keyOf(key)) ? memberOf(entries, keyOf(key)) : (otherwise ?? null),
  },
  isEmpty: { '': (entries) => Object.keys(entries).length === 0 },
  keySet: { '': (entries) => new ArrayList(Object.keys(entries)) },
  put: { oo: (entries, key, value) => replaced(entries, keyOf(key), value) },
  putAll: {
    m: (entries, other) => {
      const added = entriesOf(other);
      for (const key of Object.keys(added)) putInto(entries, key, memberOf(added, key));
      return null;
    },
  },
  putIfAbsent: {
    oo: (entries, key, value) =>
      memberOf(entries, keyOf(key)) === null
        ? replaced(entries, keyOf(key), value)
        : memberOf(entries, keyOf(key)),
  },
  remove: {
    o: (entries, key) => {
      const former = memberOf(entries, keyOf(key));
      delete entries[keyOf(key)];
      return former;
    },
  },
  replace: {
    oo: (entries, key, value) =>
      Object.hasOwn(entries, keyOf(key)) ? replaced(entries, keyOf(key), value) : null,
  },
  size: { '': (entries) => BigInt(Object.keys(entries).length) },
  values: { '': (entries) => new ArrayList(Object.values(entries)) },
};

/** Puts a value, and gives the one that was there. */
function replaced(entries: Entries, key: string, value: Value | undefined): Value {
  const former = memberOf(entries, key);
  putInto(entries, key, value ?? null);
  return former;
}

/** A key from a client's document never reaches an object's prototype. */
export function putInto(entries: Entries, key: string, value: Value): void {
  setOwn(entries as JsonObject, key, value as JsonValue);
}

export const ENTRY_METHODS: Methods<MapEntry> = {
  getKey: { '': (entry) => entry.key },
  getValue: { '': (entry) => entry.value },
};
