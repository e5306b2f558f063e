import { isJsonNumber, isJsonObject, type JsonValue } from '../../core/json.ts';

type PathFunction = (value: JsonValue, parameters: readonly JsonValue[]) => JsonValue | undefined;

/** The functions that may end a path, as Jayway's JsonPath (the reader that Step Functions uses) names them. */
const FUNCTIONS: Readonly<Record<string, PathFunction>> = {
  length: (value) => {
    if (Array.isArray(value)) return value.length;
    return isJsonObject(value) ? Object.keys(value).length : undefined;
  },
  size: (value) => FUNCTIONS['length']?.(value, []),
  keys: (value) => (isJsonObject(value) ? Object.keys(value) : undefined),
  first: (value) => (Array.isArray(value) ? value[0] : undefined),
  last: (value) => (Array.isArray(value) ? value[value.length - 1] : undefined),
  index: (value, [at]) => (Array.isArray(value) ? value.at(Number(at)) : undefined),
  min: (value) => aggregate(value, (numbers) => Math.min(...numbers)),
  max: (value) => aggregate(value, (numbers) => Math.max(...numbers)),
  sum: (value) => aggregate(value, sum),
  avg: (value) => aggregate(value, mean),
  stddev: (value) =>
    aggregate(value, (numbers) => {
      const average = mean(numbers);
      return Math.sqrt(mean(numbers.map((number) => (number - average) ** 2)));
    }),
};

export const FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(FUNCTIONS));

export function callFunction(
  name: string,
  value: JsonValue,
  parameters: readonly JsonValue[],
): JsonValue | undefined {
  return FUNCTIONS[name]?.(value, parameters);
}

function aggregate(value: JsonValue, calculate: (numbers: number[]) => number): number | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.filter(isJsonNumber).map(Number);
  return numbers.length === 0 ? undefined : calculate(numbers);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}
