/** Bounds of a range of keys, as LevelDB names them. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** -1: no limit. */
  readonly limit?: number;
}

/**
 * An ordered map of texts: a hash map for what is asked by key, and a sorted array of keys for ranges. Inserting
 * moves the array's tail, which beats a balanced tree up to some hundred thousand keys.
 */
export class SortedTexts {
  private readonly keys: string[] = [];
  private readonly texts = new Map<string, string>();
  private length = 0;

  get size(): number {
    return this.keys.length;
  }

  /** Characters of all texts together. */
  get textLength(): number {
    return this.length;
  }

  get(key: string): string | undefined {
    return this.texts.get(key);
  }

  put(key: string, text: string): void {
    const before = this.texts.get(key);
    if (before === undefined) this.keys.splice(this.positionOf(key), 0, key);
    this.length += text.length - (before?.length ?? 0);
    this.texts.set(key, text);
  }

  delete(key: string): void {
    const before = this.texts.get(key);
    if (before === undefined) return;
    this.texts.delete(key);
    this.keys.splice(this.positionOf(key), 1);
    this.length -= before.length;
  }

  /** The keys of a range, in its direction. */
  range(range: KeyRange = {}): string[] {
    const start = range.gt !== undefined ? this.positionAfter(range.gt) : this.positionOf(range.gte ?? '');
    const keys = this.keys.slice(start, this.endOf(range));
    if (range.reverse) keys.reverse();
    return range.limit !== undefined && range.limit >= 0 ? keys.slice(0, range.limit) : keys;
  }

  private endOf(range: KeyRange): number {
    if (range.lte !== undefined) return this.positionAfter(range.lte);
    return range.lt === undefined ? this.keys.length : this.positionOf(range.lt);
  }

  private positionAfter(key: string): number {
    const position = this.positionOf(key);
    return this.keys[position] === key ? position + 1 : position;
  }

  /** Where `key` is, or would be inserted. */
  private positionOf(key: string): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
