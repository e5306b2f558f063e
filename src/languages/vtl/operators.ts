import { calculate, compareNumbers, isJavaNumber } from './numbers.ts';
import type { BinaryOperator } from './syntax.ts';
import { areEqual, textOf, type Value } from './values.ts';

type Operator = (left: Value, right: Value) => Value;

/** `&&` and `||` are not here: they evaluate their right side only when it matters. */
export const OPERATORS: Readonly<Record<Exclude<BinaryOperator, '&&' | '||'>, Operator>> = {
  '==': areEqual,
  '!=': (left, right) => !areEqual(left, right),
  '<': comparing((sign) => sign < 0),
  '<=': comparing((sign) => sign <= 0),
  '>': comparing((sign) => sign > 0),
  '>=': comparing((sign) => sign >= 0),
  '+': add,
  '-': calculating('-'),
  '*': calculating('*'),
  '/': calculating('/'),
  '%': calculating('%'),
};

/** Velocity compares numbers only; anything else is false. */
function comparing(holds: (sign: number) => boolean): Operator {
  return (left, right) => isJavaNumber(left) && isJavaNumber(right) && holds(compareNumbers(left, right));
}

/** Arithmetic on anything but numbers is null. */
function calculating(operator: Parameters<typeof calculate>[0]): Operator {
  return (left, right) =>
    isJavaNumber(left) && isJavaNumber(right) ? calculate(operator, left, right) : null;
}

function add(left: Value, right: Value): Value {
  if (typeof left === 'string' || typeof right === 'string') return textOf(left) + textOf(right);
  return isJavaNumber(left) && isJavaNumber(right) ? calculate('+', left, right) : null;
}
