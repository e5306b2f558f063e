import { JsonNumber } from '../../../core/json.ts';
import type { BinaryNode } from '../ast.ts';
import type { Compilation } from '../context.ts';
import { type Fault, isFault } from '../error.ts';
import type { Evaluator } from '../functions.ts';
import { toDouble } from '../numbers.ts';
import type { Run } from '../run.ts';
import { isDeepEqual, isNumeric, toBoolean, toText } from '../semantics.ts';
import type { Marked } from '../values.ts';

type Operator = (left: unknown, right: unknown, run: Run) => unknown;

/** Operators whose two operands are evaluated first. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': numeric((left, right) => left + right),
  '-': numeric((left, right) => left - right),
  '*': numeric((left, right) => left * right),
  '/': numeric((left, right) => left / right),
  '%': numeric((left, right) => left % right),
  '=': equality(true),
  '!=': equality(false),
  '<': ordered((left, right) => left < right),
  '<=': ordered((left, right) => left <= right),
  '>': ordered((left, right) => left > right),
  '>=': ordered((left, right) => left >= right),
  '&': (left, right, run) => run.built(textOf(left) + textOf(right)),
  '..': range,
  in: (left, right, run) => {
    run.weigh(right);
    if (left instanceof JsonNumber) return asArray(right).some((member) => isDeepEqual(left, member));
    return left !== undefined && (Array.isArray(right) ? right.indexOf(left) >= 0 : right === left);
  },
};

export function compileBinary(node: BinaryNode, compilation: Compilation): Evaluator {
  const { run } = compilation;
  const left = compilation.compile(node.lhs);
  const right = compilation.compile(node.rhs);
  if (node.value === 'and' || node.value === 'or') return connective(node, left, right);
  const operator = OPERATORS[node.value];
  return (input, frame) => {
    const leftValue = left(input, frame);
    const rightValue = right(input, frame);
    try {
      return operator?.(leftValue, rightValue, run);
    } catch (thrown) {
      throw locate(thrown, node);
    }
  };
}

/** The right side is evaluated only if it matters; the library blames the operator for that side's faults too. */
function connective(node: BinaryNode, left: Evaluator, right: Evaluator): Evaluator {
  const decisive = node.value === 'or';
  return (input, frame) => {
    const leftValue = left(input, frame);
    try {
      if (toBoolean(leftValue) === decisive) return decisive;
      return toBoolean(right(input, frame));
    } catch (thrown) {
      throw locate(thrown, node);
    }
  };
}

function locate(thrown: unknown, node: BinaryNode): unknown {
  return isFault(thrown) ? Object.assign(thrown, { position: node.position, token: node.value }) : thrown;
}

function equality(expected: boolean): Operator {
  return (left, right, run) => {
    if (left === undefined || right === undefined) return false;
    run.weigh(left);
    return isDeepEqual(left, right) === expected;
  };
}

function numeric(calculate: (left: number, right: number) => number): Operator {
  return (leftValue, rightValue) => {
    const left = toOperand(leftValue, 'T2001');
    const right = toOperand(rightValue, 'T2002');
    return left === undefined || right === undefined ? undefined : calculate(left, right);
  };
}

function toOperand(value: unknown, code: string): number | undefined {
  if (value === undefined || isNumeric(value)) return value;
  if (value instanceof JsonNumber) return value.valueOf();
  throw { code, value } satisfies Fault;
}

function ordered(compare: (left: string | number, right: string | number) => boolean): Operator {
  return (leftValue, rightValue) => {
    const left = toDouble(leftValue);
    const right = toDouble(rightValue);
    if (!isComparable(left)) throw { code: 'T2010', value: left } satisfies Fault;
    if (!isComparable(right)) {
      throw { code: 'T2010', value: left === undefined ? left : right } satisfies Fault;
    }
    if (left === undefined || right === undefined) return undefined;
    if (typeof left !== typeof right) throw { code: 'T2009', value: left, value2: right } satisfies Fault;
    return compare(left, right);
  };
}

function isComparable(value: unknown): value is string | number | undefined {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  return value === undefined ? '' : toText(value);
}

const LONGEST_RANGE = 1e7;

function range(fromValue: unknown, toValue: unknown, run: Run): unknown {
  const from = toDouble(fromValue);
  const to = toDouble(toValue);
  if (from !== undefined && !Number.isInteger(from)) throw { code: 'T2003', value: from } satisfies Fault;
  if (to !== undefined && !Number.isInteger(to)) throw { code: 'T2004', value: to } satisfies Fault;
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [from as number, to as number];
  if (first > last) return undefined;
  const size = last - first + 1;
  if (size > LONGEST_RANGE) throw { code: 'D2014', value: size } satisfies Fault;
  run.reserve(size);
  const result: Marked = Array.from({ length: size }, (_, i) => first + i);
  result.sequence = true;
  return run.built(result);
}
