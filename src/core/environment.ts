import type { Clock } from './clock.ts';

/** Where and when everything happens. Nothing below the runtime asks the machine for time or chance. */
export interface Environment {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** "amazonaws.com", "amazonaws.com.cn" */
  readonly urlSuffix: string;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** All chance comes from here; a seeded source replays a run exactly. */
export interface RandomSource {
  /** A float in [0, 1). */
  next(): number;
  /** An RFC 4122 version 4 UUID. */
  uuid(): string;
  /** `length` characters drawn from `alphabet`. */
  token(length: number, alphabet?: string): string;
}

export const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A reproducible source (mulberry32) from a 32-bit seed. */
export function seededRandom(seed: number): RandomSource {
  let state = seed | 0;
  return randomSource(() => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  });
}

/** A source that nobody can predict across runs. Not for secrets. */
export function systemRandom(): RandomSource {
  return randomSource(Math.random);
}

function randomSource(next: () => number): RandomSource {
  const token = (length: number, alphabet = LOWER_ALPHANUMERIC): string => {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(next() * alphabet.length)];
    return text;
  };
  const uuid = (): string => {
    const hex = token(32, '0123456789abcdef').split('');
    hex[12] = '4';
    hex[16] = '89ab'[Math.floor(next() * 4)] as string;
    const text = hex.join('');
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  };
  return { next, uuid, token };
}
