import { ENTRY_METHODS, LIST_METHODS, MAP_METHODS } from './collection-methods.ts';
import { LOOP_METHODS } from './loop-state.ts';
import { BOOLEAN_METHODS, NUMBER_METHODS } from './number-methods.ts';
import { isJavaNumber } from './numbers.ts';
import { type Methods, overloadFor } from './signatures.ts';
import { STRING_METHODS } from './string-methods.ts';
import { VtlRenderError } from './syntax.ts';
import {
  ContextMap,
  fromContext,
  HostObject,
  listItems,
  MapEntry,
  mapEntries,
  memberOf,
  plainJson,
  textOf,
  type Value,
} from './values.ts';

/** Every method name that some value understands; others fail when the template is loaded. */
export const METHOD_NAMES: ReadonlySet<string> = new Set([
  'toString',
  ...LOOP_METHODS,
  ...[STRING_METHODS, NUMBER_METHODS, BOOLEAN_METHODS, LIST_METHODS, MAP_METHODS, ENTRY_METHODS].flatMap(
    Object.keys,
  ),
]);

/** Calls a method as Velocity does: on a value that lacks it, or has it for other arguments, the result is null. */
export function callMethod(self: Value, name: string, args: readonly Value[]): Value {
  if (!(self instanceof ContextMap)) return invoke(self, name, args);
  const given = args.map((arg, at) => (at === 0 && !mapEntries(arg) ? arg : (plainJson(arg) as Value)));
  return fromContext(invoke(self, name, given));
}

function invoke(self: Value, name: string, args: readonly Value[]): Value {
  if (self === null) return null;
  if (self instanceof HostObject) return own(self.methods, name)?.(...args) ?? null;
  if (typeof self === 'string') return call(STRING_METHODS, self, name, args);
  if (isJavaNumber(self)) return call(NUMBER_METHODS, self, name, args);
  if (typeof self === 'boolean') return call(BOOLEAN_METHODS, self, name, args);
  if (self instanceof MapEntry) return call(ENTRY_METHODS, self, name, args);
  const items = listItems(self);
  if (items) return call(LIST_METHODS, items as Value[], name, args, self);
  const entries = mapEntries(self);
  return entries ? call(MAP_METHODS, entries, name, args, self) : null;
}

function call<Self extends Value>(
  methods: Methods<Self>,
  self: Self,
  name: string,
  args: readonly Value[],
  whole: Value = self,
): Value {
  const overloads = own(methods, name);
  const overload = overloads && overloadFor(overloads, args);
  if (overload) return overload(self, ...args);
  return name === 'toString' && args.length === 0 ? textOf(whole) : null;
}

function entryOf(self: Value, entries: { readonly [key: string]: Value }, key: string): Value {
  const value = memberOf(entries, key);
  return self instanceof ContextMap ? fromContext(value) : value;
}

function own<Member>(members: Readonly<Record<string, Member>>, name: string): Member | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** `.name`: a map's entry; of anything else a bean's property ("empty" is `isEmpty()`, "key" is `getKey()`). */
export function propertyOf(self: Value, name: string): Value {
  if (self instanceof HostObject) return own(self.properties, name)?.() ?? null;
  const entries = self === null ? undefined : mapEntries(self);
  if (entries) return entryOf(self, entries, name);
  const bean = name.charAt(0).toUpperCase() + name.slice(1);
  return callMethod(self, `get${bean}`, []) ?? callMethod(self, `is${bean}`, []);
}

/** `[index]`: a list's item, where a negative index counts from the end, or a map's entry. */
export function itemOf(self: Value, index: Value): Value {
  const items = self === null ? undefined : listItems(self);
  if (items) {
    if (typeof index !== 'bigint') return null;
    return callMethod(self, 'get', [index < 0n ? index + BigInt(items.length) : index]);
  }
  const entries = self === null ? undefined : mapEntries(self);
  if (entries) return entryOf(self, entries, textOf(index));
  if (typeof index === 'bigint' && index < 0n) {
    throw new VtlRenderError(`A negative index needs a list, and ${textOf(self)} is none`);
  }
  return null;
}
