import { isJsonNumber, isJsonObject, type JsonValue, stringifyJson } from '../../core/json.ts';
import { BoundedRegExp } from '../regexp/index.ts';
import { evaluateSegments, isDefinite } from './evaluate.ts';
import { parseSegments } from './parse.ts';
import type { Predicate, Scanner } from './syntax.ts';

/** What a side of a comparison gives; undefined when its path finds nothing. */
type Operand = (element: JsonValue, root: JsonValue) => JsonValue | undefined;
type Comparison = (left: JsonValue | undefined, right: JsonValue | undefined) => boolean;

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /===?|!==?|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|contains|size|empty)\b/iy;

/** Reads `(…)` after `?`: comparisons joined by `&&`, `||` and `!`. */
export function parseFilter(scanner: Scanner): Predicate {
  scanner.skipSpace();
  scanner.expect('(');
  const test = disjunction(scanner);
  scanner.skipSpace();
  scanner.expect(')');
  return test;
}

function disjunction(scanner: Scanner): Predicate {
  const tests = [conjunction(scanner)];
  for (scanner.skipSpace(); scanner.take('||'); scanner.skipSpace()) tests.push(conjunction(scanner));
  return (element, root) => tests.some((test) => test(element, root));
}

function conjunction(scanner: Scanner): Predicate {
  const tests = [negation(scanner)];
  for (scanner.skipSpace(); scanner.take('&&'); scanner.skipSpace()) tests.push(negation(scanner));
  return (element, root) => tests.every((test) => test(element, root));
}

function negation(scanner: Scanner): Predicate {
  scanner.skipSpace();
  if (scanner.take('!')) {
    const test = negation(scanner);
    return (element, root) => !test(element, root);
  }
  if (!scanner.take('(')) return comparison(scanner);
  const test = disjunction(scanner);
  scanner.skipSpace();
  scanner.expect(')');
  return test;
}

function comparison(scanner: Scanner): Predicate {
  const left = operand(scanner);
  scanner.skipSpace();
  const operator = scanner.match(OPERATOR)?.toLowerCase();
  if (operator === undefined) return (element, root) => left(element, root) !== undefined;
  scanner.skipSpace();
  if (operator === '=~') return matches(left, regularExpression(scanner));
  const right = operand(scanner);
  const compare = COMPARISONS[operator] as Comparison;
  return (element, root) => compare(left(element, root), right(element, root));
}

function operand(scanner: Scanner): Operand {
  scanner.skipSpace();
  const start = scanner.peek();
  if (start === '@' || start === '$') return pathOperand(scanner);
  const value = literal(scanner);
  return () => value;
}

function pathOperand(scanner: Scanner): Operand {
  const fromElement = scanner.take('@');
  if (!fromElement) scanner.expect('$');
  const segments = parseSegments(scanner, true);
  const definite = isDefinite(segments);
  return (element, root) => {
    const found = evaluateSegments(segments, fromElement ? element : root);
    return definite ? found[0] : found;
  };
}

function literal(scanner: Scanner): JsonValue {
  const start = scanner.peek();
  if (start === "'" || start === '"') return scanner.quoted();
  if (start === '[') return list(scanner);
  if (scanner.take('true')) return true;
  if (scanner.take('false')) return false;
  if (scanner.take('null')) return null;
  const number = scanner.match(NUMBER);
  if (number === undefined) scanner.fail('expected a path or a literal');
  return Number(number);
}

function list(scanner: Scanner): JsonValue[] {
  const values: JsonValue[] = [];
  scanner.expect('[');
  scanner.skipSpace();
  while (!scanner.take(']')) {
    values.push(literal(scanner));
    scanner.skipSpace();
    scanner.take(',');
    scanner.skipSpace();
  }
  return values;
}

function regularExpression(scanner: Scanner): BoundedRegExp {
  const source = scanner.match(/\/(?:\\.|[^/\\])*\/[a-zA-Z]*/y);
  if (source === undefined) scanner.fail('expected a regular expression between slashes');
  const end = source.lastIndexOf('/');
  try {
    return new BoundedRegExp(
      new RegExp(`^(?:${source.slice(1, end)})$`, source.slice(end + 1).replace(/[^ims]/g, '')),
    );
  } catch {
    return scanner.fail('invalid regular expression');
  }
}

/** What looking for an expression in one text may take. */
const MOST_STEPS = 1_000_000;

function matches(left: Operand, expression: BoundedRegExp): Predicate {
  return (element, root) => {
    const value = left(element, root);
    return typeof value === 'string' && expression.search(value, 0, { steps: MOST_STEPS }) !== undefined;
  };
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': equal,
  '===': (left, right) => typeof left === typeof right && equal(left, right),
  '!=': (left, right) => !equal(left, right),
  '!==': (left, right) => typeof left !== typeof right || !equal(left, right),
  '<': (left, right) => ordered(left, right, (sign) => sign < 0),
  '<=': (left, right) => ordered(left, right, (sign) => sign <= 0),
  '>': (left, right) => ordered(left, right, (sign) => sign > 0),
  '>=': (left, right) => ordered(left, right, (sign) => sign >= 0),
  in: (left, right) => includes(right, left),
  nin: (left, right) => !includes(right, left),
  subsetof: (left, right) => Array.isArray(left) && left.every((item) => includes(right, item)),
  anyof: (left, right) => Array.isArray(left) && left.some((item) => includes(right, item)),
  noneof: (left, right) => Array.isArray(left) && !left.some((item) => includes(right, item)),
  contains: (left, right) =>
    typeof left === 'string' ? typeof right === 'string' && left.includes(right) : includes(left, right),
  size: (left, right) => lengthOf(left) === Number(right),
  empty: (left, right) => lengthOf(left) !== undefined && (lengthOf(left) === 0) === right,
};

function equal(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (isJsonNumber(left) && isJsonNumber(right)) return Number(left) === Number(right);
  if (isJsonNumber(left) && typeof right === 'string') return right !== '' && Number(left) === Number(right);
  if (typeof left === 'string' && isJsonNumber(right)) return left === String(right);
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  return stringifyJson(left) === stringifyJson(right);
}

function ordered(
  left: JsonValue | undefined,
  right: JsonValue | undefined,
  holds: (sign: number) => boolean,
): boolean {
  if (isJsonNumber(left) && isJsonNumber(right)) return holds(Number(left) - Number(right));
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  return holds(left < right ? -1 : Number(left > right));
}

function includes(list: JsonValue | undefined, item: JsonValue | undefined): boolean {
  return Array.isArray(list) && list.some((member) => equal(member, item));
}

function lengthOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}
