import type { LeafValue } from '../leaves.ts';
import { comparableInEvent } from '../number.ts';
import { LeafTable, NOT_READ } from './leaf-table.ts';
import { readIpv4 } from './read-address.ts';
import { readNumber } from './read-number.ts';
import { NO_LEAF, NUMBER, STRING } from './row-layout.ts';
import type { EventLeaves } from './scanner.ts';
import { decodeText } from './text.ts';

/** The current event, as the tests of its leaves see it. */
export class EventView {
  leaves: LeafTable = new LeafTable();
  bytes: Uint8Array = new Uint8Array(0);
  /** Counts events, so that what was found out about one is not taken for another's. */
  number = 0;
  /** The address that was read last, and its leaf. */
  private address = 0;
  private addressLeaf = NO_LEAF;

  begin({ leaves, bytes }: EventLeaves): void {
    this.leaves = leaves;
    this.bytes = bytes;
    this.number++;
    this.addressLeaf = NO_LEAF;
  }

  /** The value of a leaf that is a number; NaN if it is not comparable. */
  numberAt(leaf: number): number {
    const { leaves } = this;
    let value = leaves.number(leaf);
    if (value === NOT_READ) {
      value = readNumber(this.bytes, leaves.start(leaf), leaves.end(leaf));
      leaves.setNumber(leaf, value);
    }
    return value;
  }

  /** The IPv4 address that a leaf is, or NO_ADDRESS. */
  ipv4At(leaf: number): number {
    if (this.addressLeaf !== leaf) {
      this.addressLeaf = leaf;
      this.address = readIpv4(this.bytes, this.leaves.start(leaf), this.leaves.end(leaf));
    }
    return this.address;
  }

  /** A leaf's value as match-value.ts takes it, for tests that have no shorter way. */
  value(leaf: number): LeafValue {
    const { leaves } = this;
    const text = decodeText(this.bytes.subarray(leaves.start(leaf), leaves.end(leaf)));
    const kind = leaves.kind(leaf);
    if (kind === STRING) return { kind: 'string', text };
    if (kind === NUMBER) return { kind: 'number', text, value: comparableInEvent(text) };
    return { kind: 'literal', value: text === 'null' ? null : text === 'true' };
  }
}
