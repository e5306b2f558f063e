import { type JsonValue, toPlainNumbers } from '../../core/json.ts';
import { type BoundedRegExp, type Found, OutOfSteps } from '../regexp/index.ts';
import { BOUND_CODE, JsonataError } from './error.ts';
import { measure } from './memory.ts';
import { isLongInteger } from './numbers.ts';

/** Bounds of one evaluation. */
export interface JsonataLimits {
  /** Evaluations nested within each other; tail calls do not nest. */
  readonly depth: number;
  /**
   * Evaluations in all, and what else takes as long as they do. Stands for AWS's bound of a second, which would not
   * be reproducible.
   */
  readonly steps: number;
  /** What one value may hold, in bytes as {@link measure} counts them. */
  readonly memoryBytes: number;
}

/**
 * Step Functions accepts an evaluation at depth 100 and refuses one at 101; it accepts a value of 873,782
 * numbers and refuses one more (measured, see docs/aws-facts.md).
 */
export const STEP_FUNCTIONS_LIMITS: JsonataLimits = {
  depth: 100,
  steps: 10_000_000,
  memoryBytes: 873_782 * 8,
};

const STACK_OVERFLOW =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.';
const TIMEOUT = 'Expression evaluation timeout: Check for infinite loop';
const OUT_OF_MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** Steps of a search for a regular expression that take as long as an evaluation. */
const SEARCH_STEPS = 5;

export type Bindings = Readonly<Record<string, JsonValue | undefined>>;

/** What functions ask of the world. */
export interface World {
  readonly nowMs: number;
  random(): number;
  uuid(): string;
}

/**
 * The state of one evaluation: its bounds and its world. An expression owns one and starts it afresh each
 * time, so that the closures it was compiled to need not be handed one.
 */
export class Run {
  /** Whether a value is about that {@link isLongInteger} is true of. */
  hasLongIntegers = false;
  private bindings: Bindings = {};
  /** Those of the bindings that have been asked for, with the numbers of JSONata. */
  private readonly bound = new Map<string, JsonValue | undefined>();
  input: JsonValue | undefined;
  world: World = { nowMs: 0, random: () => 0, uuid: () => '' };
  private limits = STEP_FUNCTIONS_LIMITS;
  private depth = 0;
  private steps = 0;
  private builtBytes = 0;

  start(bindings: Bindings, input: JsonValue | undefined, world: World, limits: JsonataLimits): void {
    this.bindings = bindings;
    this.bound.clear();
    this.hasLongIntegers = false;
    this.input = input;
    this.world = world;
    this.knownFocus = undefined;
    this.limits = limits;
    this.depth = 0;
    this.steps = 0;
    this.builtBytes = 0;
  }

  isBound(name: string): boolean {
    return Object.hasOwn(this.bindings, name);
  }

  binding(name: string): JsonValue | undefined {
    if (!this.bound.has(name)) {
      const value = this.bindings[name];
      this.bound.set(name, value === undefined ? undefined : this.numbers(value));
    }
    return this.bound.get(name);
  }

  /** A value with the numbers of JSONata: doubles, and integers of 64 bits. */
  numbers(value: JsonValue): JsonValue {
    return toPlainNumbers(value, (number) => {
      const isLong = isLongInteger(number);
      this.hasLongIntegers ||= isLong;
      return isLong;
    });
  }

  /** What the library's functions are called upon: $toMillis completes a time from it. */
  get focus(): unknown {
    this.knownFocus ??= { environment: { timestamp: new Date(this.world.nowMs) } };
    return this.knownFocus;
  }
  private knownFocus: unknown;

  /** Before each evaluation of a node. A fault ends the run, so only a normal end needs {@link leave}. */
  enter(): void {
    if (++this.depth > this.limits.depth) throw new JsonataError(BOUND_CODE, STACK_OVERFLOW);
    if (++this.steps > this.limits.steps) throw new JsonataError(BOUND_CODE, TIMEOUT);
  }

  leave(): void {
    this.depth--;
  }

  /** An evaluation of a node that evaluates nothing else. */
  touch(): void {
    if (this.depth >= this.limits.depth) throw new JsonataError(BOUND_CODE, STACK_OVERFLOW);
    if (++this.steps > this.limits.steps) throw new JsonataError(BOUND_CODE, TIMEOUT);
  }

  /** Work that takes as long as so many evaluations. */
  spend(steps: number): void {
    this.steps += Math.floor(steps);
    if (this.steps > this.limits.steps) throw new JsonataError(BOUND_CODE, TIMEOUT);
  }

  /** Looks for a regular expression, for as long as the evaluation may still take. */
  search(regex: BoundedRegExp, text: string, from: number): Found | undefined {
    const allowance = { steps: (this.limits.steps - this.steps) * SEARCH_STEPS };
    try {
      return regex.search(text, from, allowance);
    } catch (thrown) {
      if (thrown instanceof OutOfSteps) throw new JsonataError(BOUND_CODE, TIMEOUT);
      throw thrown;
    } finally {
      this.steps = this.limits.steps - Math.floor(allowance.steps / SEARCH_STEPS);
    }
  }

  /**
   * To be told of every array, object and string that the evaluation builds. Measuring each one through and
   * through would cost more than building it, and no value can be larger than all that was built together:
   * so as long as that sum is within the bound, nothing is measured.
   */
  built<Value>(value: Value): Value {
    if (typeof value === 'string') this.builtBytes += value.length;
    else if (Array.isArray(value)) this.builtBytes += 8 * value.length;
    else this.builtBytes += 8;
    this.weigh(value);
    if (this.builtBytes > this.limits.memoryBytes) this.demandFits(value);
    return value;
  }

  /** To be told of what is read or written from one end to the other: that takes time, too, if it is long. */
  weigh(value: unknown): void {
    if (typeof value === 'string') this.steps += value.length >> 6;
    else if (Array.isArray(value)) this.steps += value.length >> 5;
  }

  /** Before `count` numbers are allocated. */
  reserve(count: number): void {
    if (count * 8 > this.limits.memoryBytes) this.refuseMemory();
  }

  demandFits(value: unknown): void {
    const bytes = measure(value, this.limits.memoryBytes);
    this.spend(bytes >> 7);
    if (bytes > this.limits.memoryBytes) this.refuseMemory();
  }

  /** Before a value is copied through and through. */
  weighAll(value: unknown): void {
    this.spend(measure(value, this.limits.memoryBytes) >> 5);
  }

  refuseMemory(): never {
    throw new JsonataError(BOUND_CODE, OUT_OF_MEMORY);
  }
}
