import {
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../core/json.ts';

/** A content type without its parameters; a payload without one is taken for JSON. */
export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() || 'application/json';
}

/** A payload for expressions that look into it: what is not JSON has no members. */
export function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    // Not JSON: the expression finds nothing in it.
    return undefined;
  }
}

/** A value as the text of a header or parameter; undefined for nothing. */
export function parameterText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' && !(value instanceof JsonNumber) ? stringifyJson(value) : String(value);
}

/** The member of an object that a dotted name means. */
export function memberAt(object: JsonObject, dottedName: string): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const key of dottedName.split('.')) {
    value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
