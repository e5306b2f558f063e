import { JsonNumber, type JsonObject, type JsonValue, stringifyJson } from '../../core/json.ts';
import type { Node } from './syntax.ts';

/**
 * What a template calculates with. JSON documents are used as they are: an object is Java's LinkedHashMap, an
 * array json-smart's JSONArray (which prints as JSON). What only templates make has classes of its own.
 */
export type Value =
  | null
  | string
  | number
  | boolean
  | JsonNumber
  | readonly Value[]
  | { [key: string]: Value }
  | ArrayList
  | MapEntry
  | ContextMap
  | Definition
  | HostObject;

/** A list literal or the result of a method: prints `[a, b]`. */
export class ArrayList {
  readonly items: Value[];
  constructor(items: Value[]) {
    this.items = items;
  }
}

/** An entry of `entrySet()`: prints `key=value`. */
export class MapEntry {
  readonly key: string;
  readonly value: Value;
  constructor(key: string, value: Value) {
    this.key = key;
    this.value = value;
  }
}

/** `$context` and its inner maps: they behave as maps, and print nothing (recorded from AWS). */
export class ContextMap {
  readonly entries: JsonObject;
  constructor(entries: JsonObject) {
    this.entries = entries;
  }
}

/** `#define($x)…#end`: rendered anew wherever `$x` is printed. */
export class Definition {
  readonly body: readonly Node[];
  constructor(body: readonly Node[]) {
    this.body = body;
  }
}

/** `$input` or `$util`: what its methods and properties give. */
export class HostObject {
  readonly name: string;
  readonly methods: Readonly<Record<string, (...args: Value[]) => Value>>;
  readonly properties: Readonly<Record<string, () => Value>>;
  constructor(
    name: string,
    methods: Readonly<Record<string, (...args: Value[]) => Value>>,
    properties: Readonly<Record<string, () => Value>> = {},
  ) {
    this.name = name;
    this.methods = methods;
    this.properties = properties;
  }
}

/** The items of anything that Java calls a list; undefined for other values. */
export function listItems(value: Value): readonly Value[] | undefined {
  if (value instanceof ArrayList) return value.items;
  return Array.isArray(value) ? value : undefined;
}

/** The entries of anything that Java calls a map; undefined for other values. */
export function mapEntries(value: Value): { [key: string]: Value } | undefined {
  if (value instanceof ContextMap) return value.entries;
  return isPlainMap(value) ? value : undefined;
}

/** Documents, `parseJson` and map literals all make plain objects; everything else here has a class. */
export function isPlainMap(value: Value): value is { [key: string]: Value } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** An own member: a client's "constructor" or "__proto__" is an ordinary key. */
export function memberOf(entries: { readonly [key: string]: Value }, key: string): Value {
  return Object.hasOwn(entries, key) ? (entries[key] as Value) : null;
}

/** Java's `toString`, with null as the empty string that API Gateway prints for it. */
export function textOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (isScalar(value)) return String(value);
  if (Array.isArray(value)) return stringifyJson(plainJson(value));
  if (value instanceof ArrayList) return `[${value.items.map(innerText).join(', ')}]`;
  if (value instanceof MapEntry) return `${value.key}=${innerText(value.value)}`;
  if (value instanceof HostObject) return `$${value.name}`;
  return isPlainMap(value)
    ? `{${Object.keys(value)
        .map((key) => entryText(value, key))
        .join(', ')}}`
    : '';
}

function entryText(entries: { readonly [key: string]: Value }, key: string): string {
  return `${key}=${innerText(memberOf(entries, key))}`;
}

/** Inside a collection Java prints null as a word. */
function innerText(value: Value): string {
  return value === null ? 'null' : textOf(value);
}

/** A value as JSON: template-made lists and maps become arrays and objects. */
export function plainJson(value: Value): JsonValue {
  const items = listItems(value);
  if (items) return items.map(plainJson);
  if (value instanceof ContextMap) return value.entries;
  if (isPlainMap(value)) {
    return Object.fromEntries(Object.keys(value).map((key) => [key, plainJson(memberOf(value, key))]));
  }
  return isScalar(value) ? value : textOf(value);
}

function isScalar(value: Value): value is null | string | number | boolean | JsonNumber {
  return value === null || typeof value !== 'object' || value instanceof JsonNumber;
}

/** Null, false and the empty string are false; API Gateway's missing values are null and empty at once. */
export function isTrue(value: Value): boolean {
  return value !== null && value !== false && value !== '';
}

/** Velocity's `==`: numbers by value, anything else by what it prints; null equals the empty string (recorded). */
export function areEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return isEmpty(left) && isEmpty(right);
  if (typeof left === 'number' && typeof right === 'number') return left === right;
  return textOf(left) === textOf(right);
}

function isEmpty(value: Value): boolean {
  return value === null || value === '';
}
