import { isJsonNumber } from '../../core/json.ts';
import type { BinaryOperator } from './syntax.ts';
import { areEqual, textOf, type Value } from './values.ts';

type Operator = (left: Value, right: Value) => Value;

/** `&&` and `||` are not here: they evaluate their right side only when it matters. */
export const OPERATORS: Readonly<Record<Exclude<BinaryOperator, '&&' | '||'>, Operator>> = {
  '==': areEqual,
  '!=': (left, right) => !areEqual(left, right),
  '<': comparing((left, right) => left < right),
  '<=': comparing((left, right) => left <= right),
  '>': comparing((left, right) => left > right),
  '>=': comparing((left, right) => left >= right),
  '+': add,
  '-': calculating((left, right) => left - right),
  '*': calculating((left, right) => left * right),
  '/': calculating(divide),
  '%': calculating((left, right) => (right === 0 ? null : left % right)),
};

/** Velocity compares numbers only; anything else is false. */
function comparing(holds: (left: number, right: number) => boolean): Operator {
  return (left, right) => isJsonNumber(left) && isJsonNumber(right) && holds(left.valueOf(), right.valueOf());
}

/** Arithmetic on anything but numbers is null. */
function calculating(result: (left: number, right: number) => number | null): Operator {
  return (left, right) =>
    isJsonNumber(left) && isJsonNumber(right) ? result(left.valueOf(), right.valueOf()) : null;
}

function add(left: Value, right: Value): Value {
  if (isJsonNumber(left) && isJsonNumber(right)) return left.valueOf() + right.valueOf();
  return typeof left === 'string' || typeof right === 'string' ? textOf(left) + textOf(right) : null;
}

/** Integers divide to an integer; division by zero is null. */
function divide(left: number, right: number): number | null {
  if (right === 0) return null;
  return Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(left / right) : left / right;
}
