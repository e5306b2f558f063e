import {
  ESCAPED,
  HAS_CHILDREN,
  HAS_TESTS,
  LITERAL,
  NO_ELEMENT,
  NO_ROOM,
  NOT_VALID,
  NUMBER,
  ODD_KEY,
  STRING,
} from '../row-layout';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  DEEPEST_NESTING,
  DOT,
  INVALID,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  skipColon,
  skipRun,
  skipScalar,
  skipSpace,
  skipString,
  skipValue,
  specialBytes,
} from './json-syntax';
import { addElement, addLeaf, clearRows, flagsOf, summarize } from './leaf-rows';
import { childOf } from './path-table';

export { freeFrom, summaryAt, usePaths, useRows, useStrings } from './memory';
export { addEdge } from './path-table';
export { addString } from './string-filter';

/**
 * The scanner (../scanner.ts) once more, for WebAssembly: the same grammar, the same rows, but strings, which most of an
 * event is, are read 16 bytes at a time, and keys are compared as a whole. This is AssemblyScript: TypeScript's
 * syntax, with the types and instructions of WebAssembly. `npm run build:assembly` compiles it.
 */

const ROOT: i32 = 0;

let nesting: i32 = 0;
let arrayCount: i32 = 0;
/** Why INVALID was returned. */
let reason: i32 = NOT_VALID;
/** Behind the key that was read last, its quote included. */
let keyEnd: usize = 0;

/** Reads the event from `start` to `end`, where a zero byte is. Returns how many leaves it has, or why that is not known. */
export function scan(start: usize, end: usize, eventNumber: i32): i32 {
  clearRows(eventNumber);
  nesting = 0;
  arrayCount = 0;
  reason = NOT_VALID;
  let at = skipSpace(start);
  if (<u32>load<u8>(at) !== OPEN_BRACE) return NOT_VALID;
  at = readObject(at + 1, ROOT, NO_ELEMENT);
  if (at === INVALID) return reason;
  return skipSpace(at) === end ? summarize() : NOT_VALID;
}

function invalid(why: i32): usize {
  reason = why;
  return INVALID;
}

function readObject(at: usize, node: i32, element: i32): usize {
  if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
  if (++nesting > DEEPEST_NESTING) return INVALID;
  if (<u32>load<u8>(at) === CLOSE_BRACE) return close(at);
  while (true) {
    if (<u32>load<u8>(at) !== QUOTE) return INVALID;
    const child = readKey(at + 1, node);
    if (keyEnd === INVALID) return INVALID;
    at = skipColon(keyEnd);
    if (at === INVALID) return INVALID;
    at = child < 0 ? skipValue(at, nesting) : readValue(at, child, element);
    if (at === INVALID) return INVALID;
    if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
    const byte = <u32>load<u8>(at);
    if (byte === CLOSE_BRACE) return close(at);
    if (byte !== COMMA) return INVALID;
    at++;
    if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
  }
}

function close(at: usize): usize {
  nesting--;
  return at + 1;
}

/** The node that a key leads to, or -1. Sets the key's end, to INVALID if there is none. */
function readKey(at: usize, node: i32): i32 {
  const dots = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(<i8>DOT)));
  const length = ctz(specialBytes(at) | dots);
  if (length < 16 && <u32>load<u8>(at + length) === QUOTE) {
    keyEnd = at + length + 1;
    return childOf(node, at, length);
  }
  return readOddKey(at, node);
}

/** Of a key that is longer, not ASCII, or holds dots or escapes. */
function readOddKey(at: usize, node: i32): i32 {
  const end = skipRun(at);
  keyEnd = INVALID;
  if (end === INVALID) return -1;
  if (<u32>load<u8>(end) !== QUOTE) {
    if (<u32>load<u8>(end) === BACKSLASH) reason = ODD_KEY;
    return -1;
  }
  keyEnd = end + 1;
  let step = at;
  for (; at < end; at++) {
    if (<u32>load<u8>(at) !== DOT) continue;
    node = childOf(node, step, <u32>(at - step));
    if (node < 0) return -1;
    step = at + 1;
  }
  return childOf(node, step, <u32>(end - step));
}

function readValue(at: usize, node: i32, element: i32): usize {
  const flags = flagsOf(node);
  const byte = <u32>load<u8>(at);
  if (byte === OPEN_BRACKET) return readArray(at + 1, node, element);
  if (byte === OPEN_BRACE)
    return flags & HAS_CHILDREN ? readObject(at + 1, node, element) : skipValue(at, nesting);
  if (byte === QUOTE) return flags & HAS_TESTS ? readString(at + 1, node, element) : skipString(at + 1);
  const end = skipScalar(at);
  if (end === INVALID || !(flags & HAS_TESTS)) return end;
  const kind = byte < OPEN_BRACKET ? NUMBER : LITERAL;
  return addLeaf(node, kind, at, end, element) ? end : invalid(NO_ROOM);
}

function readString(at: usize, node: i32, element: i32): usize {
  const end = skipRun(at);
  if (end === INVALID) return INVALID;
  if (<u32>load<u8>(end) === QUOTE)
    return addLeaf(node, STRING, at, end, element) ? end + 1 : invalid(NO_ROOM);
  const behind = skipString(end);
  if (behind === INVALID) return INVALID;
  return addLeaf(node, ESCAPED, at, behind - 1, element) ? behind : invalid(NO_ROOM);
}

function readArray(at: usize, node: i32, element: i32): usize {
  if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
  if (++nesting > DEEPEST_NESTING) return INVALID;
  if (<u32>load<u8>(at) === CLOSE_BRACKET) return close(at);
  const array = ++arrayCount;
  while (true) {
    const first = <u32>load<u8>(at);
    let inner = element;
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      inner = addElement(array, element);
      if (inner === NO_ELEMENT) return invalid(NO_ROOM);
    }
    at = readValue(at, node, inner);
    if (at === INVALID) return INVALID;
    if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
    const byte = <u32>load<u8>(at);
    if (byte === CLOSE_BRACKET) return close(at);
    if (byte !== COMMA) return INVALID;
    at++;
    if (<u32>load<u8>(at) <= SPACE) at = skipSpace(at);
  }
}
