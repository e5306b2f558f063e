import { describe, expect, it } from 'vitest';
import { FrameSizes } from '../../src/verify/frames.ts';

const frame = (opcode: number, length: readonly number[], payload: number): Buffer =>
  Buffer.concat([Buffer.from([opcode, ...length]), Buffer.alloc(payload, 0x81)]);

const FRAMES = Buffer.concat([
  frame(0x81, [5], 5),
  frame(0x01, [126, 0x01, 0x00], 256),
  frame(0x89, [2], 2),
  frame(0x80, [127, 0, 0, 0, 0, 0, 1, 0, 0], 65_536),
  frame(0x82, [0], 0),
  frame(0x88, [2], 2),
]);

describe('frame sizes', () => {
  it.each([1, 2, 3, 7, 100, FRAMES.length])('are those of data frames, in chunks of %i bytes', (step) => {
    const frames = new FrameSizes();
    for (let at = 0; at < FRAMES.length; at += step) frames.add(FRAMES.subarray(at, at + step));
    expect(frames.sizes).toEqual([5, 256, 65_536, 0]);
  });
});
