import type { JsonObject } from '../../../core/json.ts';
import { Observable } from './observable.ts';
import { type FieldPath, fieldsOf, textAt } from './path.ts';

/** An event as it arrived. */
export interface LoggedEvent {
  /** Counts from 1. */
  readonly sequence: number;
  readonly receivedMs: number;
  readonly text: string;
  readonly event: JsonObject;
}

/** How many events are kept. At 1 KiB each this is some 20 MB. */
const CAPACITY = 10_000;
/** Trimmed in slices: shifting one by one would move the whole array for each event. */
const SLICE = 1_000;

/**
 * The latest events, in a bounded ring. While paused, what arrives is kept and counted but not shown, and what is
 * shown stays, so that a person can read.
 */
export class EventLog extends Observable {
  private readonly kept: LoggedEvent[] = [];
  private matching: LoggedEvent[] = [];
  private pausedAt: number | undefined;
  private search = '';
  /** How many arrived since the log was cleared. */
  total = 0;

  add(text: string, event: JsonObject): void {
    const entry = { sequence: ++this.total, receivedMs: Date.now(), text, event };
    this.kept.push(entry);
    if (!this.paused && this.isFound(entry)) this.matching.push(entry);
    if (this.kept.length > CAPACITY + SLICE) this.trim();
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

  /** @param search text that an event must hold, in either case; "" finds all. */
  setSearch(search: string): void {
    this.search = search.trim().toLowerCase();
    this.find();
    this.changed();
  }

  clear(): void {
    this.kept.length = 0;
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
    return [...new Set(this.kept.slice(-200).flatMap(({ event }) => fieldsOf(event)))].sort();
  }

  /** Values seen at a path, the latest first, for completion. */
  valuesAt(path: FieldPath): readonly string[] {
    const values = this.kept.slice(-500).map(({ event }) => textAt(event, path));
    return [...new Set(values.reverse())].filter((value) => value !== '').slice(0, 20);
  }

  /** What is shown as NDJSON: one event a line, as it arrived. */
  export(): string {
    return this.matching.map(({ text }) => `${text}\n`).join('');
  }

  private trim(): void {
    this.kept.splice(0, SLICE);
    const first = this.kept[0]?.sequence ?? 0;
    if (!this.paused) this.matching = this.matching.filter(({ sequence }) => sequence >= first);
  }

  private find(): void {
    const until = this.pausedAt ?? this.total;
    this.matching = this.kept.filter((entry) => entry.sequence <= until && this.isFound(entry));
  }

  private isFound({ text }: LoggedEvent): boolean {
    return this.search === '' || text.toLowerCase().includes(this.search);
  }
}
