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
const GROUP = 4;
const IPV4_DIGITS = 8;
const ZERO_DIGIT = 0x30;
const F_DIGIT = 0x46;
const NO_PLACE = -1;
/** By byte: the digit in upper case, 0 for what is none. */
const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[0-9a-fA-F]/.test(character) ? character.toUpperCase().charCodeAt(0) : 0;
});
const HEXADECIMAL = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0));

/**
 * Writes the address at `bytes[start, end)` as ip-address.ts has it, in hexadecimal digits. Returns how many there are, 0
 * if it is no address.
 */
export function readAddress(bytes: Uint8Array, start: number, end: number, digits: Uint8Array): number {
  const address = readIpv4(bytes, start, end);
  return address === NO_ADDRESS ? readIpv6(bytes, start, end, digits) : writeIpv4(address, digits);
}

function writeIpv4(address: number, digits: Uint8Array): number {
  for (let at = 0; at < IPV4_DIGITS; at++) {
    digits[at] = HEXADECIMAL[(address >>> (28 - 4 * at)) & 15] as number;
  }
  return IPV4_DIGITS;
}

/** Groups of up to four digits with colons between them; two colons, once, stand for groups of zeros. */
function readIpv6(bytes: Uint8Array, start: number, end: number, digits: Uint8Array): number {
  let length = 0;
  let gap = NO_PLACE;
  let at = start;
  if (bytes[at] === COLON && bytes[at + 1] === COLON && at + 1 < end) {
    gap = 0;
    at += 2;
  }
  while (at < end) {
    const from = at;
    while (at < end && DIGITS[bytes[at] as number] !== 0) at++;
    if (at === from || at - from > GROUP || length === LONGEST_DIGITS) return 0;
    length = writeGroup(bytes, from, at, digits, length);
    if (at === end) break;
    if (bytes[at++] !== COLON || at === end) return 0;
    if (bytes[at] !== COLON) continue;
    if (gap !== NO_PLACE) return 0;
    gap = length;
    at++;
  }
  if (gap === NO_PLACE ? length < LONGEST_DIGITS : length === LONGEST_DIGITS) return 0;
  if (gap !== NO_PLACE) fillGap(digits, gap, length);
  return withoutMapping(digits);
}

function writeGroup(bytes: Uint8Array, from: number, to: number, digits: Uint8Array, length: number): number {
  const behind = length + GROUP;
  digits.fill(ZERO_DIGIT, length, behind);
  for (let at = to - 1, place = behind - 1; at >= from; at--, place--) {
    digits[place] = DIGITS[bytes[at] as number] as number;
  }
  return behind;
}

function fillGap(digits: Uint8Array, gap: number, length: number): void {
  const behind = LONGEST_DIGITS - (length - gap);
  digits.copyWithin(behind, gap, length);
  digits.fill(ZERO_DIGIT, gap, behind);
}

/** An address of IPv4 within one of IPv6 is that address of IPv4. */
function withoutMapping(digits: Uint8Array): number {
  const prefix = LONGEST_DIGITS - IPV4_DIGITS;
  for (let at = 0; at < prefix; at++) {
    if (digits[at] !== (at < prefix - GROUP ? ZERO_DIGIT : F_DIGIT)) return LONGEST_DIGITS;
  }
  digits.copyWithin(0, prefix, LONGEST_DIGITS);
  return IPV4_DIGITS;
}
