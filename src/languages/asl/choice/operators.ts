import { isJsonNumber, type JsonValue } from '../../../core/json.ts';
import { matchesWildcard } from '../../event-pattern/wildcard.ts';
import { parseTimestamp } from '../timestamp.ts';

/** A data test: `value` is what Variable names, `operand` what the rule gives or its `…Path` names. */
export type DataTest = (value: JsonValue, operand: JsonValue) => boolean;

/** -1, 0, 1; undefined when either side is not of the type. */
type Compare = (value: JsonValue, operand: JsonValue) => number | undefined;

const compareStrings: Compare = (value, operand) => {
  if (typeof value !== 'string' || typeof operand !== 'string') return undefined;
  return value < operand ? -1 : Number(value > operand);
};

const compareNumbers: Compare = (value, operand) =>
  isJsonNumber(value) && isJsonNumber(operand) ? Math.sign(Number(value) - Number(operand)) : undefined;

const compareTimestamps: Compare = (value, operand) => {
  const [left, right] = [instantOf(value), instantOf(operand)];
  return left === undefined || right === undefined ? undefined : Math.sign(left - right);
};

function instantOf(value: JsonValue): number | undefined {
  return typeof value === 'string' ? parseTimestamp(value) : undefined;
}

const ORDER_TESTS: Readonly<Record<string, (sign: number) => boolean>> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  GreaterThan: (sign) => sign > 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

/** "NumericLessThan" and so on, each also with a `Path`. */
function orderOperators(type: string, compare: Compare): Record<string, DataTest> {
  const operators: Record<string, DataTest> = {};
  for (const [name, holds] of Object.entries(ORDER_TESTS)) {
    operators[type + name] = (value, operand) => {
      const sign = compare(value, operand);
      return sign !== undefined && holds(sign);
    };
  }
  return operators;
}

/** Operators whose operand may also come from a path. A value of another type never passes. */
export const COMPARISONS: Readonly<Record<string, DataTest>> = {
  ...orderOperators('String', compareStrings),
  ...orderOperators('Numeric', compareNumbers),
  ...orderOperators('Timestamp', compareTimestamps),
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
};

/** Operators that ask for the value's type; the rule says whether it should be of it. */
export const TYPE_TESTS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: isJsonNumber,
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => instantOf(value) !== undefined,
};

/** A backslash that escapes neither a star nor a backslash. */
const OPEN_ESCAPE = /^(?:[^\\]|\\[*\\])*\\(?![*\\])/;

/** Such a pattern fails when it is used. Source: Amazon States Language, Choice, StringMatches. */
export function hasOpenEscape(pattern: string): boolean {
  return OPEN_ESCAPE.test(pattern);
}

/** `*` stands for any characters; `\*` for a star, `\\` for a backslash. Linear in the value, however many stars. */
export function wildcardTest(pattern: string): (value: JsonValue) => boolean {
  const parts = [''];
  for (const [text, escaped] of pattern.matchAll(/\\([*\\])|[\s\S]/g)) {
    if (text === '*') parts.push('');
    else parts.push(`${parts.pop()}${escaped ?? text}`);
  }
  return (value) => typeof value === 'string' && matchesWildcard(parts, value);
}

/** Every operator name a comparison may have. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(COMPARISONS).flatMap((name) => [name, `${name}Path`]),
  ...Object.keys(TYPE_TESTS),
  'IsPresent',
  'StringMatches',
]);
