/**
 * Byte strings, each in a numbered space, interned to small integers.
 *
 * The dictionary is asked with a range of the event's bytes and a hash that the caller has computed while it
 * read them, so that a look-up builds no string and allocates nothing. It is an open-addressing table of
 * (hash, id) pairs with linear probing, at most half full; the bytes of all keys lie in one pool. Entries are
 * counted: `acquire` and `release` come in pairs, and the last release frees the id for the next key. The pool
 * is compacted once half of it is garbage, and the table shrinks with its contents, so memory follows what is
 * in use and not what ever was.
 */

/** FNV-1a's start and prime; `hash = hashByte(hash, byte)` for each byte, for keys that are read one by one. */
export const HASH_SEED = -2128831035;
const HASH_PRIME = 0x01000193;
const WORD_PRIME = 0x85ebca6b;
const SMALLEST_TABLE = 16;
const SMALLEST_POOL = 256;

export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, HASH_PRIME);
}

export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), HASH_PRIME);
  return hash;
}

/** A hash of whole values, four bytes at a time; assembly/leaf-table.ts computes the same. */
export function hashRange(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_SEED;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    const high = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
    hash = Math.imul(hash ^ (low | (high << 16)), WORD_PRIME);
    hash ^= hash >>> 15;
  }
  let rest = 0;
  for (let shift = 0; at < end; shift += 8) rest |= (bytes[at++] as number) << shift;
  return Math.imul(hash ^ rest, WORD_PRIME);
}

export class ByteDictionary {
  /** Pairs of (mixed hash, id + 1); 0 in the second place means free. */
  private slots = new Int32Array(2 * SMALLEST_TABLE);
  private mask = SMALLEST_TABLE - 1;
  private used = 0;

  private pool = new Uint8Array(SMALLEST_POOL);
  private poolEnd = 0;
  private garbage = 0;

  /** By id. A free id has count 0 and the next free id in `offsets`. */
  private offsets = new Int32Array(SMALLEST_TABLE);
  private lengths = new Int32Array(SMALLEST_TABLE);
  private spaces = new Int32Array(SMALLEST_TABLE);
  private hashes = new Int32Array(SMALLEST_TABLE);
  private counts = new Int32Array(SMALLEST_TABLE);
  private nextId = 0;
  private firstFree = -1;

  /** How many keys are in use. */
  get size(): number {
    return this.used;
  }

  /** All ids are below this number. */
  get idLimit(): number {
    return this.nextId;
  }

  /** The id of `bytes[start, end)` in a space, or -1. `hash` is the one that the key was acquired with. */
  find(space: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const { slots, mask } = this;
    const mixed = mix(space, hash);
    for (let at = mixed & mask; ; at = (at + 1) & mask) {
      const entry = slots[2 * at + 1] as number;
      if (entry === 0) return -1;
      if (slots[2 * at] === mixed && this.holds(entry - 1, space, bytes, start, end)) return entry - 1;
    }
  }

  /** Finds or makes the key and counts one more user of it. */
  acquire(space: number, bytes: Uint8Array, hash: number = hashRange(bytes, 0, bytes.length)): number {
    const found = this.find(space, hash, bytes, 0, bytes.length);
    if (found >= 0) {
      this.retain(found);
      return found;
    }
    if (2 * (this.used + 1) > this.mask + 1) this.resizeTable(2 * (this.mask + 1));
    const id = this.takeId();
    this.store(id, bytes);
    this.spaces[id] = space;
    this.hashes[id] = mix(space, hash);
    this.counts[id] = 1;
    this.insert(id);
    this.used++;
    return id;
  }

  /** Counts one more user of a key that is in use. */
  retain(id: number): void {
    this.counts[id] = (this.counts[id] as number) + 1;
  }

  /** Takes one user away; true if that was the last one and the id is now free. */
  release(id: number): boolean {
    const count = (this.counts[id] as number) - 1;
    this.counts[id] = count;
    if (count > 0) return false;
    this.remove(id);
    this.used--;
    this.garbage += this.lengths[id] as number;
    this.offsets[id] = this.firstFree;
    this.firstFree = id;
    this.shrink();
    return true;
  }

  /** All keys, in no particular order: `bytes[start, start + length)` in `space`. */
  forEach(
    visit: (id: number, space: number, bytes: Uint8Array, start: number, length: number) => void,
  ): void {
    for (let id = 0; id < this.nextId; id++) {
      if (this.counts[id] === 0) continue;
      visit(id, this.spaces[id] as number, this.pool, this.offsets[id] as number, this.lengths[id] as number);
    }
  }

