import { type EventLeaves, Scanner } from './scanner.ts';
import { escapeSurrogates, isWellFormed } from './text.ts';
import { instantiate } from './vector-module.ts';
import { type Contents, VectorScanner } from './vector-scanner.ts';

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
  private readonly contents: Contents;
  private readonly scanner: Scanner;
  /** What the scanner in WebAssembly has for this set, and for which version of the set. */
  private ticket: object | undefined;
  private version = 0;
  /** Events that came since the set last changed, or since it was last put into place. */
  private patience = 0;

  constructor(contents: Contents) {
    this.contents = contents;
    this.scanner = new Scanner(contents.paths);
  }

  /** What has read the event, and its leaves; undefined if it is no JSON object in UTF-8. */
  read(event: string | Uint8Array): EventLeaves | undefined {
    const vectors = vectorScanner();
    if (vectors && this.isReady(vectors) && vectors.scan(event, this.contents)) return vectors;
    if (this.scanner.scan(event)) return this.scanner;
    if (typeof event !== 'string' || isWellFormed(event)) return undefined;
    return this.scanner.scan(escapeSurrogates(event)) ? this.scanner : undefined;
  }

  /** If a set changes all the time, or sets take turns, putting them into place must not cost more than it saves. */
  private isReady(vectors: VectorScanner): boolean {
    const { paths, strings } = this.contents;
    const version = paths.version + strings.version;
    if (this.version !== version) {
      this.version = version;
      this.ticket = undefined;
      this.patience = 0;
    }
    if (vectors.has(this.ticket)) return true;
    const needed = EVENTS_TO_PREPARE + (paths.nodeLimit + strings.count) / LOADED_PER_EVENT;
    if (++this.patience < needed) return false;
    this.patience = 0;
    this.ticket = vectors.use(this.contents);
    return this.ticket !== undefined;
  }
}
