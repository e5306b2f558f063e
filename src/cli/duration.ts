import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30s", "5m", "1.5h", "250ms"; a bare number is seconds. @returns milliseconds. */
export function readDurationMs(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  if (!parts) throw new InvalidArgumentError('A duration is a number with a unit: 250ms, 30s, 5m, 1h.');
  const [, amount, unit = 's'] = parts;
  return Number(amount) * (UNIT_MS[unit] as number);
}

/** A whole number from 1 on. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('A count is a whole number from 1 on.');
  return count;
}
