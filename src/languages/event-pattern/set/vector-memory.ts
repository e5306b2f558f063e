import { LeafTable } from './leaf-table.ts';
import { ELEMENT_ROW, LEAF_ROW, NODE_ROW } from './row-layout.ts';
import type { VectorModule } from './vector-module.ts';

/** The scanner in WebAssembly reads blocks of so many bytes; so many must be readable behind keys and events. */
export const BLOCK = 16;
/** Of an edge, in bytes; see assembly/path-table.ts. */
const EDGE = 32;
const WORD = 4;
const PAGE = 65_536;
/** WebAssembly's memory only grows, so what needs more is left to the other scanner. */
const MOST_MEMORY = 2 ** 26;
/** A memory that is so many times too large is replaced, unless it is small. */
const WASTEFUL = 8;
const SMALL_MEMORY = 2 ** 20;

/** What there is to be room for. */
export interface Room {
  /** The table of edges has 2 ^ edgeBits slots. */
  readonly edgeBits: number;
  /** In bytes. */
  readonly keys: number;
  readonly nodes: number;
  /** The filter of strings has 2 ^ stringBits bits, which are whole bytes. */
  readonly stringBits: number;
  readonly leaves: number;
  readonly elements: number;
  /** In bytes: the event, a zero byte, strings without their escapes. */
  readonly event: number;
}

/**
 * The memory of a {@link VectorModule}. Behind the module's constants lie in it one after the other: edges, nodes and
 * keys of a set's paths; the filter of its strings; leaves and elements, as rows of the leaf table; the event.
 */
export class VectorMemory {
  readonly leaves: LeafTable = new LeafTable();
  module: VectorModule;
  /** All of it. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The same from the event on. */
  event: Uint8Array = this.bytes;
  keysFrom = 0;
  eventFrom = 0;
  nodes: Int32Array = new Int32Array(0);
  /** How many elements there are, and how many leaves have escapes. */
  summary: Int32Array = this.nodes;
  private readonly renew: () => VectorModule | undefined;

  /** @param renew makes a module with a memory of its own */
  constructor(module: VectorModule, renew: () => VectorModule | undefined) {
    this.module = module;
    this.renew = renew;
  }

  /** Lays everything out; edges, nodes and strings are empty. Returns false if that takes too much memory. */
  layOut(room: Room): boolean {
    const edgesFrom = aligned(this.module.freeFrom());
    const nodesFrom = edgesFrom + 2 ** room.edgeBits * EDGE;
    const keysFrom = nodesFrom + room.nodes * NODE_ROW * WORD;
    const stringsFrom = keysFrom + room.keys;
    const leavesFrom = aligned(stringsFrom + 2 ** room.stringBits / 8);
    const elementsFrom = leavesFrom + room.leaves * LEAF_ROW * WORD;
    const eventFrom = elementsFrom + room.elements * ELEMENT_ROW * WORD;
    if (!this.resize(eventFrom + room.event + BLOCK)) return false;
    const { module } = this;
    const { buffer } = module.memory;
    this.bytes = new Uint8Array(buffer);
    this.bytes.fill(0, edgesFrom, leavesFrom);
    this.event = this.bytes.subarray(eventFrom);
    this.keysFrom = keysFrom;
    this.eventFrom = eventFrom;
    this.nodes = new Int32Array(buffer, nodesFrom, room.nodes * NODE_ROW);
    this.summary = new Int32Array(buffer, module.summaryAt(), 2);
    this.leaves.useRows(
      new Int32Array(buffer, leavesFrom, room.leaves * LEAF_ROW),
      this.nodes,
      new Int32Array(buffer, elementsFrom, room.elements * ELEMENT_ROW),
    );
    module.usePaths(edgesFrom, room.edgeBits, nodesFrom);
    module.useStrings(stringsFrom, room.stringBits);
    module.useRows(leavesFrom, elementsFrom, elementsFrom, eventFrom);
    return true;
  }

  private resize(needed: number): boolean {
    if (needed > MOST_MEMORY) return false;
    const size = this.module.memory.buffer.byteLength;
    if (size > SMALL_MEMORY && needed * WASTEFUL < size) this.module = this.renew() ?? this.module;
    const missing = needed - this.module.memory.buffer.byteLength;
    try {
      if (missing > 0) this.module.memory.grow(Math.ceil(missing / PAGE));
      return true;
    } catch {
      // The system has no more memory to give.
      return false;
    }
  }
}

function aligned(address: number): number {
  return (address + BLOCK - 1) & -BLOCK;
}
