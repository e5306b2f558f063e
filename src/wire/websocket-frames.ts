const FINAL_TEXT = 0x81;

/** The frame made last: a broadcast sends the same text to one client after the other. */
let last: { readonly text: string; readonly frame: Buffer } | undefined;

/** A whole, unmasked text frame (RFC 6455, 5.2). The buffer is shared: do not change it. */
export function textFrame(text: string): Buffer {
  if (last?.text === text) return last.frame;
  const frame = makeFrame(text);
  last = { text, frame };
  return frame;
}

function makeFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = FINAL_TEXT;
  if (headerLength === 2) {
    frame[1] = length;
  } else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}
