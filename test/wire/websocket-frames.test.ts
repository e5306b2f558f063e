import { describe, expect, it } from 'vitest';
import { textFrame } from '../../src/wire/websocket-frames.ts';

describe('a text frame', () => {
  for (const [name, text, header] of [
    ['nothing', '', [0x81, 0]],
    ['two letters', 'hi', [0x81, 2]],
    ['125 bytes', 'x'.repeat(125), [0x81, 125]],
    ['126 bytes', 'x'.repeat(126), [0x81, 126, 0, 126]],
    ['65,535 bytes', 'x'.repeat(65_535), [0x81, 126, 0xff, 0xff]],
    ['65,536 bytes', 'x'.repeat(65_536), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
    ['four bytes that are two UTF-16 units', '😀', [0x81, 4]],
  ] as const) {
    it(`of ${name}`, () => {
      expect(textFrame(text)).toEqual(Buffer.concat([Buffer.from(header), Buffer.from(text)]));
    });
  }

  it('is made once for a text that goes to many', () => {
    const text = 'to all';
    expect(textFrame(text)).toBe(textFrame(['to', 'all'].join(' ')));
    expect(textFrame('other').toString('latin1', 2)).toBe('other');
  });
});
