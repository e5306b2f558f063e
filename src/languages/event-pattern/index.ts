/** The event pattern language of Amazon EventBridge; docs/event-patterns.md is its specification. */
export { EventPatternError, type EventPatternErrorCode } from './error.ts';
export { type Explanation, explain, type LeafExplanation } from './explain.ts';
export type { EventInput } from './leaves.ts';
export { matches } from './match.ts';
export { parsePattern } from './parse.ts';
export type * from './pattern.ts';
export { PatternSet } from './set/pattern-set.ts';
export { testEventPattern } from './test-event-pattern.ts';
