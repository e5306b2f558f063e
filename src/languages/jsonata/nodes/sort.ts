import type { SortNode } from '../ast.ts';
import type { Compilation } from '../context.ts';
import type { Fault } from '../error.ts';
import type { Frame } from '../frame.ts';
import { toDouble } from '../numbers.ts';
import { isTupleStream, type Marked, type Tuple } from '../values.ts';

export type Sorter = (input: Marked, frame: Frame) => Marked;

/** `^(term, >term)` */
export function compileSort(node: SortNode, compilation: Compilation): Sorter {
  const terms = node.terms.map(({ descending, expression }) => ({
    sign: descending ? -1 : 1,
    evaluate: compilation.compile(expression),
  }));
  return (input, frame) => {
    const streaming = isTupleStream(input);
    const termOf = (member: unknown, evaluate: (input: unknown, frame: Frame) => unknown): unknown =>
      streaming ? evaluate((member as Tuple)['@'], frame.with(member as Tuple)) : evaluate(member, frame);
    return mergeSort(input, (left, right) => {
      for (const { sign, evaluate } of terms) {
        const order = compareTerms(termOf(left, evaluate), termOf(right, evaluate), sign, node.position);
        if (order !== 0) return order === 1;
      }
      return false;
    });
  };
}

/** Nothing comes last, whichever the direction. */
function compareTerms(leftValue: unknown, rightValue: unknown, sign: number, position: number): number {
  const left = toDouble(leftValue);
  const right = toDouble(rightValue);
  if (left === undefined) return right === undefined ? 0 : 1;
  if (right === undefined) return -1;
  if (!isSortable(left) || !isSortable(right)) {
    throw { code: 'T2008', position, value: isSortable(left) ? right : left } satisfies Fault;
  }
  if (typeof left !== typeof right) {
    throw { code: 'T2007', position, value: left, value2: right } satisfies Fault;
  }
  if (left === right) return 0;
  return left < right ? -sign : sign;
}

function isSortable(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/**
 * A stable merge sort that compares in the library's order, so that a comparison that fails or has an
 * effect does so here too.
 * @param isAfter whether the left member belongs after the right one
 */
export function mergeSort(members: Marked, isAfter: (left: unknown, right: unknown) => boolean): Marked {
  if (members.length <= 1) return members;
  const middle = Math.floor(members.length / 2);
  const left = mergeSort(members.slice(0, middle), isAfter);
  const right = mergeSort(members.slice(middle), isAfter);
  const merged: unknown[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    merged.push(isAfter(left[l], right[r]) ? right[r++] : left[l++]);
  }
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
}
