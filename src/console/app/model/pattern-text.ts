import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../core/json.ts';
import { withCondition } from './path.ts';

/** A pattern as a person would write it: a field a line, its list beside it. */
export function patternText(pattern: JsonObject, indent = ''): string {
  const inner = `${indent}  `;
  const members = Object.entries(pattern).map(
    ([name, value]) => `${inner}${JSON.stringify(name)}: ${valueText(value, inner)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function valueText(value: JsonValue, indent: string): string {
  return isJsonObject(value) ? patternText(value, indent) : stringifyJson(value);
}

/** The text with one more condition. While a pattern is being typed it may be no JSON; it is then begun anew. */
export function addCondition(text: string, keys: readonly string[], value: JsonValue): string {
  return patternText(withCondition(objectIn(text), keys, value));
}

function objectIn(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
