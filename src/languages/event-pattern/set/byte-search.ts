/**
 * Finds a text in bytes with the Knuth-Morris-Pratt algorithm: after a mismatch it knows from the text alone how
 * much of what was read is still of use, so the time is linear whatever the bytes.
 */
export class ByteSearch {
  private readonly text: Uint8Array;
  /** By length of a start of the text: the length of the longest shorter start that it ends with. */
  private readonly borders: Int32Array;

  constructor(text: Uint8Array) {
    this.text = text;
    this.borders = new Int32Array(text.length + 1);
    for (let end = 1, length = 0; end < text.length; end++) {
      length = this.extend(length, text[end] as number);
      this.borders[end + 1] = length;
    }
  }

  /** The end of the leftmost occurrence within `bytes[from, to)`, or -1. */
  endIn(bytes: Uint8Array, from: number, to: number): number {
    let length = 0;
    if (this.text.length === 0) return from;
    for (let at = from; at < to; at++) {
      length = this.extend(length, bytes[at] as number);
      if (length === this.text.length) return at + 1;
    }
    return -1;
  }

  /** How much of the text stands at the end of what was read once `byte` is added to a start of that length. */
  private extend(length: number, byte: number): number {
    while (length > 0 && this.text[length] !== byte) length = this.borders[length] as number;
    return this.text[length] === byte ? length + 1 : 0;
  }
}
