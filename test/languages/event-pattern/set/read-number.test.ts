import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparableInEvent } from '../../../../src/languages/event-pattern/number.ts';
import { readNumber } from '../../../../src/languages/event-pattern/set/read-number.ts';

function read(text: string): number {
  const bytes = new TextEncoder().encode(`[${text}]`);
  return readNumber(bytes, 1, bytes.length - 1);
}

it.each([
  ['0', 0],
  ['-0', 0],
  ['-0.0', 0],
  ['1.50', 1.5],
  ['0.1', 0.1],
  ['123456789.012345', 123456789.012345],
  ['999999999999999', 999999999999999],
  ['-122.42916360922355', -122.42916360922355],
  ['3e2', 300],
  ['9007199254740993', Number.NaN],
  ['0.30000000000000001', 0.3],
  ['1e-600', 0],
  ['1e400', Number.NaN],
])('%s is %d', (text, value) => {
  expect(read(text)).toBe(value);
});

it('agrees with the matcher of single patterns on what a number is', () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,17})(\.\d{1,18})?([eE][+-]?\d{1,3})?$/);
  fc.assert(
    fc.property(digits, (text) => {
      expect(read(text)).toBe(comparableInEvent(text) ?? Number.NaN);
    }),
    { numRuns: 2000 },
  );
});
