import { HASH_SEED, hashByte, hashBytes, hashRange } from './byte-dictionary.ts';
import { skipColon, skipRun, skipScalar, skipSpace, skipString, skipValue } from './json-syntax.ts';
import { LeafTable } from './leaf-table.ts';
import { type PathTree, ROOT } from './path-tree.ts';
import { HAS_CHILDREN, HAS_TESTS, LITERAL, NO_ELEMENT, NUMBER, STRING } from './row-layout.ts';
import { decodeText, encodeEvent, encodeKey, mostBytesOf } from './text.ts';
import { unescapeInto } from './unescape.ts';

const INVALID = -1;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const DOT = 0x2e;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LAST_ASCII = 0x7f;
/** Bytes that end the plain part of a key. The dot makes it one of several levels. */
const ENDS_KEY_RUN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < SPACE || byte === QUOTE || byte === BACKSLASH || byte === DOT || byte > LAST_ASCII ? 1 : 0,
);

const FIRST_LETTER = 0x41;
/** As deep as AWS's parser goes. */
const DEEPEST_NESTING = 1000;

/** What a scanner has found in an event at the paths that patterns name. */
export interface EventLeaves {
  readonly leaves: LeafTable;
  /** What the leaves' positions are positions in. */
  readonly bytes: Uint8Array;
}

/**
 * Reads an event's bytes once, from left to right.
 *
 * No tree of objects is built, and no string: a key is hashed while its closing quote is looked for, and looked
 * up among the children of the node reached so far. What no pattern names is skipped, whatever its size, but
 * still checked to be JSON. A string that holds escapes is written out plainly behind the event, so that
 * everything after the scanner compares bytes.
 *
 * A key that comes twice in an object gives its values twice, as on AWS. For the same reason reading goes on to
 * the end: whatever was found so far, another value of the same path may follow.
 *
 * The private methods take the position to read from and return the one behind what they read, or INVALID.
 *
 * Where WebAssembly may be used, {@link VectorScanner} reads most events instead, in the same way.
 */
export class Scanner implements EventLeaves {
  /** The event, a zero byte, and room for strings with escapes. */
  bytes: Uint8Array = new Uint8Array(4096);
  readonly leaves: LeafTable = new LeafTable();
  private readonly paths: PathTree;
  /** End of the strings that were written out. */
  private spareEnd = 0;
  /** Objects and arrays that are open. */
  private nesting = 0;
  private arrayCount = 0;

  constructor(paths: PathTree) {
    this.paths = paths;
  }

  /** Reads an event into the leaves; false if it is no JSON object in UTF-8. */
  scan(event: string | Uint8Array): boolean {
    const length = this.load(event);
    if (length === INVALID) return false;
    this.leaves.clear(this.paths.nodeLimit);
    this.nesting = 0;
    this.arrayCount = 0;
    const start = skipSpace(this.bytes, 0);
    if (this.bytes[start] !== OPEN_BRACE) return false;
    const end = this.object(start + 1, ROOT, NO_ELEMENT);
    return end !== INVALID && skipSpace(this.bytes, end) === length;
  }

  /** Copies the event, so that a zero byte can stand behind it. Returns its length in bytes, or INVALID. */
  private load(event: string | Uint8Array): number {
    // What is written out plainly is never longer than it was with its escapes.
    const needed = 2 * mostBytesOf(event) + 1;
    if (needed > this.bytes.length) this.bytes = new Uint8Array(needed);
    const length = encodeEvent(event, this.bytes, 0);
    if (length < 0) return INVALID;
    this.bytes[length] = 0;
    this.spareEnd = length + 1;
    return length;
  }

  private object(at: number, node: number, element: number): number {
    const { bytes, paths } = this;
    if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
    if (++this.nesting > DEEPEST_NESTING) return INVALID;
    if (bytes[at] === CLOSE_BRACE) return this.close(at);
    for (;;) {
      if (bytes[at] !== QUOTE) return INVALID;
      const start = ++at;
      let hash = HASH_SEED;
      let byte = bytes[at] as number;
      while (ENDS_KEY_RUN[byte] === 0) {
        hash = hashByte(hash, byte);
        byte = bytes[++at] as number;
      }
      let child: number;
      if (byte === QUOTE) {
        child = paths.child(node, hash, bytes, start, at++);
      } else {
        at = skipString(bytes, at);
        if (at === INVALID) return INVALID;
        child = this.oddKey(node, start, at);
      }
      at = skipColon(bytes, at);
      if (at === INVALID) return INVALID;
      at = child < 0 ? skipValue(bytes, at, this.nesting) : this.value(at, child, element);
      if (at === INVALID) return INVALID;
      if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
      byte = bytes[at++] as number;
      if (byte === CLOSE_BRACE) return this.close(at - 1);
      if (byte !== COMMA) return INVALID;
      if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
    }
  }

  private close(at: number): number {
    this.nesting--;
    return at + 1;
  }

  /** The node that a key with dots, escapes or beyond ASCII leads to, or -1. Such keys are rare, so they may cost. */
  private oddKey(node: number, start: number, end: number): number {
    const key = JSON.parse(decodeText(this.bytes.subarray(start - 1, end))) as string;
    for (const step of key.split('.')) {
      const bytes = encodeKey(step);
      node = this.paths.child(node, hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length);
      if (node < 0) break;
    }
    return node;
  }

  private value(at: number, node: number, element: number): number {
    const { bytes } = this;
    const flags = this.paths.flags[node] as number;
    const byte = bytes[at] as number;
    if (byte === OPEN_BRACKET) return this.array(at + 1, node, element);
    if (byte === OPEN_BRACE) {
      return flags & HAS_CHILDREN ? this.object(at + 1, node, element) : skipValue(bytes, at, this.nesting);
    }
    if (byte === QUOTE) {
      return flags & HAS_TESTS ? this.string(at + 1, node, element) : skipString(bytes, at + 1);
    }
    const end = skipScalar(bytes, at);
    if (end !== INVALID && flags & HAS_TESTS) {
      this.leaves.add(node, byte >= FIRST_LETTER ? LITERAL : NUMBER, at, end, 0, element);
    }
    return end;
  }

  private string(at: number, node: number, element: number): number {
    const { bytes } = this;
    const end = skipRun(bytes, at);
    if (bytes[end] !== QUOTE) return this.escapedString(at, node, element);
    this.leaves.add(node, STRING, at, end, hashRange(bytes, at, end), element);
    return end + 1;
  }

  private escapedString(start: number, node: number, element: number): number {
    const end = skipString(this.bytes, start);
    if (end === INVALID) return INVALID;
    const from = this.spareEnd;
    this.spareEnd = unescapeInto(this.bytes, start, from);
    this.leaves.add(node, STRING, from, this.spareEnd, hashRange(this.bytes, from, this.spareEnd), element);
    return end;
  }

  /** Members that are objects or arrays are elements in the sense of array consistency, plain ones are not. */
  private array(at: number, node: number, element: number): number {
    const { bytes } = this;
    if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
    if (++this.nesting > DEEPEST_NESTING) return INVALID;
    if (bytes[at] === CLOSE_BRACKET) return this.close(at);
    const array = ++this.arrayCount;
    for (;;) {
      const first = bytes[at];
      const nested = first === OPEN_BRACE || first === OPEN_BRACKET;
      at = this.value(at, node, nested ? this.leaves.addElement(array, element) : element);
      if (at === INVALID) return INVALID;
      if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
      const byte = bytes[at++];
      if (byte === CLOSE_BRACKET) return this.close(at - 1);
      if (byte !== COMMA) return INVALID;
      if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
    }
  }
}
