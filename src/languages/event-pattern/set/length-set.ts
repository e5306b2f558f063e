/** The lengths that keys of an index have, each counted, in ascending order. */
export class LengthSet {
  readonly lengths: number[] = [];
  private readonly counts = new Map<number, number>();

  add(length: number): void {
    const count = this.counts.get(length) ?? 0;
    this.counts.set(length, count + 1);
    if (count > 0) return;
    const at = this.lengths.findIndex((other) => other > length);
    this.lengths.splice(at < 0 ? this.lengths.length : at, 0, length);
  }

  remove(length: number): void {
    const count = (this.counts.get(length) ?? 0) - 1;
    if (count > 0) {
      this.counts.set(length, count);
      return;
    }
    this.counts.delete(length);
    this.lengths.splice(this.lengths.indexOf(length), 1);
  }
}
