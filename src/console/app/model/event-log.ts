import { isJsonObject, type JsonObject, stringifyJson } from '../../../core/json.ts';
import { Observable } from './observable.ts';
import { type FieldPath, fieldsOf, valueAt } from './path.ts';
import { Ring } from './ring.ts';
import { type Search, searchFor } from './search.ts';

/** An event as it arrived. */
export interface LoggedEvent {
  /** Counts from 1. */
  readonly sequence: number;
  readonly receivedMs: number;
  readonly text: string;
  readonly event: JsonObject;
}

const LIMITS = { count: 10_000, characters: 32_000_000 };

/**
 * The latest events, in a bounded ring. While paused, what arrives is kept and counted but not shown, and what is
 * shown stays, so that a person can read.
 */
export class EventLog extends Observable {
  private readonly ring = new Ring<LoggedEvent>(LIMITS);
  private matching: LoggedEvent[] = [];
  private pausedAt: number | undefined;
  private isFound: Search = searchFor('');
  /** Whether something is searched for, so that not all is shown. */
  isSearching = false;
  /** How many arrived since the log was cleared. */
  total = 0;
  /** How many ever arrived. */
  received = 0;

  add(text: string, event: JsonObject): void {
    const entry = { sequence: ++this.total, receivedMs: Date.now(), text, event };
    this.received++;
    const isTrimmed = this.ring.push(entry);
    if (!this.paused && this.isFound(text)) this.matching.push(entry);
    if (isTrimmed) this.trim();
    this.changed();
  }

  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  setPaused(paused: boolean): void {
    if (paused === this.paused) return;
    this.pausedAt = paused ? this.total : undefined;
    if (!paused) this.find();
    this.changed();
  }

  /** How many arrived since the pause began. */
  get waiting(): number {
    return this.pausedAt === undefined ? 0 : this.total - this.pausedAt;
  }

  /** @param query as `searchFor` reads it */
  setSearch(query: string): void {
    this.isFound = searchFor(query);
    this.isSearching = query.trim() !== '';
    this.find();
    this.changed();
  }

  clear(): void {
    this.ring.clear();
    this.matching = [];
    this.total = 0;
    if (this.paused) this.pausedAt = 0;
    this.changed();
  }

  /** What the list shows, oldest first. The array changes as events arrive. */
  get shown(): readonly LoggedEvent[] {
    return this.matching;
  }

  /** The position of an event in what is shown, or -1. */
  indexOf({ sequence }: LoggedEvent): number {
    let [low, high] = [0, this.matching.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.matching[middle] as LoggedEvent).sequence < sequence) low = middle + 1;
      else high = middle;
    }
    return this.matching[low]?.sequence === sequence ? low : -1;
  }

  /** Paths of the fields that occur in the latest events, for columns and completion. */
  fields(): readonly FieldPath[] {
    return [...new Set(this.ring.items.slice(-200).flatMap(({ event }) => fieldsOf(event)))].sort();
  }

  /** Plain values seen at a path as JSON texts, the latest first, for completion. */
  valuesAt(path: FieldPath): readonly string[] {
    const values = this.ring.items.slice(-500).flatMap(({ event }) => valueAt(event, path) ?? []);
    const plain = values.filter((value) => !isJsonObject(value) && !Array.isArray(value));
    return [...new Set(plain.reverse().map((value) => stringifyJson(value)))].slice(0, 20);
  }

  /** What is shown as NDJSON: one event a line, as it arrived. */
  export(): string {
    return this.matching.map(({ text }) => `${text}\n`).join('');
  }

  /** How many are kept, shown or not. */
  get kept(): number {
    return this.ring.items.length;
  }

  /** What is shown while paused stays, although the ring has dropped it. */
  private trim(): void {
    const first = this.ring.items[0]?.sequence ?? 0;
    if (!this.paused) this.matching = this.matching.filter(({ sequence }) => sequence >= first);
  }

  private find(): void {
    const until = this.pausedAt ?? this.total;
    this.matching = this.ring.items.filter(({ sequence, text }) => sequence <= until && this.isFound(text));
  }
}
