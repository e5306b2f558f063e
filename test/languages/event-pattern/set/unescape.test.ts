import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unescapeInto } from '../../../../src/languages/event-pattern/set/unescape.ts';

/** The JSON string `json`, in UTF-8 and without its escapes. */
function unescaped(json: string): string {
  const written = Buffer.from(json);
  const bytes = Buffer.concat([written, Buffer.alloc(written.length)]);
  return bytes.toString('utf8', written.length, unescapeInto(bytes, 1, written.length));
}

describe('a string without its escapes', () => {
  it.each([
    ['""', ''],
    [String.raw`"\"\\\/\b\f\n\r\t"`, '"\\/\b\f\n\r\t'],
    [String.raw`"\u0000\u007f\u0080\u07ff\u0800\uffff"`, '\0\x7f\x80\u07ff\u0800\uffff'],
    [String.raw`"\u00e9\u00E9é"`, 'ééé'],
    [String.raw`"\ud83d\ude00\uD83D\uDE00😀"`, '😀😀😀'],
    [String.raw`"\ud83d"`, '?'],
    [String.raw`"\ude00\ud83d"`, '??'],
    [String.raw`"\ud83d\ud83d\ude00\n"`, '?😀\n'],
    [String.raw`"\ud83dx\ude00"`, '?x?'],
    [String.raw`"\ud83d\\ude00"`, '?\\ude00'],
  ])('%s', (json, expected) => {
    expect(unescaped(json)).toBe(expected);
  });

  it('is what JSON.parse makes of it', () => {
    const written = fc.constantFrom(
      '\\n',
      '\\"',
      '\\\\',
      '\\u0041',
      '\\u00fc',
      '\\u20AC',
      '\\ud83d',
      '\\ude00',
    );
    const piece = fc.oneof(
      written,
      fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text).slice(1, -1)),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const json = `"${pieces.join('')}"`;
        expect(unescaped(json)).toBe((JSON.parse(json) as string).replace(/\p{Surrogate}/gu, '?'));
      }),
    );
  });
});
