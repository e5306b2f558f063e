/** Remembers the last `limit` ids: delivery is at least once, and a person wants to see an event once. */
export class SeenIds {
  private readonly ids = new Set<string>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether the id was there already; it is from now on. */
  has(id: string): boolean {
    if (this.ids.has(id)) return true;
    this.ids.add(id);
    if (this.ids.size > this.limit) this.ids.delete(this.ids.values().next().value as string);
    return false;
  }
}
