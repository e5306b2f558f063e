import { addressDigits } from '../ip-address.ts';
import { decodeText } from './text.ts';

const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LONGEST = 15;

export const NO_ADDRESS = -1;

/** The IPv4 address at `bytes[start, end)` as a number, or NO_ADDRESS; what ip-address.ts makes of the same text. */
export function readIpv4(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST) return NO_ADDRESS;
  let address = 0;
  let part = NO_ADDRESS;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      part = Math.max(part, 0) * 10 + (byte - ZERO);
    } else {
      if (byte !== DOT || part === NO_ADDRESS || part > 255) return NO_ADDRESS;
      address = address * 256 + part;
      part = NO_ADDRESS;
      dots++;
    }
  }
  return dots === 3 && part !== NO_ADDRESS && part <= 255 ? address * 256 + part : NO_ADDRESS;
}

/** Of an address of IPv6. */
export const LONGEST_DIGITS = 32;
const DIGITS = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0));

/**
 * Writes the address at `bytes[start, end)` as ip-address.ts has it, in hexadecimal digits. Returns how many there are, 0
 * if it is no address.
 */
export function readAddress(bytes: Uint8Array, start: number, end: number, digits: Uint8Array): number {
  const address = readIpv4(bytes, start, end);
  if (address !== NO_ADDRESS) return writeIpv4(address, digits);
  if (!bytes.subarray(start, end).includes(COLON)) return 0;
  const text = addressDigits(decodeText(bytes.subarray(start, end))) ?? '';
  for (let at = 0; at < text.length; at++) digits[at] = text.charCodeAt(at);
  return text.length;
}

function writeIpv4(address: number, digits: Uint8Array): number {
  for (let at = 0; at < 8; at++) digits[at] = DIGITS[(address >>> (28 - 4 * at)) & 15] as number;
  return 8;
}
