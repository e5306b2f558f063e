import { stringBits, strings } from './memory';

/**
 * Which strings patterns ask for at which node: a set of bits, each of which stands for many pairs of node and hash. So a
 * set bit may be another string's; but most strings of events are nobody's, and are turned down here.
 */
const NODE_FACTOR: u32 = 0x9e3779b1;
const FINAL_FACTOR: u32 = 0x2c1b3c6d;

export function addString(node: i32, hash: u32): void {
  const bit = bitOf(node, hash);
  const byte = strings + (bit >> 3);
  store<u8>(byte, load<u8>(byte) | ((<u8>1) << (<u8>(bit & 7))));
}

export function mayBeString(node: i32, hash: u32): bool {
  const bit = bitOf(node, hash);
  return (load<u8>(strings + (bit >> 3)) & ((<u8>1) << (<u8>(bit & 7)))) !== 0;
}

function bitOf(node: i32, hash: u32): u32 {
  return ((hash ^ (<u32>node * NODE_FACTOR)) * FINAL_FACTOR) >> (32 - stringBits);
}
