import { isJsonNumber, type JsonObject } from '../../core/json.ts';
import { ENTRY_METHODS, LIST_METHODS, MAP_METHODS } from './collection-methods.ts';
import { NUMBER_METHODS, STRING_METHODS } from './string-methods.ts';
import {
  ContextMap,
  HostObject,
  isPlainMap,
  listItems,
  MapEntry,
  mapEntries,
  memberOf,
  plainJson,
  textOf,
  type Value,
} from './values.ts';

type Method = (...args: Value[]) => Value;

/** Every method name that some value understands; others fail when the template is loaded. */
export const METHOD_NAMES: ReadonlySet<string> = new Set([
  'toString',
  ...[STRING_METHODS, NUMBER_METHODS, LIST_METHODS, MAP_METHODS, ENTRY_METHODS].flatMap(Object.keys),
]);

/** Calls a method as Velocity does: on a value that lacks it, the result is null. */
export function callMethod(self: Value, name: string, args: readonly Value[]): Value {
  if (!(self instanceof ContextMap)) return methodOf(self, name)?.(...args) ?? null;
  return inContext(methodOf(self, name)?.(...args.map(plainJson)) ?? null);
}

/** What lies inside `$context` prints nothing either, if it is a map. */
function inContext(value: Value): Value {
  return isPlainMap(value) ? new ContextMap(value as JsonObject) : value;
}

function entryOf(self: Value, entries: { readonly [key: string]: Value }, key: string): Value {
  const value = memberOf(entries, key);
  return self instanceof ContextMap ? inContext(value) : value;
}

function methodOf(self: Value, name: string): Method | undefined {
  if (self === null) return undefined;
  if (self instanceof HostObject) return own(self.methods, name);
  if (name === 'toString') return () => textOf(self);
  if (typeof self === 'string') return bound(STRING_METHODS, name, self);
  if (isJsonNumber(self)) return bound(NUMBER_METHODS, name, self.valueOf());
  if (typeof self === 'boolean') return bound(NUMBER_METHODS, name, Number(self));
  if (self instanceof MapEntry) return bound(ENTRY_METHODS, name, self);
  const items = listItems(self);
  if (items) return bound(LIST_METHODS, name, items as Value[]);
  const entries = mapEntries(self);
  return entries && bound(MAP_METHODS, name, entries);
}

function bound<Self>(
  methods: Readonly<Record<string, (self: Self, ...args: Value[]) => Value>>,
  name: string,
  self: Self,
): Method | undefined {
  const method = own(methods, name);
  return method && ((...args) => method(self, ...args));
}

function own<Member>(members: Readonly<Record<string, Member>>, name: string): Member | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** `.name`: a map's entry, a bean's property ("empty" is `isEmpty()`, "key" is `getKey()`), or null. */
export function propertyOf(self: Value, name: string): Value {
  if (self instanceof HostObject) return own(self.properties, name)?.() ?? null;
  const entries = self === null ? undefined : mapEntries(self);
  if (entries && Object.hasOwn(entries, name)) return entryOf(self, entries, name);
  const bean = name.charAt(0).toUpperCase() + name.slice(1);
  return callMethod(self, `get${bean}`, []) ?? callMethod(self, `is${bean}`, []);
}

/** `[index]`: a list's item, where a negative index counts from the end, or a map's entry. */
export function itemOf(self: Value, index: Value): Value {
  const items = self === null ? undefined : listItems(self);
  if (items) {
    const at = Number(index);
    return (at < 0 ? items[items.length + at] : items[at]) ?? null;
  }
  const entries = self === null ? undefined : mapEntries(self);
  return entries ? entryOf(self, entries, textOf(index)) : null;
}
