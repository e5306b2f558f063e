import { Observable } from './observable.ts';
import { type FieldPath, textAt } from './path.ts';

/** An event as it arrived, with its position since the log began. */
export interface LoggedEvent {
  readonly sequence: number;
  readonly receivedMs: number;
  readonly text: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** Lower-case text for searching, made when it is first needed. */
  searchText?: string;
}

/** How many events are kept. At 1 KiB each this is some 20 MB. */
const CAPACITY = 10_000;

/**
 * The latest events, in a bounded ring. While paused, what arrives is kept and counted but not shown, so that a
 * person can read.
 */
export class EventLog extends Observable {
  private readonly kept: LoggedEvent[] = [];
  private sequence = 0;
  private pausedAt: number | undefined;
  private search = '';
  private shownCache: readonly LoggedEvent[] | undefined;
  dropped = 0;

  add(text: string, event: Readonly<Record<string, unknown>>): void {
    this.kept.push({ sequence: ++this.sequence, receivedMs: Date.now(), text, event });
    // Trimmed in slices: shifting one by one would move the whole array for each event.
    if (this.kept.length > CAPACITY * 1.1)
      this.dropped += this.kept.splice(0, this.kept.length - CAPACITY).length;
    this.shownCache = undefined;
    this.changed();
  }

  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  setPaused(paused: boolean): void {
    if (paused === this.paused) return;
    this.pausedAt = paused ? this.sequence : undefined;
    this.shownCache = undefined;
    this.changed();
  }

  /** How many arrived since the pause began. */
  get waiting(): number {
    return this.pausedAt === undefined ? 0 : this.sequence - this.pausedAt;
  }

  get total(): number {
    return this.sequence;
  }

  setSearch(search: string): void {
    this.search = search.trim().toLowerCase();
    this.shownCache = undefined;
    this.changed();
  }

  clear(): void {
    this.kept.length = 0;
    this.dropped = 0;
    this.sequence = 0;
    if (this.pausedAt !== undefined) this.pausedAt = 0;
    this.shownCache = undefined;
    this.changed();
  }

  /** What the list shows, oldest first. */
  get shown(): readonly LoggedEvent[] {
    this.shownCache ??= this.kept.filter((entry) => this.isShown(entry));
    return this.shownCache;
  }

  /** Dotted paths of the fields that occur in the latest events, for columns and completion. */
  fields(): readonly string[] {
    const found = new Set<string>();
    for (const { event } of this.kept.slice(-200)) collectFields(event, '', found, 0);
    return [...found].sort();
  }

  /** Values seen at a path, the latest first, for completion. */
  valuesAt(path: FieldPath): readonly string[] {
    const values = this.kept.slice(-500).map(({ event }) => textAt(event, path));
    return [...new Set(values.reverse())].filter((value) => value !== '').slice(0, 20);
  }

  /** One JSON document a line. */
  export(): string {
    return this.shown.map(({ text }) => `${text}\n`).join('');
  }

  private isShown(entry: LoggedEvent): boolean {
    if (this.pausedAt !== undefined && entry.sequence > this.pausedAt) return false;
    if (this.search === '') return true;
    entry.searchText ??= entry.text.toLowerCase();
    return entry.searchText.includes(this.search);
  }
}

const MAX_DEPTH = 6;

function collectFields(value: unknown, path: string, found: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = Array.isArray(value) ? path : path === '' ? key : `${path}.${key}`;
    if (typeof inner !== 'object' || inner === null) found.add(innerPath);
    collectFields(inner, innerPath, found, depth + 1);
  }
}
