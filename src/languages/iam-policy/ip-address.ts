import { BlockList, isIP } from 'node:net';

/** An address, or a range as `203.0.113.0/24` or `2001:db8::/32`; undefined if it is neither. */
export function parseCidr(
  text: string,
): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return undefined;
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : bits + 1;
  return prefix > bits ? undefined : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

export function addressIsIn(address: string, range: string): boolean {
  const parsed = parseCidr(range);
  const version = isIP(address);
  if (!parsed || version === 0) return false;
  const list = new BlockList();
  list.addSubnet(parsed.address, parsed.prefix, parsed.family);
  return list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
