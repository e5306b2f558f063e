/**
 * Regular expressions that end. A `RegExp` that backtracks may take longer than the universe, and nothing can stop it.
 * So it is asked only where it is certain to be quick; everything else goes to a matcher of our own, which finds the
 * same, and counts its steps.
 *
 * For patterns without the flags `u` and `v`. Reading order: `parse.ts`, `cost.ts`, `program.ts`, `matcher.ts`.
 */

import { type Allowance, UNITS_PER_STEP } from './allowance.ts';
import { quickUpTo } from './cost.ts';
import { Matcher } from './matcher.ts';
import { parsePattern } from './parse.ts';
import { compileProgram, type Program } from './program.ts';

export { type Allowance, OutOfSteps } from './allowance.ts';
export { groupNamesOf } from './parse.ts';

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly match: string;
  /** Undefined for a group that has not matched. */
  readonly groups: readonly (string | undefined)[];
}

export class BoundedRegExp {
  private readonly native: RegExp;
  private readonly nativeUpTo: number;
  private program: Program | undefined;

  constructor(regex: RegExp) {
    this.native = new RegExp(regex.source, `${regex.flags.replace('g', '')}g`);
    this.nativeUpTo = quickUpTo(parsePattern(regex));
  }

  /**
   * The first match at or after a position.
   * @throws OutOfSteps when the search would take more than it is allowed
   */
  search(text: string, from: number, allowance: Allowance): Found | undefined {
    if (from > text.length) return undefined;
    return text.length <= this.nativeUpTo
      ? this.searchNatively(text, from, allowance)
      : this.searchInSteps(text, from, allowance);
  }

  private searchNatively(text: string, from: number, allowance: Allowance): Found | undefined {
    this.native.lastIndex = from;
    const found = this.native.exec(text);
    const seen = (found ? this.native.lastIndex : text.length) - from;
    allowance.steps -= 1 + Math.floor(seen / UNITS_PER_STEP);
    if (!found) return undefined;
    const [match, ...groups] = found;
    return { start: found.index, end: found.index + match.length, match, groups };
  }

  /** The same step by step, whatever the pattern. */
  searchInSteps(text: string, from: number, allowance: Allowance): Found | undefined {
    this.program ??= compileProgram(parsePattern(this.native));
    const found = Matcher.search(this.program, text, from, allowance);
    if (!found) return undefined;
    const [match, ...groups] = Array.from({ length: found.length / 2 }, (_, i) => {
      const start = found[2 * i] as number;
      return start < 0 ? undefined : text.slice(start, found[2 * i + 1]);
    });
    return { start: found[0] as number, end: found[1] as number, match: match as string, groups };
  }
}
