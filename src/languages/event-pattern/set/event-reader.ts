import type { PathTree } from './path-tree.ts';
import { type EventScanner, Scanner } from './scanner.ts';
import { escapeSurrogates, isWellFormed } from './text.ts';
import { instantiate } from './vector-module.ts';
import { type Strings, VectorScanner } from './vector-scanner.ts';

/** Putting so many nodes and strings into place takes about as long as is saved by reading one event in WebAssembly. */
const LOADED_PER_EVENT = 32;
/** Whatever is put into place, preparing it takes about as long as is saved by so many events. */
const EVENTS_TO_PREPARE = 8;

/** Undefined until it is first asked for; then null where WebAssembly cannot be used. */
let shared: VectorScanner | null | undefined;

function vectorScanner(): VectorScanner | null {
  if (shared === undefined) {
    const module = instantiate();
    shared = module ? new VectorScanner(module, instantiate) : null;
  }
  return shared;
}

/** Has a set's events read by one scanner or the other. */
export class EventReader {
  private readonly paths: PathTree;
  private readonly strings: Strings;
  private readonly scanner: Scanner;
  /** Events that came since paths and strings were last seen to be others, or put into place. */
  private patience = 0;
  private version = 0;

  constructor(paths: PathTree, strings: Strings) {
    this.paths = paths;
    this.strings = strings;
    this.scanner = new Scanner(paths);
  }

  /** The scanner that has read the event into its leaves; undefined if it is no JSON object in UTF-8. */
  read(event: string | Uint8Array): EventScanner | undefined {
    const vectors = vectorScanner();
    if (vectors && this.isReady(vectors) && vectors.scan(event)) return vectors;
    if (this.scanner.scan(event)) return this.scanner;
    if (typeof event !== 'string' || isWellFormed(event)) return undefined;
    return this.scanner.scan(escapeSurrogates(event)) ? this.scanner : undefined;
  }

  /** If paths change all the time, or sets take turns, putting them into place must not cost more than it saves. */
  private isReady(vectors: VectorScanner): boolean {
    const { paths, strings } = this;
    if (vectors.has(paths, strings)) return true;
    const version = paths.version + strings.version;
    if (this.version !== version) this.patience = 0;
    this.version = version;
    const needed = EVENTS_TO_PREPARE + (paths.nodeLimit + strings.count) / LOADED_PER_EVENT;
    if (++this.patience < needed) return false;
    this.patience = 0;
    return vectors.use(paths, strings);
  }
}
