import { describe, expect, it } from 'vitest';
import { foldAscii, foldPattern, foldText } from '../../../../src/languages/event-pattern/set/fold.ts';

const LETTERS_AND_THEIR_FORMS = [
  ['K', 'k'],
  ['ß', 'SS'],
  ['Σ', 'σ'],
  ['ς', 'Σ'],
  ['ŉ', 'ʼN'],
  ['\u0390', '\u0399\u0308\u0301'],
  ['İ', 'i̇'],
  ['ı', 'I'],
  ['K', 'k'],
  ['ﬃ', 'FFI'],
  ['𝒌', '??'],
] as const;

describe('folded forms', () => {
  it.each(LETTERS_AND_THEIR_FORMS)('%s as a pattern has that of its form %s', (pattern, form) => {
    expect(foldPattern(pattern)).toBe(foldText(form));
  });

  it('are the same for both forms of any letter but ẞ', () => {
    const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    expect(units.filter((unit) => foldPattern(unit) === undefined)).toEqual(['ẞ']);
  });

  it('are put together from those of the letters', () => {
    expect(foldText('Straße ΣΑΣ')).toBe('strasse σασ');
    expect(foldPattern('aẞ')).toBeUndefined();
  });

  it('of ASCII are lower case', () => {
    const target = new Uint8Array(6);
    expect(foldAscii(Buffer.from('x[AZ`@0\x7f'), 1, 7, target)).toBe(true);
    expect(Buffer.from(target).toString()).toBe('[az`@0');
    expect(foldAscii(Buffer.from('Ä'), 0, 2, target)).toBe(false);
  });
});
