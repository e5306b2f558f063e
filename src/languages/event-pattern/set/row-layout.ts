/**
 * How the two scanners lay out what they find, as rows of 32-bit integers. This file is compiled into both: as
 * TypeScript, and as AssemblyScript (see assembly/scanner.ts).
 */

/** One row for each leaf. */
export const LEAF_ROW = 10;
export const LEAF_NODE = 0;
export const LEAF_KIND = 1;
/** The bytes of the value, quotes excluded. */
export const LEAF_START = 2;
export const LEAF_END = 3;
/** Of a string: the hash of its bytes (`hashRange`). */
export const LEAF_HASH = 4;
export const LEAF_ELEMENT = 5;
/** The next leaf of the same path, or NO_LEAF. */
export const LEAF_NEXT = 6;
/** The leaf's value, if a pattern asks for this very value at this path, or NO_ATOM. Set by the atom finder; before, NO_ATOM or UNKNOWN_ATOM. */
export const LEAF_ATOM = 7;
/** Of a number: its value as a double, which takes two places. */
export const LEAF_NUMBER = 8;

/** What a leaf is. */
export const STRING = 0;
export const NUMBER = 1;
export const LITERAL = 2;
/** A string as it was written, with its escapes; only until the scanner is done. */
export const ESCAPED = 3;

export const NO_LEAF = -1;
export const NO_ATOM = -1;
/** It is still to be looked up. */
export const UNKNOWN_ATOM = -2;
/** Around a leaf that is inside no element of any array (a plain member, as in `"a":[1,2]`, is none). */
export const NO_ELEMENT = 0;

/** One row for each node of the path tree. */
export const NODE_ROW = 4;
/** HAS_CHILDREN, HAS_TESTS, ONLY_STRINGS. */
export const NODE_FLAGS = 0;
export const NODE_FIRST_LEAF = 1;
/** The event in which it has that leaf. */
export const NODE_EVENT = 2;
/** The last event in which a leaf of it was inside an element. */
export const NODE_NESTED_EVENT = 3;

/** What a scanner does with a value that it finds at a node. */
export const HAS_CHILDREN = 1;
export const HAS_TESTS = 2;
/** All tests ask for certain strings, so any other leaf is of no account. */
export const ONLY_STRINGS = 4;

/** One row for each array element around leaves. */
export const ELEMENT_ROW = 2;
export const ELEMENT_ARRAY = 0;
/** The element around it, or NO_ELEMENT. */
export const ELEMENT_PARENT = 1;

/** Of {@link VectorScanner}: no JSON object in UTF-8. */
export const NOT_VALID = -1;
/** A key holds escapes, so the other scanner must read the event. */
export const ODD_KEY = -2;
/** There are more leaves or elements than rows. */
export const NO_ROOM = -3;
