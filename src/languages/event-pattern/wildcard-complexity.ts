import type { Conjunction } from './pattern.ts';

export function checkWildcardComplexity(_alternatives: readonly Conjunction[]): void {}
