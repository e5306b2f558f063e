import { createHash } from 'node:crypto';
import type { RandomSource } from '../../../core/environment.ts';
import {
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../core/json.ts';
import { IntrinsicFailure } from './failure.ts';

export type IntrinsicFunction = (values: readonly JsonValue[], random: RandomSource) => JsonValue;

interface Intrinsic {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  readonly call: IntrinsicFunction;
}

const MAX_RANGE_LENGTH = 1000;
const MAX_BASE64_CHARACTERS = 10_000;
const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/**
 * The intrinsic functions of JSONPath states. Source: Developer Guide, "Intrinsics for JSONPath states";
 * rounding, splitting and blank texts as recorded from Step Functions.
 */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'States.Format': { arity: [1, Number.POSITIVE_INFINITY], call: format },
  'States.StringToJson': { arity: [1, 1], call: ([text]) => stringToJson(text) },
  'States.JsonToString': { arity: [1, 1], call: ([value]) => stringifyJson(value as JsonValue) },
  'States.Array': { arity: [0, Number.POSITIVE_INFINITY], call: (values) => [...values] },
  'States.ArrayPartition': { arity: [2, 2], call: partition },
  'States.ArrayContains': {
    arity: [2, 2],
    call: ([list, item]) => arrayOf(list).some((member) => deepEqual(member, item as JsonValue)),
  },
  'States.ArrayRange': { arity: [3, 3], call: range },
  'States.ArrayGetItem': { arity: [2, 2], call: ([list, index]) => getItem(arrayOf(list), integerOf(index)) },
  'States.ArrayLength': { arity: [1, 1], call: ([list]) => arrayOf(list).length },
  'States.ArrayUnique': { arity: [1, 1], call: ([list]) => unique(arrayOf(list)) },
  'States.Base64Encode': { arity: [1, 1], call: ([text]) => encode(base64Text(text)) },
  'States.Base64Decode': { arity: [1, 1], call: ([text]) => decode(base64Text(text)) },
  'States.Hash': { arity: [2, 2], call: hash },
  'States.JsonMerge': { arity: [3, 3], call: merge },
  'States.MathRandom': { arity: [2, 3], call: random },
  'States.MathAdd': { arity: [2, 2], call: ([left, right]) => summandOf(left) + summandOf(right) },
  'States.StringSplit': { arity: [2, 2], call: split },
  'States.UUID': { arity: [0, 0], call: (_values, source) => source.uuid() },
};

