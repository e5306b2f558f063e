import { edgeBits, edges, ones } from './memory';

/**
 * The tree of the paths that patterns name (path-tree.ts), as a hash table of its edges with linear probing.
 *
 * An edge takes 32 bytes: the first 16 bytes of the key, zeros behind its end; the key's length; the parent; the
 * child; the address of the key's other bytes. So a key of up to 16 bytes, as most are, is compared at once, and its
 * hash takes three multiplications whatever its length. The root is nobody's child, so the child 0 marks a free slot.
 */
const EDGE: usize = 32;
const EDGE_SHIFT: usize = 5;
const LENGTH_AND_PARENT: usize = 16;
const CHILD: usize = 24;
const REST: usize = 28;
const BLOCK: u32 = 16;

/** Odd numbers whose bits look random. */
const HIGH_FACTOR: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;
const NODE_FACTOR: u64 = ((<u64>0xc2b2ae3d) << 32) | 0x27d4eb4f;
const FINAL_FACTOR: u64 = ((<u64>0xff51afd7) << 32) | 0xed558ccd;

/** Adds an edge. A key of more than 16 bytes must stay where it is; behind a key there must be 16 bytes to read. */
export function addEdge(parent: i32, key: usize, length: u32, child: i32): void {
  const start = firstBlock(key, length);
  const mask = ((<usize>1) << (<usize>edgeBits)) - 1;
  let slot = slotOf(hashOf(parent, key, length, start));
  while (load<i32>(edges + (slot << EDGE_SHIFT), CHILD) !== 0) slot = (slot + 1) & mask;
  const edge = edges + slot * EDGE;
  v128.store(edge, start);
  store<u64>(edge, lengthAndParent(parent, length), LENGTH_AND_PARENT);
  store<i32>(edge, child, CHILD);
  store<usize>(edge, key + BLOCK, REST);
}

/** The child of a node by the key at an address, or -1. */
export function childOf(node: i32, key: usize, length: u32): i32 {
  const start = firstBlock(key, length);
  const mask = ((<usize>1) << (<usize>edgeBits)) - 1;
  const wanted = lengthAndParent(node, length);
  let slot = slotOf(hashOf(node, key, length, start));
  while (true) {
    const edge = edges + (slot << EDGE_SHIFT);
    const child = load<i32>(edge, CHILD);
    if (child === 0) return -1;
    if (load<u64>(edge, LENGTH_AND_PARENT) === wanted && !v128.any_true(v128.xor(start, v128.load(edge)))) {
      if (length <= BLOCK || memory.compare(load<usize>(edge, REST), key + BLOCK, length - BLOCK) === 0)
        return child;
    }
    slot = (slot + 1) & mask;
  }
}

/** The first 16 bytes of a key, zeros behind its end. */
function firstBlock(key: usize, length: u32): v128 {
  const block = v128.load(key);
  return length >= BLOCK ? block : v128.and(block, v128.load(ones + BLOCK - length));
}

function lengthAndParent(parent: i32, length: u32): u64 {
  return ((<u64>parent) << 32) | <u64>length;
}

function slotOf(hash: u64): usize {
  return <usize>(hash >> (64 - edgeBits));
}

function hashOf(node: i32, key: usize, length: u32, start: v128): u64 {
  const seed = <u64>node * NODE_FACTOR + <u64>length;
  return length > BLOCK ? longHash(seed, key, length, start) : mix(seed, start);
}

/** The last block may overlap the one before. */
function longHash(seed: u64, key: usize, length: u32, start: v128): u64 {
  let hash = mix(seed, start);
  for (let at: u32 = BLOCK; at < length - BLOCK; at += BLOCK) hash = mix(hash, v128.load(key + at));
  return mix(hash, v128.load(key + length - BLOCK));
}

function mix(hash: u64, block: v128): u64 {
  const low = v128.extract_lane<u64>(block, 0);
  const high = v128.extract_lane<u64>(block, 1);
  return (low ^ (high * HIGH_FACTOR) ^ hash) * FINAL_FACTOR;
}
