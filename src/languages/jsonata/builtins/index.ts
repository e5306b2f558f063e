import type { Fault } from '../error.ts';
import { FunctionValue, isFunction, Native } from '../functions.ts';
import { libraryFunction, parseSignature } from '../library.ts';
import { toDoubles } from '../numbers.ts';
import type { Run } from '../run.ts';
import { isDeepEqual, toBoolean, toText, typeOf } from '../semantics.ts';
import { isObject, isSequence, newSequence, setKey } from '../values.ts';
import { HIGHER_ORDER_FUNCTIONS } from './higher-order.ts';
import { OBJECT_FUNCTIONS } from './objects.ts';
import { stepFunctionsFunctions } from './step-functions.ts';
import { CHARACTER_FUNCTIONS, PATTERN_FUNCTIONS } from './strings.ts';
import { worldlyFunctions } from './world.ts';

/** Taken from the library as they are. */
const LIBRARY_FUNCTIONS: ReadonlySet<string> = new Set(
  `sum count max min average
  substringBefore substringAfter lowercase uppercase trim pad join
  formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  zip append exists reverse error assert
  base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl
  fromMillis`.split(/\s+/),
);

/**
 * The functions of JSONata as Step Functions has it: without `$eval`, with six of its own.
 * @returns the function of a name, without its `$`
 */
export function createBuiltins(run: Run): (name: string) => FunctionValue | undefined {
  const functions = new Map<string, Native>(
    Object.entries({
      ...HIGHER_ORDER_FUNCTIONS,
      ...PATTERN_FUNCTIONS,
      ...CHARACTER_FUNCTIONS,
      ...OBJECT_FUNCTIONS,
      ...valueFunctions(run),
      ...worldlyFunctions(run),
      ...stepFunctionsFunctions(run),
      formatNumber: new Native(3, formatNumber, libraryFunction('formatNumber').signature),
    }),
  );
  const weighed = new Map<string, FunctionValue>();
  return (name) => {
    const known = weighed.get(name);
    if (known) return known;
    const found = functions.get(name) ?? (LIBRARY_FUNCTIONS.has(name) ? adapt(name, run) : undefined);
    if (found) weighed.set(name, new Weighed(found, run));
    return weighed.get(name);
  };
}

/** A function whose arguments and result count towards time and memory. */
class Weighed extends FunctionValue {
  readonly arity: number;
  readonly validator: FunctionValue['validator'];
  private readonly target: Native;
  private readonly run: Run;

  constructor(target: Native, run: Run) {
    super();
    this.arity = target.arity;
    this.validator = target.validator;
    this.target = target;
    this.run = run;
  }

  invoke(args: readonly unknown[], input: unknown): unknown {
    for (let i = 0; i < args.length; i++) this.run.weigh(args[i]);
    const result = this.target.implementation(args, input);
    return typeof result === 'string' || typeof result === 'object' ? this.run.built(result) : result;
  }
}

function adapt(name: string, run: Run): Native {
  const { implementation, signature } = libraryFunction(name);
  const before = CHECKS[name];
  const calculates = !HANDING_ON.has(name);
  return new Native(
    implementation.length,
    (args) => {
      before?.(args, run);
      const given = run.hasLongIntegers && calculates ? args.map(toDoubles) : args;
      return implementation.apply(run.focus, given as unknown[]);
    },
    signature,
  );
}

/** Those of the library's functions that hand values on. */
const HANDING_ON: ReadonlySet<string> = new Set(['append', 'reverse', 'zip', 'exists', 'count']);

/** Before what would allocate or copy before anyone could measure the result. */
const CHECKS: Readonly<Record<string, (args: readonly unknown[], run: Run) => void>> = {
  pad: ([, width], run) => run.reserve(Math.abs(Number(width)) / 8),
};

/** Functions of any value: the library's own would take data that bears its marks for functions. */
function valueFunctions(run: Run): Record<string, Native> {
  return {
    boolean: new Native(1, (args) => unlessNothing(args[0], toBoolean), parseSignature('<x-:b>')),
    not: new Native(
      1,
      (args) => unlessNothing(args[0], (value) => !toBoolean(value)),
      parseSignature('<x-:b>'),
    ),
    clone: new Native(1, (args) => clone(args[0], run), libraryFunction('clone').signature),
    distinct: new Native(1, (args) => distinct(args[0], run), parseSignature('<x:x>')),
    type: new Native(1, (args) => typeOf(args[0]), parseSignature('<x:s>')),
    string: new Native(
      1,
      (args) => unlessNothing(args[0], (value) => textOf(value, args[1] ? 2 : 0, run)),
      parseSignature('<x-b?:s>'),
    ),
  };
}

function textOf(value: unknown, indent: number, run: Run): string {
  const text = toText(value, indent);
  run.spend(text.length >> 4);
  return text;
}

function unlessNothing(value: unknown, calculate: (value: unknown) => unknown): unknown {
  return value === undefined ? undefined : calculate(value);
}

function clone(value: unknown, run: Run): unknown {
  run.weighAll(value);
  return run.hasLongIntegers ? cloneAll(value) : libraryFunction('clone').implementation(value);
}

/** The library writes a text and parses it. */
function cloneAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneAll);
  if (isFunction(value)) return '';
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setKey(copy, key, cloneAll(value[key]));
  return copy;
}

/** The library compares each member with each. That is left for what can't be looked up. */
function distinct(items: unknown, run: Run): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const results: unknown[] = isSequence(items) ? newSequence() : [];
  const scalars = new Set<unknown>();
  const others: unknown[] = [];
  for (const item of items) {
    const seen = typeof item === 'object' ? others : scalars;
    if (seen === scalars ? scalars.has(item) && !Number.isNaN(item) : isAmong(item, others, run)) continue;
    if (seen === scalars) scalars.add(item);
    else others.push(item);
    results.push(item);
  }
  return results;
}

function isAmong(item: unknown, others: readonly unknown[], run: Run): boolean {
  run.spend(others.length >> 3);
  return others.some((other) => isDeepEqual(item, other));
}

/** The library breaks off with a TypeError at a picture without any digit; Step Functions answers D3086. */
function formatNumber(args: readonly unknown[]): unknown {
  try {
    return libraryFunction('formatNumber').implementation(...args);
  } catch (thrown) {
    throw thrown instanceof TypeError ? ({ code: 'D3086' } satisfies Fault) : thrown;
  }
}
