/**
 * JSONata as Step Functions evaluates it: version 2.0.6 of the language, six functions more, no `$eval`, and
 * bounds on depth, time and memory.
 *
 * The `jsonata` library's evaluator is asynchronous, awaiting at each node whether or not there is anything
 * to wait for. This one takes the library's syntax tree and its synchronous functions, and compiles the tree
 * to closures that run to the end at once. Reading order: `compile.ts`, `nodes/path.ts`, `functions.ts`,
 * `run.ts`; what is taken from the library is in `library.ts`.
 */

import type { JsonValue } from '../../core/json.ts';
import { createBuiltins } from './builtins/index.ts';
import { compileTree } from './compile.ts';
import { JsonataError, toJsonataError, UNSUPPORTED_RESULT_CODE } from './error.ts';
import { isFunction } from './functions.ts';
import { parse } from './library.ts';
import { toJson } from './result.ts';
import { type JsonataLimits, Run, STEP_FUNCTIONS_LIMITS } from './run.ts';
import { sequenceOf } from './values.ts';

export { BOUND_CODE, JsonataError, UNSUPPORTED_RESULT_CODE } from './error.ts';
export { type JsonataLimits, STEP_FUNCTIONS_LIMITS } from './run.ts';

export interface JsonataOptions {
  /** The context value, `$` and `$$`. Step Functions gives none: there, everything is a variable. */
  readonly input?: JsonValue;
  /** The time that $now and $millis tell, in milliseconds since the epoch. */
  readonly nowMs?: number;
  /** A float in [0, 1), for $random and $shuffle. */
  readonly random?: () => number;
  /** For $uuid. */
  readonly uuid?: () => string;
  readonly limits?: Partial<JsonataLimits>;
}

const NO_CHANCE = { random: (): number => 0, uuid: (): string => '00000000-0000-4000-8000-000000000000' };

/** An expression, ready to be evaluated any number of times. */
export class JsonataExpression {
  private readonly run = new Run();
  private readonly evaluator: (input: unknown) => unknown;
  private readonly builtins = createBuiltins(this.run);

  /** @throws JsonataError S0xxx */
  constructor(source: string) {
    try {
      this.evaluator = compileTree(parse(source), this.run, (name) => this.global(name));
    } catch (thrown) {
      throw toJsonataError(thrown);
    }
  }

  /**
   * @param bindings variables by name without `$`; they are not changed
   * @returns the value, or `undefined` for nothing. Infinity and NaN, which JSON lacks, are strings as on AWS.
   * @throws JsonataError; {@link UNSUPPORTED_RESULT_CODE} when the result is a function
   */
  evaluate(
    bindings: Readonly<Record<string, JsonValue | undefined>>,
    options: JsonataOptions = {},
  ): JsonValue | undefined {
    const { nowMs = 0, random = NO_CHANCE.random, uuid = NO_CHANCE.uuid } = options;
    const limits = options.limits ? { ...STEP_FUNCTIONS_LIMITS, ...options.limits } : STEP_FUNCTIONS_LIMITS;
    this.run.start(bindings, options.input, { nowMs, random, uuid }, limits);
    try {
      const result = this.evaluator(asContext(options.input));
      if (isFunction(result)) throw new JsonataError(UNSUPPORTED_RESULT_CODE, 'The result is a function');
      this.run.demandFits(result);
      return toJson(result);
    } catch (thrown) {
      throw toJsonataError(thrown);
    }
  }

  private global(name: string): unknown {
    if (name === '$') return this.run.input;
    return this.run.isBound(name) ? this.run.binding(name) : this.builtins(name);
  }
}

/** An array is one value, not several: that takes an array around it, and a mark to remember it by. */
function asContext(input: JsonValue | undefined): unknown {
  if (!Array.isArray(input)) return input;
  const wrapper = sequenceOf(input);
  wrapper.outerWrapper = true;
  return wrapper;
}

/**
 * @param source an expression without its `{% %}`
 * @throws JsonataError S0xxx when it does not parse
 */
export function compileJsonata(source: string): JsonataExpression {
  return new JsonataExpression(source);
}
