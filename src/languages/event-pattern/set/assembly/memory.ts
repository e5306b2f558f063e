/**
 * Where things lie in the module's memory. The module owns nothing but its constants: TypeScript lays out the rest
 * and tells where it is (vector-memory.ts).
 */

/** What {@link scan} tells besides its result: see row-layout.ts. */
export const summary: usize = memory.data(8);
/** The closing brackets of what is being skipped, one byte each. */
export const openBrackets: usize = memory.data(1000);
/** 16 bytes of ones, 16 of zeros: from `ones + 16 - n` on, the first n of 16 bytes are ones. */
export const ones: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0,
]);
export const powersOfTen: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
]);

export let edges: usize = 0;
export let edgeBits: u64 = 0;
export let nodes: usize = 0;
export let strings: usize = 0;
export let stringBits: u32 = 0;
export let leaves: usize = 0;
export let leavesEnd: usize = 0;
export let elements: usize = 0;
export let elementsEnd: usize = 0;

/** The first byte that is free. */
export function freeFrom(): usize {
  return __heap_base;
}

/** The address of two integers: how many elements there are (and 1), and how many leaves have escapes. */
export function summaryAt(): usize {
  return summary;
}

/** @param bits the table of edges has 2 ^ bits slots */
export function usePaths(edgesAt: usize, bits: i32, nodesAt: usize): void {
  edges = edgesAt;
  edgeBits = <u64>bits;
  nodes = nodesAt;
}

/** @param bits the filter has 2 ^ bits bits */
export function useStrings(stringsAt: usize, bits: u32): void {
  strings = stringsAt;
  stringBits = bits;
}

export function useRows(leavesAt: usize, leavesTo: usize, elementsAt: usize, elementsTo: usize): void {
  leaves = leavesAt;
  leavesEnd = leavesTo;
  elements = elementsAt;
  elementsEnd = elementsTo;
}
