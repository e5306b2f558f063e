import { JsonNumber, type JsonObject, type JsonValue } from '../../core/json.ts';
import { isFunction } from './functions.ts';
import { isSequence, setKey } from './values.ts';

/**
 * An evaluation's result as JSON. Numbers that JSON cannot write become the strings "Infinity", "-Infinity" and
 * "NaN" (measured on AWS); a function is left out of an object, and `null` in an array. Arrays lose the marks
 * of a sequence. What is JSON already is handed on as it is, not copied.
 */
export function toJson(value: unknown): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // JSON has no negative zero either.
      return Number.isFinite(value) ? value + 0 : String(value);
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return arrayToJson(value);
      if (value instanceof JsonNumber) return value;
      return isFunction(value) ? undefined : objectToJson(value as Record<string, unknown>);
    default:
      return undefined;
  }
}

function arrayToJson(array: readonly unknown[]): JsonValue[] {
  let isSame = !isSequence(array);
  const members = array.map((member) => {
    const json = toJson(member) ?? null;
    if (json !== member) isSame = false;
    return json;
  });
  return isSame ? (array as JsonValue[]) : members;
}

function objectToJson(object: Record<string, unknown>): JsonObject {
  let isSame = true;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    const member = object[key];
    const json = toJson(member);
    if (json !== member) isSame = false;
    if (json !== undefined) setKey(copy, key, json);
  }
  return (isSame ? object : copy) as JsonObject;
}
