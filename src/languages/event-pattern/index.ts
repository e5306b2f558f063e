/**
 * The event pattern language of Amazon EventBridge; docs/event-patterns.md is its specification.
 *
 * ```ts
 * matches(parsePattern('{"source":["shop"]}'), event);
 * ```
 */
export { EventPatternError, type EventPatternErrorCode, type Location } from './error.ts';
export { type Explanation, explain, type LeafExplanation } from './explain.ts';
export type { EventInput } from './leaves.ts';
export { matches } from './match.ts';
export { parsePattern } from './parse.ts';
export type * from './pattern.ts';
export { PatternSet } from './set/pattern-set.ts';
export { testEventPattern } from './test-event-pattern.ts';
