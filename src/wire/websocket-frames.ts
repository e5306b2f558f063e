/** A longer message is split, as API Gateway splits it. */
const MAX_FRAME_BYTES = 32 * 1024;

const TEXT = 0x01;
const CONTINUATION = 0x00;
const FINAL = 0x80;

/** The message made last: a broadcast sends the same text to one client after the other. */
let last: { readonly text: string; readonly frames: Buffer } | undefined;

/**
 * A text message as unmasked frames of 32 KiB at most (RFC 6455, 5.2 and 5.4). The buffer is shared: do not
 * change it.
 */
export function textFrames(text: string): Buffer {
  if (last?.text === text) return last.frames;
  const frames = split(Buffer.from(text));
  last = { text, frames };
  return frames;
}

function split(payload: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  do {
    const end = Math.min(at + MAX_FRAME_BYTES, payload.length);
    const opcode = at === 0 ? TEXT : CONTINUATION;
    parts.push(header(end === payload.length ? opcode | FINAL : opcode, end - at), payload.subarray(at, end));
    at = end;
  } while (at < payload.length);
  return Buffer.concat(parts);
}

function header(first: number, length: number): Buffer {
  return Buffer.from(length < 126 ? [first, length] : [first, 126, length >> 8, length & 0xff]);
}
