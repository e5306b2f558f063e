import {
  ELEMENT_ARRAY,
  ELEMENT_PARENT,
  ELEMENT_ROW,
  ESCAPED,
  LEAF_ATOM,
  LEAF_ELEMENT,
  LEAF_END,
  LEAF_HASH,
  LEAF_KIND,
  LEAF_NEXT,
  LEAF_NODE,
  LEAF_NUMBER,
  LEAF_ROW,
  LEAF_START,
  NO_ATOM,
  NO_ELEMENT,
  NO_LEAF,
  NODE_EVENT,
  NODE_FIRST_LEAF,
  NODE_FLAGS,
  NODE_NESTED_EVENT,
  NODE_ROW,
  NUMBER,
  ONLY_STRINGS,
  STRING,
  UNKNOWN_ATOM,
} from '../row-layout';
import { elements, elementsEnd, leaves, leavesEnd, nodes, summary } from './memory';
import { readNumber } from './read-number';
import { mayBeString } from './string-filter';

/** The rows of leaf-table.ts, which explains them. */

const LEAF: usize = LEAF_ROW * 4;
const NODE: usize = NODE_ROW * 4;
const ELEMENT: usize = ELEMENT_ROW * 4;
/** byte-dictionary.ts has the same. */
const HASH_SEED: u32 = 0x811c9dc5;
const HASH_FACTOR: u32 = 0x85ebca6b;

let nextLeaf: usize = 0;
let leafCount: i32 = 0;
let nextElement: usize = 0;
let elementCount: i32 = 0;
let escapedCount: i32 = 0;
let event: i32 = 0;

/** Makes ready for an event, which must not have the number of one before. */
export function clearRows(eventNumber: i32): void {
  event = eventNumber;
  nextLeaf = leaves;
  leafCount = 0;
  escapedCount = 0;
  elementCount = 1;
  nextElement = elements + ELEMENT;
}

/** Returns how many leaves there are. */
export function summarize(): i32 {
  store<i32>(summary, elementCount);
  store<i32>(summary, escapedCount, 4);
  return leafCount;
}

export function flagsOf(node: i32): i32 {
  return load<i32>(nodes + <usize>node * NODE, NODE_FLAGS * 4);
}

/** Adds the leaf, unless it is of no account. False if there is no room. */
export function addLeaf(node: i32, kind: i32, start: usize, end: usize, element: i32): bool {
  const leaf = nextLeaf;
  if (leaf === leavesEnd) return false;
  let hash: u32 = 0;
  let atom: i32 = NO_ATOM;
  if (kind === STRING) {
    hash = hashRange(start, end);
    if (mayBeString(node, hash)) atom = UNKNOWN_ATOM;
  } else if (kind === ESCAPED) {
    atom = UNKNOWN_ATOM;
  }
  if (atom === NO_ATOM && flagsOf(node) & ONLY_STRINGS) return true;
  nextLeaf = leaf + LEAF;
  const row = nodes + <usize>node * NODE;
  const first = load<i32>(row, NODE_EVENT * 4) === event ? load<i32>(row, NODE_FIRST_LEAF * 4) : NO_LEAF;
  store<i32>(leaf, node, LEAF_NODE * 4);
  store<i32>(leaf, kind, LEAF_KIND * 4);
  store<usize>(leaf, start, LEAF_START * 4);
  store<usize>(leaf, end, LEAF_END * 4);
  store<i32>(leaf, element, LEAF_ELEMENT * 4);
  store<i32>(leaf, first, LEAF_NEXT * 4);
  store<i32>(leaf, atom, LEAF_ATOM * 4);
  if (kind === STRING) store<u32>(leaf, hash, LEAF_HASH * 4);
  else if (kind === NUMBER) store<f64>(leaf, readNumber(start, end), LEAF_NUMBER * 4);
  else if (kind === ESCAPED) escapedCount++;
  store<i32>(row, leafCount++, NODE_FIRST_LEAF * 4);
  store<i32>(row, event, NODE_EVENT * 4);
  if (element !== NO_ELEMENT) store<i32>(row, event, NODE_NESTED_EVENT * 4);
  return true;
}

/** The element's number; NO_ELEMENT if there is no room. */
export function addElement(array: i32, parent: i32): i32 {
  if (nextElement === elementsEnd) return NO_ELEMENT;
  store<i32>(nextElement, array, ELEMENT_ARRAY * 4);
  store<i32>(nextElement, parent, ELEMENT_PARENT * 4);
  nextElement += ELEMENT;
  return elementCount++;
}

function hashRange(start: usize, end: usize): u32 {
  let hash = HASH_SEED;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = (hash ^ load<u32>(at)) * HASH_FACTOR;
    hash ^= hash >> 15;
  }
  const restBits = (<u32>(end - at)) << 3;
  const rest = load<u32>(at) & ((1 << restBits) - 1);
  return (hash ^ rest) * HASH_FACTOR;
}
