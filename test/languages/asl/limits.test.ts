import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonValue, parseJson, stringifyJson, utf8Length } from '../../../src/core/json.ts';
import { exceedsBytes } from '../../../src/languages/asl/index.ts';

describe('exceedsBytes', () => {
  test('agrees with the length of the text, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: -3, max: 3 }), (value, offset) => {
        const bytes = utf8Length(stringifyJson(value as JsonValue));
        expect(exceedsBytes(value as JsonValue, bytes + offset)).toBe(offset < 0);
      }),
    );
  });

  test('counts a number as it is written', () => {
    const value = parseJson('[12345678901234567890123456789012345678901234567890]');
    expect(exceedsBytes(value, 52)).toBe(false);
    expect(exceedsBytes(value, 51)).toBe(true);
  });

  test('measures a long list once, and still tells when what surrounds it has grown', () => {
    const list = Array.from({ length: 100 }, (_, at) => at);
    const bytes = utf8Length(JSON.stringify({ list }));
    expect(exceedsBytes({ list }, 10_000)).toBe(false);
    expect(exceedsBytes({ list }, bytes)).toBe(false);
    expect(exceedsBytes({ list, more: 1 }, bytes)).toBe(true);
  });
});
