/**
 * Which of many intervals hold a number.
 *
 * The intervals lie in arrays sorted by their lower bound, read as a balanced binary tree (the middle of a range
 * is its root), and each root knows the highest upper bound in its range: a search leaves out the ranges that end
 * too low and those that start too high. The arrays are built when they are first asked; what is added later
 * waits in a short list that is looked through one by one, and when it gets long the arrays are built again. So
 * adding costs O(√n) and a search O(√n + log n + found), whichever way the two alternate.
 */
export interface Interval {
  readonly id: number;
  readonly low: number;
  readonly high: number;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

/** Whoever wants to know the ids. */
export interface Found {
  add(id: number): void;
}

const SHORT_LIST = 32;

export class IntervalIndex {
  private readonly intervals = new Map<number, Interval>();
  private sorted: Interval[] = [];
  private highest: Float64Array = new Float64Array(0);
  private waiting: Interval[] = [];
  /** Intervals of `sorted` that were removed since. */
  private removed = 0;

  get size(): number {
    return this.intervals.size;
  }

  add(interval: Interval): void {
    this.intervals.set(interval.id, interval);
    this.waiting.push(interval);
  }

  remove(id: number): void {
    const interval = this.intervals.get(id);
    this.intervals.delete(id);
    const at = this.waiting.indexOf(interval as Interval);
    if (at < 0) this.removed++;
    else this.waiting.splice(at, 1);
    if (this.intervals.size === 0) this.build();
  }

  /** Adds the ids of the intervals that hold `value`. */
  find(value: number, found: Found): void {
    const short = SHORT_LIST + Math.sqrt(this.sorted.length);
    if (this.waiting.length > short || this.removed > this.sorted.length / 2) this.build();
    for (const interval of this.waiting) {
      if (holds(interval, value)) found.add(interval.id);
    }
    this.search(0, this.sorted.length - 1, value, found);
  }

  private search(from: number, to: number, value: number, found: Found): void {
    while (from <= to) {
      const middle = (from + to) >> 1;
      if ((this.highest[middle] as number) < value) return;
      this.search(from, middle - 1, value, found);
      const interval = this.sorted[middle] as Interval;
      if (interval.low > value) return;
      if (holds(interval, value) && (this.removed === 0 || this.intervals.get(interval.id) === interval)) {
        found.add(interval.id);
      }
      from = middle + 1;
    }
  }

  private build(): void {
    this.sorted = [...this.intervals.values()].sort(
      (left, right) => left.low - right.low || left.high - right.high,
    );
    this.highest = new Float64Array(this.sorted.length);
    this.setHighest(0, this.sorted.length - 1);
    this.waiting = [];
    this.removed = 0;
  }

  private setHighest(from: number, to: number): number {
    if (from > to) return Number.NEGATIVE_INFINITY;
    const middle = (from + to) >> 1;
    const highest = Math.max(
      (this.sorted[middle] as Interval).high,
      this.setHighest(from, middle - 1),
      this.setHighest(middle + 1, to),
    );
    this.highest[middle] = highest;
    return highest;
  }
}

function holds({ low, high, lowOpen, highOpen }: Interval, value: number): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}
