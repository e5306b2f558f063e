import { isJsonObject, type JsonObject, type JsonValue, setOwn, stringifyJson } from '../../../core/json.ts';

/** "detail.order.state", as patterns and columns name a field. Arrays have no index: any of their elements counts. */
export type FieldPath = string;

/** The first value at a path; undefined where there is none. */
export function valueAt(event: JsonValue, path: FieldPath): JsonValue | undefined {
  return firstAt(event, path.split('.'));
}

/** The first value at a path, as short text; "" where there is none. */
export function textAt(event: JsonValue, path: FieldPath): string {
  const value = valueAt(event, path);
  if (value === undefined) return '';
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** A key may itself hold dots, so every way to cut the path is tried, the shortest key first. */
function firstAt(value: JsonValue, keys: readonly string[]): JsonValue | undefined {
  if (keys.length === 0) return value;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = firstAt(item, keys);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  for (let length = 1; length <= keys.length; length++) {
    const key = keys.slice(0, length).join('.');
    const found = Object.hasOwn(value, key)
      ? firstAt(value[key] as JsonValue, keys.slice(length))
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const MAX_DEPTH = 6;

/** The paths of an event's plain values, without repetition by arrays. */
export function fieldsOf(event: JsonValue): readonly FieldPath[] {
  const found = new Set<FieldPath>();
  collectFields(event, '', found, 0);
  return [...found];
}

function collectFields(value: JsonValue, path: FieldPath, found: Set<FieldPath>, depth: number): void {
  if (Array.isArray(value)) {
    for (const item of value) collectFields(item, path, found, depth);
  } else if (!isJsonObject(value)) {
    if (path !== '') found.add(path);
  } else if (depth < MAX_DEPTH) {
    for (const [key, inner] of Object.entries(value)) {
      collectFields(inner, path === '' ? key : `${path}.${key}`, found, depth + 1);
    }
  }
}

/**
 * A pattern that also asks for this value: in place of "any value" at its path, or as one more alternative where the
 * path has values already.
 */
export function withCondition(pattern: JsonObject, keys: readonly string[], value: JsonValue): JsonObject {
  const [key, ...rest] = keys;
  if (key === undefined) return pattern;
  const inner = Object.hasOwn(pattern, key) ? pattern[key] : undefined;
  const changed = { ...pattern };
  const condition =
    rest.length === 0
      ? withAlternative(inner, value)
      : withCondition(isJsonObject(inner) ? inner : {}, rest, value);
  setOwn(changed, key, condition);
  return changed;
}

function withAlternative(matchers: JsonValue | undefined, value: JsonValue): JsonValue[] {
  if (!Array.isArray(matchers)) return [value];
  const others = matchers.filter((matcher) => stringifyJson(matcher) !== '{"exists":true}');
  const text = stringifyJson(value);
  return others.some((matcher) => stringifyJson(matcher) === text) ? others : [...others, value];
}