  users(id: number): number {
    return this.counts[id] as number;
  }

  space(id: number): number {
    return this.spaces[id] as number;
  }

  /** A copy of it. */
  key(id: number): Uint8Array {
    const start = this.offsets[id] as number;
    return this.pool.slice(start, start + (this.lengths[id] as number));
  }

  private holds(id: number, space: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.spaces[id] !== space || this.lengths[id] !== end - start) return false;
    const { pool } = this;
    let from = this.offsets[id] as number;
    while (start < end) {
      if (pool[from++] !== bytes[start++]) return false;
    }
    return true;
  }

  private takeId(): number {
    const id = this.firstFree;
    if (id >= 0) {
      this.firstFree = this.offsets[id] as number;
      return id;
    }
    if (this.nextId === this.counts.length) this.resizeIds(2 * this.nextId);
    return this.nextId++;
  }

  private store(id: number, bytes: Uint8Array): void {
    if (this.poolEnd + bytes.length > this.pool.length) this.makeRoom(bytes.length);
    this.pool.set(bytes, this.poolEnd);
    this.offsets[id] = this.poolEnd;
    this.lengths[id] = bytes.length;
    this.poolEnd += bytes.length;
  }

  private insert(id: number): void {
    const { slots, mask } = this;
    const mixed = this.hashes[id] as number;
    let at = mixed & mask;
    while (slots[2 * at + 1] !== 0) at = (at + 1) & mask;
    slots[2 * at] = mixed;
    slots[2 * at + 1] = id + 1;
  }

  /** Empties the slot and moves up what linear probing had pushed past it. */
  private remove(id: number): void {
    const { slots, mask } = this;
    let hole = (this.hashes[id] as number) & mask;
    while (slots[2 * hole + 1] !== id + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; slots[2 * at + 1] !== 0; at = (at + 1) & mask) {
      const home = (slots[2 * at] as number) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      slots[2 * hole] = slots[2 * at] as number;
      slots[2 * hole + 1] = slots[2 * at + 1] as number;
      hole = at;
    }
    slots[2 * hole + 1] = 0;
  }

  private shrink(): void {
    const capacity = this.mask + 1;
    if (capacity > SMALLEST_TABLE && 8 * this.used < capacity) this.resizeTable(capacity / 2);
    if (this.garbage > SMALLEST_POOL && 2 * this.garbage > this.poolEnd) this.makeRoom(0);
    if (this.used === 0) this.forgetIds();
  }

  private resizeTable(capacity: number): void {
    this.slots = new Int32Array(2 * capacity);
    this.mask = capacity - 1;
    for (let id = 0; id < this.nextId; id++) {
      if ((this.counts[id] as number) > 0) this.insert(id);
    }
  }

  /** Moves the living keys to a pool with room for `extra` bytes and half as much again. */
  private makeRoom(extra: number): void {
    const alive = this.poolEnd - this.garbage + extra;
    const pool = new Uint8Array(Math.max(SMALLEST_POOL, alive + (alive >> 1)));
    let end = 0;
    for (let id = 0; id < this.nextId; id++) {
      if ((this.counts[id] as number) === 0) continue;
      const from = this.offsets[id] as number;
      const length = this.lengths[id] as number;
      pool.set(this.pool.subarray(from, from + length), end);
      this.offsets[id] = end;
      end += length;
    }
    this.pool = pool;
    this.poolEnd = end;
    this.garbage = 0;
  }

  private resizeIds(capacity: number): void {
    this.offsets = resized(this.offsets, capacity);
    this.lengths = resized(this.lengths, capacity);
    this.spaces = resized(this.spaces, capacity);
    this.hashes = resized(this.hashes, capacity);
    this.counts = resized(this.counts, capacity);
  }

  private forgetIds(): void {
    this.nextId = 0;
    this.firstFree = -1;
    this.resizeIds(SMALLEST_TABLE);
  }
}

/** The first `capacity` elements of an array, padded with zeros. */
export function resized(array: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(capacity);
  copy.set(array.subarray(0, Math.min(array.length, capacity)));
  return copy;
}

/** Spreads (space, hash) over all bits: tables are masked from the low end. */
function mix(space: number, hash: number): number {
  let mixed = Math.imul(hash ^ Math.imul(space, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
