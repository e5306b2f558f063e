import type { Fault } from '../error.ts';
import { type FunctionValue, Native } from '../functions.ts';
import { libraryFunction, parseSignature } from '../library.ts';
import type { Run } from '../run.ts';
import { toBoolean, toText, typeOf } from '../semantics.ts';
import { HIGHER_ORDER_FUNCTIONS } from './higher-order.ts';
import { OBJECT_FUNCTIONS } from './objects.ts';
import { stepFunctionsFunctions } from './step-functions.ts';
import { CHARACTER_FUNCTIONS, PATTERN_FUNCTIONS } from './strings.ts';

/** Taken from the library as they are. */
const LIBRARY_FUNCTIONS: ReadonlySet<string> = new Set(
  `sum count max min average
  substringBefore substringAfter lowercase uppercase trim pad join
  formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  zip append exists reverse error assert distinct
  base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl
  fromMillis clone`.split(/\s+/),
);

/**
 * The functions of JSONata as Step Functions has it: without `$eval`, with six of its own.
 * @returns the function of a name, without its `$`
 */
export function createBuiltins(run: Run): (name: string) => FunctionValue | undefined {
  const functions = new Map<string, FunctionValue>(
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
  return (name) => {
    if (!functions.has(name) && LIBRARY_FUNCTIONS.has(name)) functions.set(name, adapt(name, run));
    return functions.get(name);
  };
}

function adapt(name: string, run: Run): FunctionValue {
  const { implementation, signature } = libraryFunction(name);
  const before = CHECKS[name];
  return new Native(
    implementation.length,
    (args) => {
      before?.(args, run);
      return run.built(implementation.apply(run.focus, args as unknown[]));
    },
    signature,
  );
}

/** What would allocate before anyone could measure the result. */
const CHECKS: Readonly<Record<string, (args: readonly unknown[], run: Run) => void>> = {
  pad: ([, width], run) => run.reserve(Math.abs(Number(width)) / 8),
};

/** Functions of any value: the library's own would take data that bears its marks for functions. */
function valueFunctions(run: Run): Record<string, FunctionValue> {
  return {
    boolean: new Native(1, (args) => unlessNothing(args[0], toBoolean), parseSignature('<x-:b>')),
    not: new Native(
      1,
      (args) => unlessNothing(args[0], (value) => !toBoolean(value)),
      parseSignature('<x-:b>'),
    ),
    type: new Native(1, (args) => typeOf(args[0]), parseSignature('<x:s>')),
    string: new Native(
      1,
      (args) => unlessNothing(args[0], (value) => run.built(toText(value, args[1] ? 2 : 0))),
      parseSignature('<x-b?:s>'),
    ),
  };
}

function unlessNothing(value: unknown, calculate: (value: unknown) => unknown): unknown {
  return value === undefined ? undefined : calculate(value);
}

/** The library breaks off with a TypeError at a picture without any digit; Step Functions answers D3086. */
function formatNumber(args: readonly unknown[]): unknown {
  try {
    return libraryFunction('formatNumber').implementation(...args);
  } catch (thrown) {
    throw thrown instanceof TypeError ? ({ code: 'D3086' } satisfies Fault) : thrown;
  }
}

/** Functions of time and chance, which come from outside. */
function worldlyFunctions(run: Run): Record<string, FunctionValue> {
  const fromMillis = libraryFunction('fromMillis').implementation;
  const toMillis = libraryFunction('toMillis');
  return {
    now: new Native(
      2,
      (args) => fromMillis.call(run.focus, run.world.nowMs, args[0], args[1]),
      parseSignature('<s?s?:s>'),
    ),
    millis: new Native(0, () => run.world.nowMs, parseSignature('<:n>')),
    toMillis: new Native(
      2,
      (args) =>
        toMillis.implementation.call(run.focus, args[1] === undefined ? inUtc(args[0]) : args[0], args[1]),
      toMillis.signature,
    ),
    shuffle: new Native(1, (args) => shuffle(args[0], run), parseSignature('<a:a>')),
  };
}

/** A time without a zone is one of UTC on AWS; JavaScript would take the machine's zone. */
function inUtc(timestamp: unknown): unknown {
  return typeof timestamp === 'string' && /T[\d:.]+$/.test(timestamp) ? `${timestamp}Z` : timestamp;
}

/** Fisher and Yates, inside out. */
function shuffle(items: unknown, run: Run): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const result: unknown[] = [];
  for (let i = 0; i < items.length; i++) {
    const at = Math.floor(run.world.random() * (i + 1));
    if (at !== i) result[i] = result[at];
    result[at] = items[i];
  }
  return result;
}
