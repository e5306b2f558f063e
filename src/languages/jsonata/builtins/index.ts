import type { Fault } from '../error.ts';
import { type FunctionValue, Native } from '../functions.ts';
import { libraryFunction, parseSignature } from '../library.ts';
import type { Run } from '../run.ts';
import { toBoolean, toText, typeOf } from '../semantics.ts';
import { HIGHER_ORDER_FUNCTIONS } from './higher-order.ts';
import { OBJECT_FUNCTIONS } from './objects.ts';
import { stepFunctionsFunctions } from './step-functions.ts';
import { PATTERN_FUNCTIONS } from './strings.ts';

/** Taken from the library as they are. */
const LIBRARY_FUNCTIONS = `
  sum count max min average
  substring substringBefore substringAfter lowercase uppercase length trim pad join
  formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  zip append exists reverse error assert distinct
  base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl
  toMillis fromMillis clone`
  .trim()
  .split(/\s+/);

/**
 * The functions of JSONata as Step Functions has it: without `$eval`, with six of its own.
 */
export function createBuiltins(run: Run): ReadonlyMap<string, FunctionValue> {
  const fromLibrary = LIBRARY_FUNCTIONS.map((name) => [name, adapt(name, run)] as const);
  return new Map<string, FunctionValue>([
    ...fromLibrary,
    ...Object.entries(HIGHER_ORDER_FUNCTIONS),
    ...Object.entries(PATTERN_FUNCTIONS),
    ...Object.entries(OBJECT_FUNCTIONS),
    ...Object.entries(valueFunctions(run)),
    ['formatNumber', new Native(3, formatNumber, libraryFunction('formatNumber').signature)],
    ...Object.entries(worldlyFunctions(run)),
    ...Object.entries(stepFunctionsFunctions(run)),
  ]);
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
  return {
    now: new Native(
      2,
      ([picture, timezone]) => fromMillis.call(run.focus, run.world.nowMs, picture, timezone),
      parseSignature('<s?s?:s>'),
    ),
    millis: new Native(0, () => run.world.nowMs, parseSignature('<:n>')),
    shuffle: new Native(1, ([items]) => shuffle(items, run), parseSignature('<a:a>')),
  };
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
