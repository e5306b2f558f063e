import { VECTOR_MODULE } from './vector-module-bytes.ts';

/** What assembly/scanner.ts exports. Positions are addresses in `memory`. */
export interface VectorModule {
  readonly memory: WebAssembly.Memory;
  freeFrom(): number;
  summaryAt(): number;
  usePaths(edgesAt: number, edgeBits: number, nodesAt: number): void;
  useStrings(stringsAt: number, stringBits: number): void;
  addEdge(parent: number, key: number, length: number, child: number): void;
  addString(node: number, hash: number): void;
  useRows(leavesAt: number, leavesEnd: number, elementsAt: number, elementsEnd: number): void;
  scan(start: number, end: number, eventNumber: number): number;
}

/**
 * A module with a memory of its own; undefined where WebAssembly is unknown, lacks vectors (as before Node 16), or is
 * forbidden, as by a page's Content Security Policy without `wasm-unsafe-eval`.
 */
export function instantiate(): VectorModule | undefined {
  try {
    const bytes = Uint8Array.from(atob(VECTOR_MODULE), (character) => character.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as VectorModule;
  } catch {
    // Whatever the reason, the other scanner does the same.
    return undefined;
  }
}
