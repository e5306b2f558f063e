/**
 * Watches the sizes of a client's frames. `ws` joins fragments and shows only whole messages, but API Gateway
 * bounds each frame, so the bytes are looked at on their way to it.
 *
 * A frame (RFC 6455, 5.2) begins with two bytes, the second of which holds the mask bit and a 7-bit length: up
 * to 125 it is the length, 126 says that two more bytes hold it, 127 that eight do; a mask adds four bytes. The
 * header may be cut anywhere between two chunks, the payload is skipped without being looked at.
 */
export class FrameLimit {
  private readonly maxPayloadBytes: number;
  /** The part of a header that has arrived. */
  private readonly header = Buffer.alloc(LONGEST_HEADER_BYTES);
  private headerLength = 0;
  private payloadLeft = 0;

  constructor(maxPayloadBytes: number) {
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /** False as soon as a frame announces a longer payload than allowed; nothing is to be pushed after that. */
  push(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.payloadLeft > 0) {
        const skipped = Math.min(this.payloadLeft, chunk.length - at);
        this.payloadLeft -= skipped;
        at += skipped;
        continue;
      }
      this.header[this.headerLength++] = chunk[at++] as number;
      if (this.headerLength < this.headerSize()) continue;
      this.payloadLeft = this.payloadLength();
      this.headerLength = 0;
      if (this.payloadLeft > this.maxPayloadBytes) return false;
    }
    return true;
  }

  /** How long the header is, as far as can be told from what has arrived. */
  private headerSize(): number {
    if (this.headerLength < 2) return 2;
    const second = this.header[1] as number;
    const lengthBytes = EXTENDED_LENGTH_BYTES[second & 0x7f] ?? 0;
    return 2 + lengthBytes + (second & MASK_BIT ? 4 : 0);
  }

  private payloadLength(): number {
    const short = (this.header[1] as number) & 0x7f;
    if (short === 126) return this.header.readUInt16BE(2);
    if (short < 126) return short;
    return this.header.readUInt32BE(2) * 2 ** 32 + this.header.readUInt32BE(6);
  }
}

const LONGEST_HEADER_BYTES = 14;
const MASK_BIT = 0x80;
const EXTENDED_LENGTH_BYTES: Readonly<Record<number, number>> = { 126: 2, 127: 8 };
