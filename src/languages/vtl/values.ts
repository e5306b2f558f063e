import {
  isJsonNumber,
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  setOwn,
} from '../../core/json.ts';
import { compareNumbers, isJavaNumber, type JavaNumber, javaNumber, numberText } from './numbers.ts';
import type { Node } from './syntax.ts';

/**
 * What a template calculates with. Of a JSON document an object is Java's LinkedHashMap, an array json-smart's
 * JSONArray (which prints as JSON). What only templates make has classes of its own.
 */
export type Value =
  | null
  | string
  | JavaNumber
  | boolean
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

/** What stands in `$context`, as a template sees it: maps in it print nothing either. */
export function fromContext(value: Value): Value {
  if (typeof value === 'number') return javaNumber(String(value));
  if (isPlainMap(value)) return new ContextMap(value as JsonObject);
  if (value instanceof ArrayList) return new ArrayList(value.items.map(fromContext));
  if (value instanceof MapEntry) return new MapEntry(value.key, fromContext(value.value));
  return Array.isArray(value) ? fromJson(value as JsonValue) : value;
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
  if (value instanceof ContextMap) return value.entries as { [key: string]: Value };
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

/** A JSON value as the template's own, with numbers as Java has them. */
export function fromJson(value: JsonValue): Value {
  if (isJsonNumber(value)) return javaNumber(String(value));
  if (Array.isArray(value)) return value.map(fromJson);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromJson(member)]));
}

/** Java's `toString`, with null as the empty string that API Gateway prints for it. */
export function textOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (isJavaNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return jsonText(value, webString);
  if (value instanceof ArrayList) return `[${value.items.map(innerText).join(', ')}]`;
  if (value instanceof MapEntry) return `${value.key}=${innerText(value.value)}`;
  if (value instanceof HostObject) return `$${value.name}`;
  return isPlainMap(value)
    ? `{${Object.keys(value)
        .map((key) => `${key}=${innerText(memberOf(value, key))}`)
        .join(', ')}}`
    : '';
}

/** Inside a collection Java prints null as a word. */
function innerText(value: Value): string {
  return value === null ? 'null' : textOf(value);
}

/** A value as JSON text, as json-smart writes it. */
export function jsonText(value: Value, quote: (text: string) => string = JSON.stringify): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (isJavaNumber(value)) return numberText(value);
  const items = listItems(value);
  if (items) return `[${items.map((item) => jsonText(item, quote)).join(',')}]`;
  const entries = mapEntries(value);
  if (!entries) return quote(textOf(value));
  const members = Object.keys(entries).map(
    (key) => `${quote(key)}:${jsonText(memberOf(entries as { [key: string]: Value }, key), quote)}`,
  );
  return `{${members.join(',')}}`;
}

/** JSONArray prints strings so that they may stand in a web page. */
function webString(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(
      /[\x7f-\x9f\u2000-\u20ff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    );
}

/** A value as JSON: template-made lists and maps become arrays and objects. */
export function plainJson(value: Value): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (isJavaNumber(value)) return jsonNumber(value);
  const items = listItems(value);
  if (items) return items.map(plainJson);
  if (value instanceof ContextMap) return value.entries;
  if (!isPlainMap(value)) return textOf(value);
  const object: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(object, key, plainJson(memberOf(value, key)));
  return object;
}

function jsonNumber(value: JavaNumber): JsonValue {
  if (typeof value !== 'bigint') return value;
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : new JsonNumber(String(value));
}

/**
 * What a reference counts as in a condition: anything but false and null, the empty string and zero too. Literals and
 * calculations are never true; the renderer sees to that.
 */
export function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

/** Velocity's `==`: numbers by value, anything else by what it prints. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (isJavaNumber(left) && isJavaNumber(right)) return compareNumbers(left, right) === 0;
  return isSameKind(left, right) ? areSame(left, right) : textOf(left) === textOf(right);
}

/** Java's `equals`: what is of another class is never equal, so 1 is not 1.0 and not "1". */
export function areSame(left: Value, right: Value): boolean {
  if (!isSameKind(left, right)) return false;
  if (isJavaNumber(left) && isJavaNumber(right)) return compareNumbers(left, right) === 0;
  const [items, others] = [listItems(left), listItems(right)];
  if (items && others) {
    return items.length === others.length && items.every((item, at) => areSame(item, others[at] as Value));
  }
  const [entries, other] = [mapEntries(left), mapEntries(right)];
  if (!entries || !other) return left === right;
  const keys = Object.keys(entries);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && areSame(memberOf(entries, key), memberOf(other, key)))
  );
}

/** Whether two values are of the same class, as far as `equals` cares. */
export function isSameKind(left: Value, right: Value): boolean {
  return kindOf(left) === kindOf(right);
}

function kindOf(value: Value): string {
  if (listItems(value)) return 'list';
  return value === null ? 'null' : value instanceof JsonNumber ? 'decimal' : typeof value;
}
