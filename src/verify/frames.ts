/** The opcode of a frame that goes on with a message; text is 1, binary 2. */
const CONTINUATION = 0;
const BINARY = 2;

/**
 * Reads the headers of WebSocket frames from a server's bytes, because clients hide into how many a message was cut.
 * Frames of a server are not masked. Source: RFC 6455, 5.2.
 */
export class FrameSizes {
  /** Payload bytes of each data frame so far. */
  readonly sizes: number[] = [];
  private header: Buffer = Buffer.alloc(0);
  private payloadLeft = 0;

  add(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(this.payloadLeft, chunk.length - at);
      this.payloadLeft -= skipped;
      at += skipped;
      if (at < chunk.length) {
        this.header = Buffer.concat([this.header, chunk.subarray(at, at + 1)]);
        at++;
        this.readHeader();
      }
    }
  }

  private readHeader(): void {
    const header = this.header;
    const short = (header[1] ?? 0) & 0x7f;
    const headerBytes = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (header.length < 2 || header.length < headerBytes) return;
    const size =
      short === 127 ? Number(header.readBigUInt64BE(2)) : short === 126 ? header.readUInt16BE(2) : short;
    const opcode = (header[0] ?? 0) & 0x0f;
    if (opcode >= CONTINUATION && opcode <= BINARY) this.sizes.push(size);
    this.payloadLeft = size;
    this.header = Buffer.alloc(0);
  }
}
