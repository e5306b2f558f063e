import { resized } from './byte-dictionary.ts';

/** The atoms that hold for the current event, each once. Nothing is cleared between events: stamps tell them apart. */
export class Hits {
  count = 0;
  private atoms = new Int32Array(64);
  private stamps = new Int32Array(64);
  private eventNumber = 0;

  /** Makes ready for an event; all atoms are below `limit`. */
  clear(limit: number): void {
    this.count = 0;
    if (limit > this.stamps.length) {
      this.stamps = resized(this.stamps, 2 * limit);
      this.atoms = new Int32Array(2 * limit);
    }
    if (++this.eventNumber < 2 ** 30) return;
    this.eventNumber = 1;
    this.stamps.fill(0);
  }

  add(atom: number): void {
    if (this.stamps[atom] === this.eventNumber) return;
    this.stamps[atom] = this.eventNumber;
    this.atoms[this.count++] = atom;
  }

  has(atom: number): boolean {
    return this.stamps[atom] === this.eventNumber;
  }

  /** The atoms by the order in which they were added, from 0. */
  at(index: number): number {
    return this.atoms[index] as number;
  }
}
