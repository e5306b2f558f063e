/**
 * JSONPath as Step Functions reads it (Jayway's dialect): children, indexes, slices, wildcards, filters,
 * descendants, and functions at the end of a path. A path is read once and evaluated often.
 */
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../core/json.ts';
import { definitePrefix, evaluateSegments, isDefinite } from './evaluate.ts';
import { parseSegments } from './parse.ts';
import { Scanner, type Segment } from './syntax.ts';

export { JsonPathSyntaxError } from './syntax.ts';

export interface JsonPath {
  /** As written. */
  readonly text: string;
  /** Names one place at most. Otherwise `read` always gives a list, empty when nothing is found. */
  readonly definite: boolean;
  /** A path that may be written to: children and non-negative indexes only. */
  readonly isReference: boolean;
  /** What the path names in a document, or undefined when a definite path names nothing. */
  read(document: JsonValue): JsonValue | undefined;
  /**
   * Whether what precedes the first wildcard, slice or filter is there. Jayway's reader fails where it is not, as API
   * Gateway does; Step Functions takes it for an empty list.
   */
  startsIn(document: JsonValue): boolean;
  /** Whether `read` gave undefined only because its last index lies past an array's end. */
  endsPastArray(document: JsonValue): boolean;
  /** Why `read` gave undefined, in the words of AWS's path reader. */
  explainMissing(document: JsonValue): string;
  /** A copy of the document with `value` at the place; objects on the way are made as needed. */
  write(document: JsonValue, value: JsonValue): JsonValue;
}

/**
 * @param text a path that begins with `$`
 * @throws JsonPathSyntaxError
 */
export function compilePath(text: string): JsonPath {
  const scanner = new Scanner(text);
  if (!scanner.take('$')) scanner.fail('a path begins with $');
  const segments = parseSegments(scanner);
  const definite = isDefinite(segments);
  const steps = plainSteps(segments);
  return {
    text,
    definite,
    isReference: steps !== undefined,
    read: reader(segments, steps, definite),
    startsIn: (document) => evaluateSegments(definitePrefix(segments), document).length > 0,
    endsPastArray: (document) => endsPastArray(segments, document),
    explainMissing: (document) => explainMissing(segments, document),
    write: (document, value) => writeAt(steps ?? [], 0, document, value),
  };
}

type Steps = readonly (string | number)[];

/** The names and indexes of a path that has nothing else. */
function plainSteps(segments: readonly Segment[]): Steps | undefined {
  const steps: (string | number)[] = [];
  for (const segment of segments) {
    if (segment.kind === 'child') steps.push(segment.name);
    else if (segment.kind === 'index' && segment.index >= 0) steps.push(segment.index);
    else return undefined;
  }
  return steps;
}

/** Nearly every path of a machine is plain: those walk without building lists. */
function reader(
  segments: readonly Segment[],
  steps: Steps | undefined,
  definite: boolean,
): (document: JsonValue) => JsonValue | undefined {
  if (steps) return (document) => walk(steps, document);
  if (definite) return (document) => evaluateSegments(segments, document)[0];
  return (document) => evaluateSegments(segments, document);
}

function walk(steps: Steps, document: JsonValue): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const step of steps) {
    value = typeof step === 'number' ? elementOf(value, step) : propertyOf(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

function elementOf(value: JsonValue, index: number): JsonValue | undefined {
  return Array.isArray(value) ? value[index] : undefined;
}

function propertyOf(value: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function endsPastArray(segments: readonly Segment[], document: JsonValue): boolean {
  const last = segments[segments.length - 1];
  if (last?.kind !== 'index' || last.index < 0) return false;
  const [array] = evaluateSegments(segments.slice(0, -1), document);
  return Array.isArray(array) && last.index >= array.length;
}

/** Source: causes recorded from Step Functions; the wording is that of Jayway's PathNotFoundException. */
function explainMissing(segments: readonly Segment[], document: JsonValue): string {
  let path = '$';
  let value: JsonValue = document;
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1;
    const here = path;
    path += bracketed(segment);
    const next = evaluateSegments([segment], value)[0];
    if (next !== undefined) {
      value = next;
    } else if (segment.kind === 'child' && !isJsonObject(value)) {
      return `Expected to find an object with property ['${segment.name}'] in path ${here} but found '${javaType(value)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.`;
    } else {
      return isLast ? `No results for path: ${path}` : `Missing property in path ${path}`;
    }
  }
  return `No results for path: ${path}`;
}

function bracketed(segment: Segment): string {
  if (segment.kind === 'child') return `['${segment.name}']`;
  return segment.kind === 'index' ? `[${segment.index}]` : '[*]';
}

function javaType(value: JsonValue): string {
  const node = 'com.fasterxml.jackson.databind.node.';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `${node}ArrayNode`;
  if (typeof value === 'string') return `${node}TextNode`;
  if (typeof value === 'boolean') return `${node}BooleanNode`;
  return Number.isInteger(Number(value)) ? `${node}IntNode` : `${node}DoubleNode`;
}

/** Thrown by `write` when a place cannot be made: an index outside an array, or a member of a scalar. */
export class JsonPathWriteError extends Error {
  override readonly name: string = 'JsonPathWriteError';
}

function writeAt(steps: Steps, at: number, document: JsonValue | undefined, value: JsonValue): JsonValue {
  const step = steps[at];
  if (step === undefined) return value;
  if (typeof step === 'number') return writeElement(steps, at, step, document, value);
  if (document !== undefined && !isJsonObject(document)) {
    throw new JsonPathWriteError(`'${step}' is no member of a value that is not an object`);
  }
  const copy: JsonObject = { ...document };
  setOwn(copy, step, writeAt(steps, at + 1, document && propertyOf(document, step), value));
  return copy;
}

function writeElement(
  steps: Steps,
  at: number,
  index: number,
  document: JsonValue | undefined,
  value: JsonValue,
): JsonValue {
  if (!Array.isArray(document) || index >= document.length) {
    throw new JsonPathWriteError(`there is no element ${index} to replace`);
  }
  const copy = document.slice();
  copy[index] = writeAt(steps, at + 1, document[index], value);
  return copy;
}
