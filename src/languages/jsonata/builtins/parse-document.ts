import { JsonNumber, type JsonValue, parseJson } from '../../../core/json.ts';

/**
 * `$parse`: as `JSON.parse`, but a key that comes twice in an object is an error, as Step Functions has it.
 * @throws SyntaxError
 */
export function parseDocument(text: string): JsonValue {
  const value = parseJson(text);
  if (countKeys(text) > countMembers(value)) throw new SyntaxError('An object has a key twice');
  return value;
}

/** Of JSON text: strings that a colon follows. */
function countKeys(text: string): number {
  let count = 0;
  for (const string of text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/g)) if (string[1] === ':') count++;
  return count;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof JsonNumber) return 0;
  const members = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) count += countMembers(member);
  return count;
}
