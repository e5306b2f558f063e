/** How much of what arrives is kept. */
export interface RingLimits {
  readonly count: number;
  /** Of all texts together: a thousand events of a megabyte each are more than a tab should hold. */
  readonly characters: number;
}

/** The latest texts with what belongs to them, oldest first. */
export class Ring<Item extends { readonly text: string }> {
  private kept: Item[] = [];
  private characters = 0;
  private readonly limits: RingLimits;

  constructor(limits: RingLimits) {
    this.limits = limits;
  }

  get items(): readonly Item[] {
    return this.kept;
  }

  /** @returns whether the oldest were dropped for it. */
  push(item: Item): boolean {
    this.kept.push(item);
    this.characters += item.text.length;
    const { count, characters } = this.limits;
    // Trimmed in slices: shifting one by one would move the whole array for each event.
    if (this.kept.length <= count * 1.1 && this.characters <= characters * 1.1) return false;
    this.trim();
    return true;
  }

  clear(): void {
    this.kept = [];
    this.characters = 0;
  }

  private trim(): void {
    const { count, characters } = this.limits;
    let drop = 0;
    // The latest is kept, however large it is.
    while (drop < this.kept.length - 1 && (this.kept.length - drop > count || this.characters > characters)) {
      this.characters -= (this.kept[drop++] as Item).text.length;
    }
    this.kept = this.kept.slice(drop);
  }
}
