import { isJsonNumber, isJsonObject, type JsonValue } from '../../core/json.ts';
import { CONDITION_KEYS, KEYS_WITHOUT_VALUE } from './condition-keys.ts';
import type { Complain, PolicyPath } from './document.ts';
import { OPERATORS, type Operator } from './operators.ts';
import { expandVariables, type RequestContext, valuesOf } from './request-context.ts';

/** One key under one operator: `"ArnLike": {"aws:SourceArn": ["arn:…"]}`. */
export interface Condition {
  /** As written, with its set prefix and suffix. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly set?: 'any' | 'all';
  readonly ifExists: boolean;
}

/**
 * Whether a condition holds for a request. Several values in the policy are alternatives (none of which a negated
 * operator may meet). A key without a value satisfies negated and `…IfExists` operators and no others; the set
 * operators go by the request's values alone: none at all satisfy `ForAllValues`, and never `ForAnyValue`.
 */
export function holds(condition: Condition, context: RequestContext, variables: boolean): boolean {
  const actual = valuesOf(context, condition.key);
  const { name } = operatorParts(condition.operator);
  if (name === 'Null') return condition.values.includes(String(actual.length === 0));
  const operator = OPERATORS[name] as Operator;
  const expected = condition.values.flatMap((value) => {
    const text = variables ? expandVariables(value, context) : value;
    return text === undefined ? [] : [text];
  });
  const satisfied = (value: string): boolean =>
    expected.some((item) => operator.test(value, item)) !== operator.negated;
  if (condition.set === 'all') return actual.every(satisfied);
  if (condition.set === 'any') return actual.some(satisfied);
  if (actual.length === 0) return operator.negated || condition.ifExists;
  return actual.some(satisfied);
}

/** Reads a statement's Condition element. */
export function readConditions(value: JsonValue, path: PolicyPath, complain: Complain): readonly Condition[] {
  if (!isJsonObject(value)) {
    complain(path, 'must be an object of operators');
    return [];
  }
  return Object.entries(value).flatMap(([operator, block]) => {
    const problem =
      problemOfOperator(operator) ??
      (isJsonObject(block) ? undefined : 'must be an object of condition keys');
    if (problem !== undefined) complain([...path, operator], problem);
    if (problem !== undefined || !isJsonObject(block)) return [];
    return Object.entries(block).map(([key, values]) => {
      const wrong = problemOfKey(key) ?? problemOfValues(operator, values);
      if (wrong !== undefined) complain([...path, operator, key], wrong);
      return conditionOf(operator, key, values);
    });
  });
}

function conditionOf(operator: string, key: string, values: JsonValue): Condition {
  const { set, ifExists } = operatorParts(operator);
  const list = (Array.isArray(values) ? values : [values]).map(String);
  return { operator, key, values: list, ifExists, ...(set && { set }) };
}

interface OperatorParts {
  readonly name: string;
  readonly set?: 'any' | 'all';
  readonly ifExists: boolean;
}

function operatorParts(operator: string): OperatorParts {
  const [, prefix, name = '', suffix] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const set = prefix === 'ForAnyValue' ? 'any' : prefix === 'ForAllValues' ? 'all' : undefined;
  return { name, ifExists: suffix !== undefined, ...(set && { set }) };
}

function problemOfOperator(operator: string): string | undefined {
  const { name, ifExists } = operatorParts(operator);
  if (name === 'Null') return ifExists ? 'Null takes no IfExists' : undefined;
  if (Object.hasOwn(OPERATORS, name)) return undefined;
  return `is no condition operator; known are ${Object.keys(OPERATORS).join(', ')}, Null`;
}

function problemOfKey(key: string): string | undefined {
  const name = key.toLowerCase();
  if (CONDITION_KEYS.has(name)) return undefined;
  const reason = Object.entries(KEYS_WITHOUT_VALUE).find(([prefix]) => name.startsWith(prefix))?.[1];
  return (
    reason ?? `is a condition key that lambdaless does not know; known are ${[...CONDITION_KEYS].join(', ')}`
  );
}

function problemOfValues(operator: string, values: JsonValue): string | undefined {
  const list = Array.isArray(values) ? values : [values];
  if (!list.every((item) => typeof item === 'string' || typeof item === 'boolean' || isJsonNumber(item))) {
    return 'must be a value or a list of values';
  }
  const check = OPERATORS[operatorParts(operator).name]?.check;
  return list.map((item) => check?.(String(item))).find((message) => message !== undefined);
}