function format([template, ...values]: readonly JsonValue[]): string {
  const text = stringOf(template);
  let next = 0;
  const filled = text.replace(/\\([\\{}'])|\{\}/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[next++];
    return value === undefined ? found : formatted(value);
  });
  if (next !== values.length) {
    throw new IntrinsicFailure(
      `Number of arguments do not match with number of occurrences of {} in the intrinsic function States.Format`,
    );
  }
  return filled;
}

/** Objects and arrays are written as Java writes them: `{Arg1=1, Arg2=[]}`. Recorded. */
function formatted(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(formatted).join(', ')}]`;
  if (!isJsonObject(value)) return stringifyJson(value);
  const members = Object.entries(value).map(([key, member]) => `${key}=${formatted(member)}`);
  return `{${members.join(', ')}}`;
}

function stringToJson(text: JsonValue | undefined): JsonValue {
  const source = stringOf(text);
  if (source.trim() === '') return null;
  try {
    return parseJson(source);
  } catch {
    throw new IntrinsicFailure(`The argument of States.StringToJson is no JSON text: ${source}`);
  }
}

function partition([list, size]: readonly JsonValue[]): JsonValue {
  const array = arrayOf(list);
  const length = integerOf(size);
  if (length <= 0) throw new IntrinsicFailure('The chunk size of States.ArrayPartition must be positive');
  const chunks: JsonValue[] = [];
  for (let at = 0; at < array.length; at += length) chunks.push(array.slice(at, at + length));
  return chunks;
}

function range([first, last, step]: readonly JsonValue[]): JsonValue {
  const [from, to, by] = [integerOf(first), integerOf(last), integerOf(step)];
  if (by === 0) throw new IntrinsicFailure('The step of States.ArrayRange must not be 0');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > MAX_RANGE_LENGTH) {
    throw new IntrinsicFailure(`States.ArrayRange makes at most ${MAX_RANGE_LENGTH} elements`);
  }
  return Array.from({ length }, (_, at) => from + at * by);
}

function getItem(list: readonly JsonValue[], index: number): JsonValue {
  const item = list[index];
  if (item === undefined) throw new IntrinsicFailure(`The array has no element ${index}`);
  return item;
}

function unique(list: readonly JsonValue[]): JsonValue[] {
  const seen = new Set<string>();
  return list.filter((item) => {
    const text = canonical(item);
    return !seen.has(text) && seen.add(text);
  });
}

function base64Text(text: JsonValue | undefined): string {
  const source = stringOf(text);
  if (source.length > MAX_BASE64_CHARACTERS) {
    throw new IntrinsicFailure(`Base64 functions take at most ${MAX_BASE64_CHARACTERS} characters`);
  }
  return source;
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decode(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    throw new IntrinsicFailure('The argument of States.Base64Decode is not Base64');
  }
  return Buffer.from(text, 'base64').toString('utf8');
}

function hash([data, algorithm]: readonly JsonValue[]): string {
  const name = HASHES[stringOf(algorithm)];
  if (!name) {
    throw new IntrinsicFailure(
      `States.Hash knows ${Object.keys(HASHES).join(', ')}; not ${String(algorithm)}`,
    );
  }
  const text = typeof data === 'string' ? data : stringifyJson(data as JsonValue);
  if (text.length > MAX_BASE64_CHARACTERS) {
    throw new IntrinsicFailure(`States.Hash takes at most ${MAX_BASE64_CHARACTERS} characters`);
  }
  return createHash(name).update(text, 'utf8').digest('hex');
}

function merge([left, right, deep]: readonly JsonValue[]): JsonValue {
  if (deep !== false)
    throw new IntrinsicFailure('States.JsonMerge supports shallow merging only: pass false');
  return { ...objectOf(left), ...objectOf(right) };
}

/** The end is exclusive. A seed gives the same number again; AWS's generator is not published, so not its number. */
function random([first, last, seed]: readonly JsonValue[], source: RandomSource): JsonValue {
  const [from, to] = [integerOf(first), integerOf(last)];
  if (from >= to) throw new IntrinsicFailure('The start of States.MathRandom must be smaller than its end');
  const chance = seed === undefined ? source.next() : seeded(integerOf(seed));
  return from + Math.floor(chance * (to - from));
}

function summandOf(value: JsonValue | undefined): number {
  const number = integerOf(value);
  if (number === (number | 0)) return number;
  throw new IntrinsicFailure(`States.MathAdd takes integers of 32 bits, not ${shown(value)}`);
}

function seeded(seed: number): number {
  const digest = createHash('sha256').update(String(seed)).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** Every character of the second argument separates; empty parts are dropped. */
function split([text, separators]: readonly JsonValue[]): JsonValue {
  const characters = new Set(stringOf(separators));
  const parts: string[] = [];
  let part = '';
  for (const character of stringOf(text)) {
    if (characters.has(character)) {
      if (part !== '') parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  if (part !== '') parts.push(part);
  return parts;
}

function stringOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new IntrinsicFailure(`a string is needed, not ${shown(value)}`);
  return value;
}

function arrayOf(value: JsonValue | undefined): JsonValue[] {
  if (!Array.isArray(value)) throw new IntrinsicFailure(`an array is needed, not ${shown(value)}`);
  return value;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw new IntrinsicFailure(`an object is needed, not ${shown(value)}`);
  return value;
}

/** Fractions are rounded half up, as Step Functions does. */
function integerOf(value: JsonValue | undefined): number {
  if (value === undefined || !isJsonNumber(value)) {
    throw new IntrinsicFailure(`a number is needed, not ${shown(value)}`);
  }
  const rounded = Math.round(Number(value));
  return rounded === 0 ? 0 : rounded;
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : stringifyJson(value).slice(0, 100);
}

function deepEqual(left: JsonValue, right: JsonValue): boolean {
  return canonical(left) === canonical(right);
}

/** JSON text with sorted keys: equal values have equal texts. */
function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (isJsonNumber(value)) return stringifyJson(value);
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as JsonValue)}`);
  return `{${members.join()}}`;
}
