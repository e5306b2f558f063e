import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/languages/jsonata/library.ts';

describe('parse', () => {
  it('gives the same tree for the same source', () => {
    expect(parse('$a + 1')).toBe(parse('$a + 1'));
    expect(parse('$a + 1')).not.toBe(parse('$a + 2'));
  });

  it('remembers a bounded number of trees, those that were used last', () => {
    const used = parse('"used"');
    const unused = parse('"unused"');
    for (let i = 0; i < 1000; i++) {
      parse(String(i));
      parse('"used"');
    }
    expect(parse('"used"')).toBe(used);
    expect(parse('"unused"')).not.toBe(unused);
  });

  it('remembers no failure as a tree', () => {
    for (let i = 0; i < 2; i++)
      expect(() => parse('1 +')).toThrow(expect.objectContaining({ code: 'S0207' }));
  });
});
