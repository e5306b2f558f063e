import type { CidrMatcher } from './pattern.ts';

/** IP addresses and ranges of them, as event-ruler's `CIDR` has them (which leaves parsing to Java's InetAddress). */

const IPV4_SHAPE = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const IPV6_SHAPE = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const IPV4_LONGEST = 15;
const IPV4_IN_IPV6 = '00000000000000000000FFFF';

/** A range that is none; the message is AWS's. */
export class CidrError extends Error {
  override readonly name: string = 'CidrError';
}

/** Whether event-ruler would take the text for an address, valid or not. */
function looksLikeAddress(text: string): boolean {
  return IPV4_SHAPE.test(text) || IPV6_SHAPE.test(text);
}

/**
 * An address in upper-case hexadecimal: 8 digits for IPv4 (and for IPv4 mapped into IPv6), 32 for IPv6.
 * @returns undefined when the text is no address
 */
export function addressDigits(text: string): string | undefined {
  if (IPV4_SHAPE.test(text)) return ipv4Digits(text);
  if (!IPV6_SHAPE.test(text)) return undefined;
  const digits = ipv6Digits(text);
  return digits?.startsWith(IPV4_IN_IPV6) ? digits.slice(IPV4_IN_IPV6.length) : digits;
}

function ipv4Digits(text: string): string | undefined {
  if (text.length > IPV4_LONGEST) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte < 256) ? bytes.map((byte) => hex(byte, 2)).join('') : undefined;
}

function ipv6Digits(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || text.includes(':::')) return undefined;
  const [left, right] = halves.map(groupsOf) as [string[] | undefined, string[] | undefined];
  if (!left) return undefined;
  if (halves.length === 1) return left.length === 8 ? left.join('') : undefined;
  if (!right || left.length + right.length > 7) return undefined;
  const zeros: string[] = Array(8 - left.length - right.length).fill('0000');
  return [...left, ...zeros, ...right].join('');
}

function groupsOf(half: string): string[] | undefined {
  if (half === '') return [];
  const groups = half.split(':');
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => group.toUpperCase().padStart(4, '0'));
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** The matcher of `"10.0.0.1"`: any way of writing that address. Undefined when the text is no address. */
export function addressMatcher(text: string): CidrMatcher | undefined {
  const digits = addressDigits(text);
  return digits === undefined
    ? undefined
    : { kind: 'cidr', text, low: digits, high: digits, matchesNumbers: true };
}

/**
 * The matcher of `{"cidr":"10.0.0.0/8"}`. Bits of the address behind the mask do not matter.
 * @throws CidrError in AWS's words
 */
export function cidrMatcher(text: string): CidrMatcher {
  const [address, mask, ...rest] = text.replace(/\/+$/, '').split('/');
  if (address === undefined || mask === undefined || rest.length > 0) {
    throw new CidrError("Malformed CIDR, one '/' required");
  }
  const maskBits = parseMask(mask);
  const digits = addressDigits(address);
  if (digits === undefined) {
    throw new CidrError(`${looksLikeAddress(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}`);
  }
  const bits = digits.length * 4;
  if (maskBits >= bits) throw new CidrError(`IPv${bits === 32 ? 4 : 6} mask bits must be < ${bits}`);
  return { kind: 'cidr', text, ...range(digits, maskBits), matchesNumbers: true };
}

function parseMask(text: string): number {
  const value = /^[+-]?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= -(2 ** 31) && value < 2 ** 31)) {
    throw new CidrError('Malformed CIDR, mask bits must be an integer');
  }
  if (value < 0) throw new CidrError('Malformed CIDR, mask bits must not be negative');
  return value;
}

function range(digits: string, maskBits: number): { low: string; high: string } {
  const variable = (1n << BigInt(digits.length * 4 - maskBits)) - 1n;
  const address = BigInt(`0x${digits}`);
  const text = (value: bigint): string => value.toString(16).toUpperCase().padStart(digits.length, '0');
  return { low: text(address & ~variable), high: text(address | variable) };
}

/**
 * Whether an address, in digits, is within the range.
 *
 * AWS decides digit by digit and stops as soon as the digits read can only be inside. So an address of the other
 * family may match by its first digits, and so may a number by its decimal ones: `16.0.0.0/8`, from 10000000 to
 * 10FFFFFF, has 105. An accident, but recorded from AWS.
 */
export function inRange(matcher: CidrMatcher, digits: string): boolean {
  const read = digits.slice(0, matcher.low.length);
  if (read.length === matcher.low.length) return matcher.low <= read && read <= matcher.high;
  return matcher.low.slice(0, read.length) < read && read < matcher.high.slice(0, read.length);
}
