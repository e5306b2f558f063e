import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameLimit } from '../../src/wire/websocket-frame-limit.ts';
import { clientFrame, TEXT } from './websocket-harness.ts';

const LIMIT = 32 * 1024;

describe('the frame limit', () => {
  for (const [name, bytes, allowed] of [
    ['a short masked frame', [0x81, 0x82, 1, 2, 3, 4, 0x68, 0x69], true],
    ['an unmasked frame, which ws refuses', [0x81, 0x02, 0x68, 0x69], true],
    ['a ping without payload', [0x89, 0x80, 0, 0, 0, 0], true],
    ['32,768 bytes in a 16-bit length', [0x81, 0xfe, 0x80, 0x00, 0, 0, 0, 0], true],
    ['32,769 bytes in a 16-bit length', [0x81, 0xfe, 0x80, 0x01, 0, 0, 0, 0], false],
    ['65,536 bytes in a 64-bit length', [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], false],
    ['5 bytes in a 64-bit length', [0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0], true],
    ['2^62 bytes in a 64-bit length', [0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], false],
  ] as const) {
    it(`${allowed ? 'lets pass' : 'stops'} ${name}`, () => {
      expect(new FrameLimit(LIMIT).push(Buffer.from(bytes))).toBe(allowed);
    });
  }

  it('looks at the second frame of a chunk', () => {
    const long = Buffer.from([0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0]);
    expect(new FrameLimit(LIMIT).push(Buffer.concat([clientFrame(TEXT, 'hi'), long]))).toBe(false);
  });

  it('finds the same, wherever the bytes are cut', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(400), { maxLength: 30 }), fc.nat(300), (sizes, cuts, limit) => {
        const stream = Buffer.concat(sizes.map((size) => clientFrame(TEXT, Buffer.alloc(size, 0xff))));
        const watch = new FrameLimit(limit);
        let at = 0;
        let allowed = true;
        for (const cut of [...cuts, stream.length]) {
          const end = Math.min(stream.length, at + cut);
          allowed = allowed && watch.push(stream.subarray(at, end));
          at = end;
        }
        expect(allowed).toBe(sizes.every((size) => size <= limit));
      }),
    );
  });
});
