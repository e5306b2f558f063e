import { InvalidArgumentError } from 'commander';
import { durationMs } from '../client/duration.ts';

/** @returns milliseconds. */
export function readDurationMs(text: string): number {
  const duration = durationMs(text);
  if (duration === undefined) {
    throw new InvalidArgumentError('A duration is a number with a unit: 250ms, 30s, 5m, 1h.');
  }
  return duration;
}

/** A whole number from 1 on. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('A count is a whole number from 1 on.');
  return count;
}

/** A whole number from 0 on. */
export function readWhole(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isInteger(count) || count < 0)
    throw new InvalidArgumentError('It must be a whole number from 0 on.');
  return count;
}
