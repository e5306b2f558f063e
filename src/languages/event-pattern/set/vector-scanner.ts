import { hashRange } from './byte-dictionary.ts';
import type { LeafTable } from './leaf-table.ts';
import type { PathTree } from './path-tree.ts';
import { ESCAPED, NO_ROOM, NODE_FLAGS, NODE_ROW, STRING } from './row-layout.ts';
import { encodeEvent, mostBytesOf } from './text.ts';
import { unescapeInto } from './unescape.ts';
import { BLOCK, type Room, VectorMemory } from './vector-memory.ts';
import type { VectorModule } from './vector-module.ts';

const LITTLE_ROOM = { leaves: 256, elements: 64, event: 8192 };
/** More bits tell more strings from those that are asked for, and take more of the processor's cache. */
const BITS_PER_STRING = 16;
const LAST_EVENT = 2 ** 30;

/** The strings that patterns ask for, with the nodes at which they do. */
export interface Strings {
  /** Goes up when one is added. */
  readonly version: number;
  readonly count: number;
  forEachString(visit: (node: number, hash: number) => void): void;
}

/** What is put into the memory: paths, and the strings asked for at them. */
export interface Contents {
  readonly paths: PathTree;
  readonly strings: Strings;
}

/** Rows and bytes for one event. */
type EventRoom = Pick<Room, 'leaves' | 'elements' | 'event'>;

/**
 * Reads events as {@link Scanner} does, but in WebAssembly, where 16 bytes are compared at once (assembly/scanner.ts).
 * All sets share one: the paths of the set that used it last are in its memory.
 *
 * What it does not do is left to the other scanner: events that are no JSON, keys with escapes, very large events.
 */
export class VectorScanner {
  private readonly memory: VectorMemory;
  private room: EventRoom = LITTLE_ROOM;
  private eventNumber = 0;
  /** Stands for the contents, which it must not keep alive when their set is gone. */
  private ticket: object | undefined;

  /** @param instantiate makes a module with a memory of its own */
  constructor(module: VectorModule, instantiate: () => VectorModule | undefined) {
    this.memory = new VectorMemory(module, instantiate);
  }

  get leaves(): LeafTable {
    return this.memory.leaves;
  }

  get bytes(): Uint8Array {
    return this.memory.bytes;
  }

  /** Whether what was put into the memory for this ticket is still there. */
  has(ticket: object | undefined): boolean {
    return ticket !== undefined && this.ticket === ticket && this.eventNumber < LAST_EVENT;
  }

  /** Puts something else into the memory. Returns a ticket for it, undefined if it is too much. */
  use(contents: Contents): object | undefined {
    this.ticket = this.load(contents, LITTLE_ROOM) ? {} : undefined;
    return this.ticket;
  }

  private load({ paths, strings }: Contents, room: EventRoom): boolean {
    const { edges, keys } = sizeOf(paths);
    const edgeBits = bitsOf(2 * edges);
    const stringBits = bitsOf(BITS_PER_STRING * strings.count);
    if (!this.memory.layOut({ ...room, edgeBits, keys, nodes: paths.nodeLimit, stringBits })) return false;
    this.addEdges(paths);
    for (let node = 0; node < paths.nodeLimit; node++) {
      this.memory.nodes[node * NODE_ROW + NODE_FLAGS] = paths.flags[node] as number;
    }
    strings.forEachString((node, hash) => this.memory.module.addString(node, hash));
    this.room = room;
    this.eventNumber = 0;
    return true;
  }

  /** Keys that are longer than a block stay where they are, others make room for the next. */
  private addEdges(paths: PathTree): void {
    const { bytes, module, keysFrom } = this.memory;
    let at = keysFrom;
    paths.forEachEdge((child, parent, pool, start, length) => {
      bytes.set(pool.subarray(start, start + length), at);
      module.addEdge(parent, at, length, child);
      if (length > BLOCK) at += length;
    });
  }

  /**
   * Reads an event into the leaves.
   * @param contents what is in the memory
   * @returns whether it could
   */
  scan(event: string | Uint8Array, contents: Contents): boolean {
    const { memory } = this;
    // What is written out plainly is never longer than it was with its escapes.
    const needed = 2 * mostBytesOf(event) + 1;
    if (needed > this.room.event && !this.enlarge(contents, { ...this.room, event: 2 * needed })) {
      return false;
    }
    const length = encodeEvent(event, memory.event, 0);
    if (length < 0) return false;
    memory.event[length] = 0;
    const end = memory.eventFrom + length;
    const count = memory.module.scan(memory.eventFrom, end, ++this.eventNumber);
    if (count < 0) return count === NO_ROOM && this.scanWithMoreRows(event, contents);
    memory.leaves.take(this.eventNumber, count, memory.summary[0] as number);
    if (memory.summary[1] !== 0) this.unescape(end + 1);
    return true;
  }

  private scanWithMoreRows(event: string | Uint8Array, contents: Contents): boolean {
    const { leaves, elements, event: bytes } = this.room;
    const room = { leaves: 4 * leaves, elements: 4 * elements, event: bytes };
    return this.enlarge(contents, room) && this.scan(event, contents);
  }

  private enlarge(contents: Contents, room: EventRoom): boolean {
    if (this.load(contents, room)) return true;
    this.ticket = undefined;
    return false;
  }

  /** Writes strings that have escapes without them, from `at` on. */
  private unescape(at: number): void {
    const { bytes, leaves } = this.memory;
    for (let leaf = 0; leaf < leaves.count; leaf++) {
      if (leaves.kind(leaf) !== ESCAPED) continue;
      const end = unescapeInto(bytes, leaves.start(leaf), at);
      leaves.replaceString(leaf, STRING, at, end, hashRange(bytes, at, end));
      at = end;
    }
  }
}

/** So many bits have numbers up to `count`; at least four. */
function bitsOf(count: number): number {
  return Math.max(4, Math.ceil(Math.log2(count)));
}

/** How many edges there are, and how many bytes their keys need. */
function sizeOf(paths: PathTree): { readonly edges: number; readonly keys: number } {
  let [edges, long, longest] = [0, 0, 0];
  paths.forEachEdge((_child, _parent, _pool, _start, length) => {
    edges++;
    if (length > BLOCK) long += length;
    longest = Math.max(longest, length);
  });
  return { edges, keys: long + longest + BLOCK };
}
