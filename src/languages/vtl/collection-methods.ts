import { type JsonObject, type JsonValue, setOwn } from '../../core/json.ts';
import { VtlRenderError } from './syntax.ts';
import {
  ArrayList,
  areEqual,
  listItems,
  MapEntry,
  mapEntries,
  memberOf,
  textOf,
  type Value,
} from './values.ts';

type ListMethod = (items: Value[], ...args: Value[]) => Value;
type Entries = { [key: string]: Value };
type MapMethod = (entries: Entries, ...args: Value[]) => Value;

/** The methods of java.util.List. */
export const LIST_METHODS: Readonly<Record<string, ListMethod>> = {
  add: (items, ...args) => {
    if (args.length === 2) items.splice(indexIn(items, args[0] as Value, 1), 0, args[1] as Value);
    else items.push(args[0] ?? null);
    return true;
  },
  addAll: (items, other) => {
    const added = listItems(other ?? null) ?? [];
    items.push(...added);
    return added.length > 0;
  },
  clear: (items) => {
    items.length = 0;
    return null;
  },
  contains: (items, item) => items.some((each) => areEqual(each, item ?? null)),
  containsAll: (items, other) =>
    (listItems(other ?? null) ?? []).every((item) => items.some((each) => areEqual(each, item))),
  equals: (items, other) => areEqual(items, other ?? null),
  get: (items, index) => items[indexIn(items, index ?? null)] ?? null,
  indexOf: (items, item) => items.findIndex((each) => areEqual(each, item ?? null)),
  isEmpty: (items) => items.length === 0,
  lastIndexOf: (items, item) => items.findLastIndex((each) => areEqual(each, item ?? null)),
  remove: (items, item) => removeFrom(items, item ?? null),
  set: (items, index, item) => items.splice(indexIn(items, index ?? null), 1, item ?? null)[0] ?? null,
  size: (items) => items.length,
  subList: (items, from, to) => new ArrayList(items.slice(Number(from), Number(to))),
};

function indexIn(items: readonly Value[], index: Value, slack = 0): number {
  const at = Number(index);
  if (Number.isInteger(at) && at >= 0 && at < items.length + slack) return at;
  throw new VtlRenderError(`Index ${textOf(index)} is out of bounds for a list of ${items.length}`);
}

/** Java removes by position for a number, else by value. */
function removeFrom(items: Value[], item: Value): Value {
  if (typeof item === 'number') return items.splice(indexIn(items, item), 1)[0] ?? null;
  const at = items.findIndex((each) => areEqual(each, item));
  if (at >= 0) items.splice(at, 1);
  return at >= 0;
}

/** The methods of java.util.Map. */
export const MAP_METHODS: Readonly<Record<string, MapMethod>> = {
  clear: (entries) => {
    for (const key of Object.keys(entries)) delete entries[key];
    return null;
  },
  containsKey: (entries, key) => Object.hasOwn(entries, textOf(key ?? null)),
  containsValue: (entries, value) => Object.values(entries).some((each) => areEqual(each, value ?? null)),
  entrySet: (entries) =>
    new ArrayList(Object.keys(entries).map((key) => new MapEntry(key, memberOf(entries, key)))),
  equals: (entries, other) => areEqual(entries, other ?? null),
  get: (entries, key) => memberOf(entries, textOf(key ?? null)),
  getOrDefault: (entries, key, otherwise) =>
    Object.hasOwn(entries, textOf(key ?? null))
      ? memberOf(entries, textOf(key ?? null))
      : (otherwise ?? null),
  isEmpty: (entries) => Object.keys(entries).length === 0,
  keySet: (entries) => new ArrayList(Object.keys(entries)),
  put: (entries, key, value) => {
    const former = memberOf(entries, textOf(key ?? null));
    putInto(entries, textOf(key ?? null), value ?? null);
    return former;
  },
  putAll: (entries, other) => {
    const added = mapEntries(other ?? null) ?? {};
    for (const key of Object.keys(added)) putInto(entries, key, memberOf(added, key));
    return null;
  },
  putIfAbsent: (entries, key, value) => {
    const former = memberOf(entries, textOf(key ?? null));
    if (former === null) putInto(entries, textOf(key ?? null), value ?? null);
    return former;
  },
  remove: (entries, key) => {
    const former = memberOf(entries, textOf(key ?? null));
    delete entries[textOf(key ?? null)];
    return former;
  },
  size: (entries) => Object.keys(entries).length,
  values: (entries) => new ArrayList(Object.values(entries)),
};

/** A key from a client's document never reaches an object's prototype. */
export function putInto(entries: Entries, key: string, value: Value): void {
  setOwn(entries as JsonObject, key, value as JsonValue);
}

type EntryMethod = (entry: MapEntry) => Value;

export const ENTRY_METHODS: Readonly<Record<string, EntryMethod>> = {
  getKey: (entry) => entry.key,
  getValue: (entry) => entry.value,
};
