import { describe, expect, it } from 'vitest';
import { textFrames } from '../../src/wire/websocket-frames.ts';

const KIB_32 = 32 * 1024;

describe('a text message in frames', () => {
  for (const [name, text, header] of [
    ['of nothing', '', [0x81, 0]],
    ['of two letters', 'hi', [0x81, 2]],
    ['of 125 bytes', 'x'.repeat(125), [0x81, 125]],
    ['of 126 bytes', 'x'.repeat(126), [0x81, 126, 0, 126]],
    ['of 32 KiB', 'x'.repeat(KIB_32), [0x81, 126, 0x80, 0]],
    ['of four bytes that are two UTF-16 units', '😀', [0x81, 4]],
  ] as const) {
    it(`${name} is one frame`, () => {
      expect(textFrames(text)).toEqual(Buffer.concat([Buffer.from(header), Buffer.from(text)]));
    });
  }

  it('of more than 32 KiB is split, even in the middle of a character', () => {
    const text = `${'x'.repeat(KIB_32 - 1)}é${'y'.repeat(KIB_32 - 1)}z`;
    const [lead, trail] = [...Buffer.from('é')] as [number, number];
    expect(textFrames(text)).toEqual(
      Buffer.concat([
        Buffer.from([0x01, 126, 0x80, 0]),
        Buffer.from('x'.repeat(KIB_32 - 1)),
        Buffer.from([lead, 0x00, 126, 0x80, 0, trail]),
        Buffer.from('y'.repeat(KIB_32 - 1)),
        Buffer.from([0x80, 1]),
        Buffer.from('z'),
      ]),
    );
  });

  it('is made once for a text that goes to many', () => {
    const frames = textFrames('to all');
    expect(textFrames(['to', 'all'].join(' '))).toBe(frames);
    expect(textFrames('other').toString('latin1', 2)).toBe('other');
  });
});
