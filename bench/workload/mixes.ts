import { makeEvent } from './events.ts';
import { OPERATORS } from './operators.ts';
import { makePattern } from './patterns.ts';
import type { Random } from './random.ts';
import { SHAPES } from './shapes.ts';

/** A workload: patterns, and the events that they are matched with. */
export interface Mix {
  readonly event: (random: Random) => object;
  readonly pattern: (random: Random, index: number) => object;
}

/**
 * `routed` is as rules on a bus are, `content` of all operators alike. Besides there is one mix for each operator and
 * each shape of events, which nobody should have, to find out where an engine is slow.
 */
export const MIXES: ReadonlyMap<string, Mix> = new Map<string, Mix>([
  ['routed', { event: makeEvent, pattern: (random) => makePattern(random, 'routed') }],
  ['content', { event: makeEvent, pattern: (random) => makePattern(random, 'content') }],
  ...Object.entries(OPERATORS).map(([name, pattern]): [string, Mix] => [name, { event: makeEvent, pattern }]),
  ...Object.entries(SHAPES),
]);
