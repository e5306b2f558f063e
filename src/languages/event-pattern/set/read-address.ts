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
