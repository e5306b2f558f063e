import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { invalidEvent } from './error.ts';
import { asUtf8 } from './ignore-case.ts';
import { JsonReader, type Token } from './json-reader.ts';
import { JsonError } from './json-source.ts';
import { LeafCollector } from './leaf-collector.ts';
import { comparableInEvent } from './number.ts';

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

/** JSON text, or the object that `JSON.parse` makes of it. */
export type EventInput = string | JsonObject;

/** As deep as Jackson goes. */
const DEEPEST = 1000;

/**
 * Collects the leaves of the given paths.
 * @throws EventPatternError ValidationException when the event is no JSON object, or nested more than 1,000 deep
 */
export function leavesOf(event: EventInput, paths: ReadonlySet<string>): Leaves {
  const collector = new LeafCollector(paths);
  if (typeof event === 'string') tellText(event, collector);
  else if (isJsonObject(event)) tellObject(event, 1, collector);
  else throw invalidEvent();
  return collector.leaves;
}

/** A key that comes twice is told twice, unlike after `JSON.parse`. */
function tellText(text: string, collector: LeafCollector): void {
  const reader = new JsonReader(text);
  try {
    if (reader.next() !== 'start-object') throw invalidEvent();
    tellTokens(reader, collector);
    if (reader.next() !== 'end') throw invalidEvent();
  } catch (error) {
    throw error instanceof JsonError ? invalidEvent() : error;
  }
}

/** From behind the start of the event's object to its end. */
function tellTokens(reader: JsonReader, collector: LeafCollector): void {
  for (let depth = 1; depth > 0; ) {
    const token = reader.next();
    if (token === 'start-object') collector.startObject();
    else if (token === 'start-array') collector.startArray();
    else if (token === 'end-object' || token === 'end-array') collector.end();
    else if (token !== 'field-name') collector.scalar(() => valueOfToken(token, reader.text()));
    else if (!collector.key(reader.text())) skipValue(reader);
    depth += DEPTH_CHANGE[token] ?? 0;
  }
}

const DEPTH_CHANGE: Readonly<Partial<Record<Token, number>>> = {
  'start-object': 1,
  'start-array': 1,
  'end-object': -1,
  'end-array': -1,
};

function skipValue(reader: JsonReader): void {
  let depth = 0;
  do depth += DEPTH_CHANGE[reader.next()] ?? 0;
  while (depth > 0);
}

function valueOfToken(token: Token, text: string): LeafValue {
  switch (token) {
    case 'string':
      return { kind: 'string', text: asUtf8(text) };
    case 'number':
      return { kind: 'number', text, value: comparableInEvent(text) };
    case 'null':
      return { kind: 'literal', value: null };
    default:
      return { kind: 'literal', value: token === 'true' };
  }
}

function tellObject(object: JsonObject, depth: number, collector: LeafCollector): void {
  if (depth > DEEPEST) throw invalidEvent();
  for (const key of Object.keys(object)) {
    if (collector.key(key)) tellValue(object[key] as JsonValue, depth, collector);
  }
}

function tellValue(value: JsonValue, depth: number, collector: LeafCollector): void {
  if (Array.isArray(value)) {
    if (depth === DEEPEST) throw invalidEvent();
    collector.startArray();
    for (const item of value) tellValue(item, depth + 1, collector);
    collector.end();
  } else if (isJsonObject(value)) {
    collector.startObject();
    tellObject(value, depth + 1, collector);
    collector.end();
  } else collector.scalar(() => leafValue(value));
}

function leafValue(value: string | number | boolean | null | object): LeafValue {
  if (typeof value === 'string') return { kind: 'string', text: asUtf8(value) };
  if (isJsonNumber(value)) {
    const text = String(value);
    return { kind: 'number', text, value: comparableInEvent(text) };
  }
  return { kind: 'literal', value: value as true | false | null };
}
