import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { invalidEvent } from './error.ts';
import { asUtf8 } from './ignore-case.ts';
import { JsonReader, type Token } from './json-reader.ts';
import { JsonError } from './json-source.ts';
import { comparable } from './number.ts';

/**
 * The leaves of an event, by path, as event-ruler's `Event` has them: objects are flattened to dotted paths and
 * arrays vanish, but each leaf remembers which elements of which arrays it is inside of.
 */
export type Leaves = ReadonlyMap<string, readonly Leaf[]>;

export interface Leaf {
  readonly value: LeafValue;
  /** The innermost array element around the leaf. A leaf that is itself an element belongs to no element. */
  readonly element: ArrayElement | undefined;
}

export type LeafValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number | undefined }
  | { readonly kind: 'literal'; readonly value: true | false | null };

/** An element of an array, being an object or an array itself. */
export interface ArrayElement {
  readonly array: ArrayNode;
  readonly index: number;
}

export interface ArrayNode {
  /** Arrays are numbered as they come. */
  readonly id: number;
  readonly path: string;
  /** The element of another array that this array is inside of. */
  readonly parent: ArrayElement | undefined;
}

/** As deep as Jackson goes. */
const DEEPEST = 1000;

/** @param event JSON text, or an object as `JSON.parse` or `parseJson` makes it */
export type EventInput = string | JsonObject;

/**
 * Collects the leaves of the given paths.
 * @throws EventPatternError ValidationException when the event is no JSON object
 */
export function leavesOf(event: EventInput, paths: ReadonlySet<string>): Leaves {
  const collector = new Collector(paths);
  if (typeof event === 'string') readText(event, collector);
  else if (isJsonObject(event)) walkObject(event, undefined, undefined, 1, collector);
  else throw invalidEvent();
  return collector.leaves;
}

class Collector {
  readonly leaves = new Map<string, Leaf[]>();
  private readonly paths: ReadonlySet<string>;
  private arrays = 0;

  constructor(paths: ReadonlySet<string>) {
    this.paths = paths;
  }

  wants(path: string): boolean {
    return this.paths.has(path);
  }

  add(path: string, value: LeafValue, element: ArrayElement | undefined): void {
    const leaves = this.leaves.get(path);
    if (leaves) leaves.push({ value, element });
    else this.leaves.set(path, [{ value, element }]);
  }

  array(path: string, parent: ArrayElement | undefined): ArrayNode {
    return { id: this.arrays++, path, parent };
  }
}

/** An event's key that comes twice gives leaves twice, unlike in `JSON.parse`. */
function readText(text: string, collector: Collector): void {
  const reader = new JsonReader(text);
  try {
    if (reader.next() !== 'start-object') throw invalidEvent();
    readObject(reader, undefined, undefined, collector);
    if (reader.next() !== 'end') throw invalidEvent();
  } catch (error) {
    throw error instanceof JsonError ? invalidEvent() : error;
  }
}

/** @param path undefined at the root */
function readObject(
  reader: JsonReader,
  path: string | undefined,
  element: ArrayElement | undefined,
  collector: Collector,
): void {
  while (reader.next() !== 'end-object') {
    const memberPath = join(path, reader.text());
    const token = reader.next();
    readValue(reader, token, memberPath, element, element, collector);
  }
}

/**
 * @param around the innermost array element around the value
 * @param inside the innermost array element around what is inside the value
 */
function readValue(
  reader: JsonReader,
  token: Token,
  path: string,
  around: ArrayElement | undefined,
  inside: ArrayElement | undefined,
  collector: Collector,
): void {
  if (token === 'start-object') readObject(reader, path, inside, collector);
  else if (token === 'start-array') readArray(reader, path, inside, collector);
  else {
    const text = reader.text();
    if (collector.wants(path)) collector.add(path, valueOfToken(token, text), around);
  }
}

function readArray(
  reader: JsonReader,
  path: string,
  element: ArrayElement | undefined,
  collector: Collector,
): void {
  const array = collector.array(path, element);
  let index = 0;
  for (let token = reader.next(); token !== 'end-array'; token = reader.next()) {
    readValue(reader, token, path, element, { array, index: index++ }, collector);
  }
}

function valueOfToken(token: Token, text: string): LeafValue {
  switch (token) {
    case 'string':
      return { kind: 'string', text: asUtf8(text) };
    case 'number':
      return { kind: 'number', text, value: comparable(text) };
    case 'null':
      return { kind: 'literal', value: null };
    default:
      return { kind: 'literal', value: token === 'true' };
  }
}

function walkObject(
  object: JsonObject,
  path: string | undefined,
  element: ArrayElement | undefined,
  depth: number,
  collector: Collector,
): void {
  if (depth > DEEPEST) throw invalidEvent();
  for (const key of Object.keys(object)) {
    walkValue(object[key] as JsonValue, join(path, key), element, element, depth, collector);
  }
}

function walkValue(
  value: JsonValue,
  path: string,
  around: ArrayElement | undefined,
  inside: ArrayElement | undefined,
  depth: number,
  collector: Collector,
): void {
  if (Array.isArray(value)) walkArray(value, path, inside, depth + 1, collector);
  else if (isJsonObject(value)) walkObject(value, path, inside, depth + 1, collector);
  else if (collector.wants(path)) collector.add(path, leafValue(value), around);
}

function walkArray(
  items: readonly JsonValue[],
  path: string,
  element: ArrayElement | undefined,
  depth: number,
  collector: Collector,
): void {
  if (depth > DEEPEST) throw invalidEvent();
  const array = collector.array(path, element);
  items.forEach((item, index) => {
    walkValue(item, path, element, { array, index }, depth, collector);
  });
}

function leafValue(value: JsonValue): LeafValue {
  if (typeof value === 'string') return { kind: 'string', text: asUtf8(value) };
  if (isJsonNumber(value)) {
    const text = String(value);
    return { kind: 'number', text, value: comparable(text) };
  }
  return { kind: 'literal', value: value as true | false | null };
}

function join(path: string | undefined, key: string): string {
  return path === undefined ? key : `${path}.${key}`;
}
