import { type Allowance, OutOfSteps, UNITS_PER_STEP } from './allowance.ts';
import type { ReferenceNode } from './ast.ts';
import { caseFolds, LINE_TERMINATORS, WORD_UNITS } from './code-unit-set.ts';
import { OP, type Program } from './program.ts';
import { Trail, UNSET } from './trail.ts';

/** How to go on from an entry of the trail: its purpose, together with the place in the program. */
const RESUME = 1;
const FEWER_UNITS = 2;
const MORE_UNITS = 3;

/**
 * Matches as a backtracking `RegExp` does, instruction by instruction, so that it can be told to stop.
 *
 * What may have to be tried later is on the {@link Trail}: a place in the program with a position in the text. When an
 * instruction fails, entries are taken off up to one that says how to go on. So the depth of JavaScript's own stack
 * depends on how lookarounds nest in the pattern, and not on the text.
 */
export class Matcher {
  private readonly program: Program;
  private readonly text: string;
  private left: number;
  private readonly trail: Trail;
  private readonly registers: Int32Array;
  /** Where the last successful run ended. */
  private end = 0;

  private constructor(program: Program, text: string, steps: number) {
    this.program = program;
    this.text = text;
    this.left = steps;
    this.trail = new Trail(program.registerCount);
    this.registers = this.trail.registers;
  }

  /**
   * The first match at or after a position.
   * @returns start and end of each group, the whole match first; negative for one that has not matched
   * @throws OutOfSteps
   */
  static search(program: Program, text: string, from: number, allowance: Allowance): Int32Array | undefined {
    const matcher = new Matcher(program, text, Math.floor(allowance.steps));
    try {
      return matcher.search(from);
    } finally {
      allowance.steps = matcher.left;
    }
  }

  private search(from: number): Int32Array | undefined {
    const { isAnchored, groupCount } = this.program;
    const last = isAnchored ? 0 : this.text.length;
    for (let start = this.candidate(from); start <= last; start = this.candidate(start + 1)) {
      this.trail.clear();
      if (!this.run(0, start)) continue;
      this.registers[0] = start;
      this.registers[1] = this.end;
      return this.registers.slice(0, 2 * (groupCount + 1));
    }
    return undefined;
  }

  /** The next position, from one on, at which a match may begin. */
  private candidate(from: number): number {
    const { text } = this;
    const { first } = this.program;
    if (!first) return from;
    let start = from;
    while (start < text.length && !has(first, text.charCodeAt(start))) start++;
    this.spend((start - from) / UNITS_PER_STEP);
    return start < text.length ? start : text.length + 1;
  }

  private spend(steps: number): void {
    this.left -= Math.ceil(steps);
    if (this.left < 0) throw new OutOfSteps();
  }

  /** @returns whether the program accepts from a place in it and a position in the text */
  private run(place: number, position: number): boolean {
    const { code, sets } = this.program;
    const { text, registers, trail } = this;
    const bottom = trail.top;
    let pc = place;
    let at = position;
    for (;;) {
      if (--this.left < 0) throw new OutOfSteps();
      let holds = true;
      switch (code[pc]) {
        case OP.accept:
          this.end = at;
          return true;
        case OP.unit:
          holds = at < text.length && has(sets[code[pc + 1] as number] as Uint32Array, text.charCodeAt(at));
          at++;
          pc += 2;
          break;
        case OP.unitBack:
          at--;
          holds = at >= 0 && has(sets[code[pc + 1] as number] as Uint32Array, text.charCodeAt(at));
          pc += 2;
          break;
        case OP.fork:
          trail.push(at, code[pc + 1] as number, RESUME);
          pc += 2;
          break;
        case OP.jump:
          pc = code[pc + 1] as number;
          break;
        case OP.mark:
          trail.set(code[pc + 1] as number, at);
          pc += 2;
          break;
        case OP.closeGroup:
          this.closeGroup(code[pc + 1] as number, registers[code[pc + 2] as number] as number, at);
          pc += 3;
          break;
        case OP.clearGroups:
          this.clearGroups(code[pc + 1] as number, code[pc + 2] as number);
          pc += 3;
          break;
        case OP.advanced:
          holds = at !== registers[code[pc + 1] as number];
          pc += 2;
          break;
        case OP.unitsGreedy: {
          const least = at + (code[pc + 2] as number);
          at = this.countUnits(pc, at, this.lastPosition(pc, at));
          holds = at >= least;
          if (at > least) trail.push(at, least, pc * 4 + FEWER_UNITS);
          pc += 5;
          break;
        }
        case OP.unitsLazy: {
          const least = at + (code[pc + 2] as number);
          const most = this.lastPosition(pc, at);
          holds = least <= text.length && this.countUnits(pc, at, least) === least;
          if (holds) trail.push(least, most, pc * 4 + MORE_UNITS);
          at = least;
          pc += 5;
          break;
        }
        case OP.zero:
          trail.set(code[pc + 1] as number, 0);
          pc += 2;
          break;
        case OP.count:
          trail.set(code[pc + 1] as number, (registers[code[pc + 1] as number] as number) + 1);
          pc += 2;
          break;
        case OP.loopGreedy:
        case OP.loopLazy:
          pc = this.loop(pc, at);
          break;
        case OP.iterated:
          holds =
            (registers[code[pc + 1] as number] as number) <= (code[pc + 2] as number) ||
            at !== registers[code[pc + 3] as number];
          pc += 4;
          break;
        case OP.reference:
        case OP.referenceBack: {
          const end = this.reference(code[pc + 1] as number, at, code[pc] === OP.referenceBack);
          holds = end !== undefined;
          at = end ?? at;
          pc += 2;
          break;
        }
        case OP.look:
        case OP.lookNot:
          holds = this.look(pc, at);
          pc = code[pc + 3] as number;
          break;
        default:
          holds = this.asserts(code[pc] as number, at);
          pc++;
      }
      if (holds) continue;
      const resumed = this.backtrack(bottom);
      if (resumed === undefined) return false;
      pc = resumed;
      at = this.end;
    }
  }

