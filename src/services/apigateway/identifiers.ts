import type { RandomSource } from '../../core/environment.ts';

const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const EXTENDED_ID_LENGTH = 15;

/** The shape of connection ids, and of the request and message ids of a WebSocket API: "L0SM9cOFvHcCIhw=". */
export function extendedId(random: RandomSource): string {
  return `${random.token(EXTENDED_ID_LENGTH, BASE64_URL)}=`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `$context.requestTime`: "09/Apr/2015:12:34:56 +0000". */
export function requestTime(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
