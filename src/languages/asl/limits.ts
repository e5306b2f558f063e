import { isJsonObject, JsonNumber, type JsonValue, stringifyJson, utf8Length } from '../../core/json.ts';

/** Input and output of a state, and the variables of one `Assign`: 256 KiB. Source: Step Functions quotas. */
export const MAX_PAYLOAD_BYTES = 262_144;
/** All variables of an execution together. Source: Step Functions quotas. */
export const MAX_VARIABLES_BYTES: number = 10 * 1024 * 1024;

/** A UTF-16 unit is at most `\u0000` (6 bytes) in JSON, and 3 bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 6;
const NUMBER_BYTES = 25;

/**
 * Whether the value's JSON text is larger than `limitBytes`. Most payloads are far below the limit, so a walk
 * that adds up the most that each part can take settles nearly all cases without writing any text.
 */
export function exceedsBytes(value: JsonValue, limitBytes: number = MAX_PAYLOAD_BYTES): boolean {
  if (mostBytes(value, limitBytes) <= limitBytes) return false;
  return utf8Length(stringifyJson(value)) > limitBytes;
}

/** An upper bound of the JSON text's length; the walk stops once it is over `limit`. */
function mostBytes(value: JsonValue, limit: number): number {
  if (typeof value === 'string') return value.length * MOST_BYTES_PER_UNIT + 2;
  if (typeof value !== 'object' || value === null) return NUMBER_BYTES;
  if (value instanceof JsonNumber) return value.text.length;
  return Array.isArray(value) ? mostBytesOfArray(value, limit) : mostBytesOfObject(value, limit);
}

/** Values are never changed once made, so a long list that travels from state to state is walked once. */
const knownLists = new WeakMap<readonly JsonValue[], number>();
const LONG_LIST = 8;

function mostBytesOfArray(array: readonly JsonValue[], limit: number): number {
  const isLong = array.length >= LONG_LIST;
  const known = isLong ? knownLists.get(array) : undefined;
  if (known !== undefined) return known;
  let total = 2;
  for (const item of array) {
    total += 1 + mostBytes(item, limit - total);
    if (total > limit) return total;
  }
  if (isLong) knownLists.set(array, total);
  return total;
}

function mostBytesOfObject(object: JsonValue, limit: number): number {
  let total = 2;
  if (!isJsonObject(object)) return total;
  for (const key in object) {
    total += key.length * MOST_BYTES_PER_UNIT + 4 + mostBytes(object[key] as JsonValue, limit - total);
    if (total > limit) break;
  }
  return total;
}
