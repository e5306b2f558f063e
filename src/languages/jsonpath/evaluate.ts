import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { callFunction } from './functions.ts';
import type { Segment } from './syntax.ts';

/**
 * Whether a path can name one place at most; any other path gives the list of what it finds. Several names at the end,
 * `['a','b']`, make one object of those members.
 */
export function isDefinite(segments: readonly Segment[]): boolean {
  return segments.every((segment, at) => isDefiniteSegment(segment, at === segments.length - 1));
}

function isDefiniteSegment({ kind }: Segment, isLast: boolean): boolean {
  return kind === 'child' || kind === 'index' || kind === 'function' || (isLast && kind === 'children');
}

/** The segments before the first one that may name several places: what they lead to has to be there. */
export function definitePrefix(segments: readonly Segment[]): readonly Segment[] {
  const end = segments.findIndex((segment) => !isDefiniteSegment(segment, false));
  return end < 0 ? segments : segments.slice(0, end);
}

/** Every value that the segments name below `root`, in document order. */
export function evaluateSegments(segments: readonly Segment[], root: JsonValue): JsonValue[] {
  const found: JsonValue[] = [];
  visit(segments, 0, root, root, found);
  return found;
}

function visit(
  segments: readonly Segment[],
  at: number,
  value: JsonValue,
  root: JsonValue,
  found: JsonValue[],
): void {
  const segment = segments[at];
  if (segment === undefined) {
    found.push(value);
  } else if (segment.kind === 'descendants') {
    descend(segments, at + 1, value, root, found);
  } else if (segment.kind === 'function') {
    callOn(segments, at, value, root, found);
  } else if (segment.kind === 'children' && at === segments.length - 1) {
    if (isJsonObject(value)) found.push(pick(value, segment.names));
  } else {
    for (const next of select(segment, value, root)) visit(segments, at + 1, next, root, found);
  }
}

function pick(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => property(value, name).map((member) => [name, member])));
}

/** Tries the segments on a node, then on every node below it. A filter meets an array's items one by one anyway. */
function descend(
  segments: readonly Segment[],
  at: number,
  value: JsonValue,
  root: JsonValue,
  found: JsonValue[],
): void {
  const meetsItems = segments[at]?.kind === 'filter' && Array.isArray(value);
  if (!meetsItems) visit(segments, at, value, root, found);
  for (const child of members(value)) descend(segments, at, child, root, found);
}

function callOn(
  segments: readonly Segment[],
  at: number,
  value: JsonValue,
  root: JsonValue,
  found: JsonValue[],
): void {
  const segment = segments[at] as Extract<Segment, { kind: 'function' }>;
  const result = callFunction(segment.name, value, segment.arguments);
  if (result !== undefined) visit(segments, at + 1, result, root, found);
}

function select(segment: Segment, value: JsonValue, root: JsonValue): readonly JsonValue[] {
  switch (segment.kind) {
    case 'child':
      return property(value, segment.name);
    case 'children':
      return segment.names.flatMap((name) => property(value, name));
    case 'index':
      return element(value, segment.index);
    case 'indexes':
      return segment.indexes.flatMap((index) => element(value, index));
    case 'slice':
      return Array.isArray(value) ? value.slice(segment.from, segment.to) : [];
    case 'wildcard':
      return members(value);
    case 'filter':
      return (isJsonObject(value) ? [value] : members(value)).filter((item) => segment.test(item, root));
    default:
      return [];
  }
}

function members(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

function property(value: JsonValue, name: string): JsonValue[] {
  return isJsonObject(value) && Object.hasOwn(value, name) ? [value[name] as JsonValue] : [];
}

function element(value: JsonValue, index: number): JsonValue[] {
  if (!Array.isArray(value)) return [];
  const at = index < 0 ? value.length + index : index;
  return at >= 0 && at < value.length ? [value[at] as JsonValue] : [];
}
