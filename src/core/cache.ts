/**
 * Remembers what would take long to find out again, and forgets what is no longer asked for. Two generations: when
 * the younger is full, the older is dropped. So an entry is kept for at least `size` others, and a hit costs one
 * or two look-ups.
 */
export class Cache<Key, Value extends object | string | number | boolean> {
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();
  private readonly size: number;

  /** @param size entries of one generation */
  constructor(size: number) {
    this.size = size;
  }

  get(key: Key): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const aged = this.old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: Key, value: Value): void {
    if (this.young.size >= this.size && !this.young.has(key)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}
