import { isJsonNumber, type JsonValue, stringifyJson } from '../../core/json.ts';
import type { Place } from '../problems.ts';
import { type Intrinsic, isUnresolved, malformed, type Scope, UNRESOLVED } from './scope.ts';

/** CloudFormation turns numbers and booleans into text wherever text is asked for. */
export function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || isJsonNumber(value) ? String(value) : undefined;
}

/** `[delimiter, [values]]` */
export const join: Intrinsic = (argument, at, scope) =>
  withPair(argument, at, scope, 'a delimiter and a list', (delimiter, list) => {
    const texts = Array.isArray(list) ? list.map(textOf) : [undefined];
    if (typeof delimiter !== 'string' || texts.includes(undefined)) return undefined;
    return texts.join(delimiter);
  });

/** `[delimiter, text]` */
export const split: Intrinsic = (argument, at, scope) =>
  withPair(argument, at, scope, 'a delimiter and a string', (delimiter, text) =>
    typeof delimiter === 'string' && typeof text === 'string' ? text.split(delimiter) : undefined,
  );

/** `[index, [values]]`; the index may be text. */
export const select: Intrinsic = (argument, at, scope) =>
  withPair(argument, at, scope, 'an index and a list that reaches it', (index, list) =>
    Array.isArray(list) && /^\d+$/.test(textOf(index) ?? '') ? list[Number(index)] : undefined,
  );

export const base64: Intrinsic = (argument, at, scope) => {
  const value = scope.resolve(argument, at);
  if (isUnresolved(value)) return UNRESOLVED;
  const text = textOf(value);
  return text === undefined ? malformed(scope, at, 'a string') : Buffer.from(text, 'utf8').toString('base64');
};

export const getAZs: Intrinsic = (argument, at, scope) => {
  const region = scope.resolve(argument, at);
  if (region === UNRESOLVED) return UNRESOLVED;
  if (typeof region !== 'string') return malformed(scope, at, 'the name of a region');
  return ['a', 'b', 'c'].map((zone) => `${region || scope.region}${zone}`);
};

export const length: Intrinsic = (argument, at, scope) =>
  extension(argument, at, scope, (value) => (Array.isArray(value) ? value.length : undefined), 'a list');

export const toJsonString: Intrinsic = (argument, at, scope) =>
  extension(
    argument,
    at,
    scope,
    (value) => (typeof value === 'object' && value !== null ? stringifyJson(value) : undefined),
    'an object or a list',
  );

/** Resolves a two-item list and hands it over; `undefined` means that the items are not what is wanted. */
function withPair(
  argument: JsonValue,
  at: Place,
  scope: Scope,
  wanted: string,
  make: (first: JsonValue, second: JsonValue) => JsonValue | undefined,
): JsonValue {
  const pair = Array.isArray(argument) && argument.length === 2 ? scope.resolve(argument, at) : undefined;
  if (pair !== undefined && isUnresolved(pair)) return UNRESOLVED;
  const [first, second] = Array.isArray(pair) ? pair : [];
  const result = first === undefined || second === undefined ? undefined : make(first, second);
  return result ?? malformed(scope, at, `a list of ${wanted}`);
}

/** Functions that AWS knows only under the transform `AWS::LanguageExtensions`. */
function extension(
  argument: JsonValue,
  at: Place,
  scope: Scope,
  make: (value: JsonValue) => JsonValue | undefined,
  wanted: string,
): JsonValue {
  if (!scope.languageExtensions) {
    return malformed(scope, at, '"Transform": "AWS::LanguageExtensions" at the top of the template');
  }
  const value = scope.resolve(argument, at);
  if (isUnresolved(value)) return UNRESOLVED;
  return make(value) ?? malformed(scope, at, wanted);
}