  /**
   * Finds the last of what is left to try.
   * @returns the place in the program; the position is left in `end`
   */
  private backtrack(bottom: number): number | undefined {
    const { trail } = this;
    while (trail.backUp(bottom)) {
      this.spend(1);
      const { value, operand, purpose } = trail;
      if (purpose === RESUME) {
        this.end = value;
        return operand;
      }
      const place = purpose >>> 2;
      const next =
        (purpose & 3) === FEWER_UNITS ? this.fewer(place, value, operand) : this.more(place, value, operand);
      if (next === undefined) continue;
      this.end = next;
      trail.push(next, operand, purpose);
      return place + 5;
    }
    return undefined;
  }

  /** @returns the last position before one, not below `least`, at which what follows can begin */
  private fewer(place: number, before: number, least: number): number | undefined {
    const { text } = this;
    const follow = this.program.sets[this.program.code[place + 4] as number];
    let at = before - 1;
    if (follow) while (at >= least && !has(follow, text.charCodeAt(at))) at--;
    this.spend((before - at) / UNITS_PER_STEP);
    return at >= least ? at : undefined;
  }

  private more(place: number, after: number, most: number): number | undefined {
    return after < most && this.countUnits(place, after, after + 1) > after ? after + 1 : undefined;
  }

  private closeGroup(group: number, opened: number, at: number): void {
    this.trail.set(2 * group, Math.min(opened, at));
    this.trail.set(2 * group + 1, Math.max(opened, at));
  }

  private clearGroups(first: number, end: number): void {
    for (let register = 2 * first; register < 2 * end; register++) this.trail.set(register, UNSET);
  }

  private lastPosition(pc: number, at: number): number {
    const max = this.program.code[pc + 3] as number;
    return max < 0 ? this.text.length : Math.min(this.text.length, at + max);
  }

  /** @returns the position behind the units of an instruction's set, up to `last` */
  private countUnits(pc: number, at: number, last: number): number {
    const { text } = this;
    const set = this.program.sets[this.program.code[pc + 1] as number] as Uint32Array;
    let end = at;
    while (end < last && has(set, text.charCodeAt(end))) end++;
    this.spend((end - at) / UNITS_PER_STEP);
    return end;
  }

  /** @returns the place where an iteration begins, or of what follows the loop */
  private loop(pc: number, at: number): number {
    const { code } = this.program;
    const count = this.registers[code[pc + 1] as number] as number;
    const iteration = pc + 5;
    const leave = code[pc + 4] as number;
    if (count === code[pc + 3]) return leave;
    if (count < (code[pc + 2] as number)) return iteration;
    const isGreedy = code[pc] === OP.loopGreedy;
    this.trail.push(at, isGreedy ? leave : iteration, RESUME);
    return isGreedy ? iteration : leave;
  }

  /** @returns where the text ends that the group has matched; `at` if the group has not matched */
  private reference(index: number, at: number, backwards: boolean): number | undefined {
    const { groups, ignoreCase } = this.program.references[index] as ReferenceNode;
    const group = groups.find((each) => this.registers[2 * each] !== UNSET);
    if (group === undefined) return at;
    const start = this.registers[2 * group] as number;
    const length = (this.registers[2 * group + 1] as number) - start;
    const from = backwards ? at - length : at;
    if (from < 0 || from + length > this.text.length) return undefined;
    this.spend(length / UNITS_PER_STEP);
    for (let i = 0; i < length; i++) {
      if (!isSameUnit(this.text.charCodeAt(start + i), this.text.charCodeAt(from + i), ignoreCase))
        return undefined;
    }
    return backwards ? from : at + length;
  }

  /**
   * Once a lookaround has ended, nothing within is tried again. What its groups have matched stays, and is undone
   * when something before it fails: hence their registers are saved in front of what it leaves on the stack.
   */
  private look(pc: number, at: number): boolean {
    const { trail } = this;
    const { code } = this.program;
    const before = trail.top;
    trail.save(code[pc + 1] as number, code[pc + 2] as number);
    const bottom = trail.top;
    const found = this.run(pc + 4, at);
    if (code[pc] === OP.lookNot) {
      trail.undo(before);
      return !found;
    }
    trail.top = bottom;
    return found;
  }

  private asserts(operation: number, at: number): boolean {
    const { text } = this;
    switch (operation) {
      case OP.start:
        return at === 0;
      case OP.startOfLine:
        return at === 0 || LINE_TERMINATORS.has(text.charCodeAt(at - 1));
      case OP.end:
        return at === text.length;
      case OP.endOfLine:
        return at === text.length || LINE_TERMINATORS.has(text.charCodeAt(at));
      default:
        return (this.isWordAt(at - 1) !== this.isWordAt(at)) === (operation === OP.boundary);
    }
  }

  private isWordAt(at: number): boolean {
    return at >= 0 && at < this.text.length && WORD_UNITS.has(this.text.charCodeAt(at));
  }
}

function has(bits: Uint32Array, unit: number): boolean {
  return (((bits[unit >>> 5] as number) >>> (unit & 31)) & 1) === 1;
}

function isSameUnit(left: number, right: number, ignoreCase: boolean): boolean {
  if (left === right) return true;
  return ignoreCase && caseFolds()[left] === caseFolds()[right];
}
