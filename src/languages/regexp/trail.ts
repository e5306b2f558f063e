import { OutOfSteps } from './allowance.ts';

/** Registers hold positions; this where a group has not matched. */
export const UNSET = -1;

/** Three numbers each; some 50 MB. What native matchers give up at is about as much. */
const MOST_ENTRIES = 4_000_000;

/** The purpose of an entry that sets a register back; all others are the matcher's. */
const RESTORE = 0;

/**
 * The registers of a matcher, and what it may have to undo or to try later: a stack of entries, each of which is a
 * register's old value, or a way to go on.
 */
export class Trail {
  readonly registers: Int32Array;
  /** How many numbers the entries take. */
  top = 0;
  /** Of the entry that {@link backUp} has stopped at. */
  value = 0;
  operand = 0;
  purpose = 0;
  private entries = new Int32Array(192);

  constructor(registerCount: number) {
    this.registers = new Int32Array(registerCount);
  }

  clear(): void {
    this.registers.fill(UNSET);
    this.top = 0;
  }

  /** @throws OutOfSteps when there are too many entries */
  push(value: number, operand: number, purpose: number): void {
    if (this.top === this.entries.length) this.grow();
    this.entries[this.top++] = value;
    this.entries[this.top++] = operand;
    this.entries[this.top++] = purpose;
  }

  private grow(): void {
    if (this.top >= 3 * MOST_ENTRIES) throw new OutOfSteps();
    const larger = new Int32Array(2 * this.top);
    larger.set(this.entries);
    this.entries = larger;
  }

  /** Sets a register until the matcher backs up to before this. */
  set(register: number, value: number): void {
    const before = this.registers[register] as number;
    if (before === value) return;
    this.push(before, register, RESTORE);
    this.registers[register] = value;
  }

  /** Remembers the registers of groups as they are. */
  save(firstGroup: number, endGroup: number): void {
    for (let register = 2 * firstGroup; register < 2 * endGroup; register++) {
      this.push(this.registers[register] as number, register, RESTORE);
    }
  }

  /**
   * Takes entries off, down to a height, and sets registers back, until one says how to go on.
   * @returns whether there was one
   */
  backUp(bottom: number): boolean {
    while (this.top > bottom) {
      this.top -= 3;
      this.value = this.entries[this.top] as number;
      this.operand = this.entries[this.top + 1] as number;
      this.purpose = this.entries[this.top + 2] as number;
      if (this.purpose !== RESTORE) return true;
      this.registers[this.operand] = this.value;
    }
    return false;
  }

  /** Sets registers back to what they were at a height, and forgets all ways to go on. */
  undo(bottom: number): void {
    while (this.backUp(bottom));
  }
}
