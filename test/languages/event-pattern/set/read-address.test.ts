import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressDigits } from '../../../../src/languages/event-pattern/ip-address.ts';
import {
  LONGEST_DIGITS,
  NO_ADDRESS,
  readAddress,
  readIpv4,
} from '../../../../src/languages/event-pattern/set/read-address.ts';

it.each([
  ['10.0.0.1', 0x0a000001],
  ['255.255.255.255', 0xffffffff],
  ['0.0.0.0', 0],
  ['010.000.00.01', 0x0a000001],
  ['000000010.0.0.1', 0x0a000001],
  ['0000000010.0.0.1', NO_ADDRESS],
  ['256.0.0.1', NO_ADDRESS],
  ['1.2.3', NO_ADDRESS],
  ['1.2.3.4.5', NO_ADDRESS],
  ['1..3.4', NO_ADDRESS],
  ['1.2.3.', NO_ADDRESS],
  ['.1.2.3', NO_ADDRESS],
  ['1.2.3.x', NO_ADDRESS],
  ['', NO_ADDRESS],
])('%s is %d, as for the matcher of single patterns', (text, address) => {
  const bytes = new TextEncoder().encode(text);
  expect(readIpv4(bytes, 0, bytes.length)).toBe(address);
  const digits = addressDigits(text);
  expect(digits === undefined ? NO_ADDRESS : Number.parseInt(digits, 16)).toBe(address);
});

it.each([
  ['255.10.0.1', 'FF0A0001'],
  ['2001:db8::1', '20010DB8000000000000000000000001'],
  ['::ffff:0a00:1', '0A000001'],
  ['2026-01-01T10:00:00Z', ''],
  [':::', ''],
  ['10', ''],
  ['::', '00000000000000000000000000000000'],
  ['1::', '00010000000000000000000000000000'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ['1:2:3:4:5:6:7:8::', ''],
  ['1:2:3:4:5:6:7:8:9', ''],
  ['1:2:3:4:5:6:7', ''],
  ['1::2::3', ''],
  [':1::2', ''],
  ['1::2:', ''],
  ['12345::', ''],
  ['1::g', ''],
  [':', ''],
])('%s has the digits %s', (text, digits) => {
  const target = new Uint8Array(LONGEST_DIGITS);
  const length = readAddress(new TextEncoder().encode(`"${text}"`), 1, 1 + text.length, target);
  expect(new TextDecoder().decode(target.subarray(0, length))).toBe(digits);
});

it('reads addresses of IPv6 as the matcher of single patterns does', () => {
  const text = fc
    .array(
      fc.constantFrom(':', '::', ':::', '0', 'f', 'FFFF', '12', 'abc', '12345', '.', 'g', '0:0:0:0:0:ffff'),
      {
        maxLength: 17,
      },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (address) => {
      const target = new Uint8Array(LONGEST_DIGITS);
      const length = readAddress(new TextEncoder().encode(`"${address}"`), 1, 1 + address.length, target);
      expect(new TextDecoder().decode(target.subarray(0, length))).toBe(addressDigits(address) ?? '');
    }),
    { numRuns: 2000 },
  );
});
