import type { LeafValue } from '../leaves.ts';
import { comparableInEvent } from '../number.ts';
import { type LeafTable, NOT_READ, NUMBER, STRING } from './leaf-table.ts';
import { readNumber } from './read-number.ts';
import { decodeText } from './text.ts';

/** The current event, as the tests of its leaves see it. */
export class EventView {
  readonly leaves: LeafTable;
  bytes: Uint8Array = new Uint8Array(0);
  /** Counts events, so that what was found out about one is not taken for another's. */
  number = 0;

  constructor(leaves: LeafTable) {
    this.leaves = leaves;
  }

  /** The value of a leaf that is a number; NaN if it is not comparable. */
  numberAt(leaf: number): number {
    const { numbers, starts, ends } = this.leaves;
    let value = numbers[leaf] as number;
    if (value === NOT_READ) {
      value = readNumber(this.bytes, starts[leaf] as number, ends[leaf] as number);
      numbers[leaf] = value;
    }
    return value;
  }

  /** A leaf's value as match-value.ts takes it, for tests that have no shorter way. */
  value(leaf: number): LeafValue {
    const { kinds, starts, ends } = this.leaves;
    const text = decodeText(this.bytes.subarray(starts[leaf], ends[leaf]));
    if (kinds[leaf] === STRING) return { kind: 'string', text };
    if (kinds[leaf] === NUMBER) return { kind: 'number', text, value: comparableInEvent(text) };
    return { kind: 'literal', value: text === 'null' ? null : text === 'true' };
  }
}
