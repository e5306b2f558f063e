import { type FunctionValue, Native } from '../functions.ts';
import { libraryFunction, parseSignature } from '../library.ts';
import type { Run } from '../run.ts';
import { toBoolean } from '../semantics.ts';
import { HIGHER_ORDER_FUNCTIONS } from './higher-order.ts';
import { OBJECT_FUNCTIONS } from './objects.ts';
import { stepFunctionsFunctions } from './step-functions.ts';
import { PATTERN_FUNCTIONS } from './strings.ts';

/** Taken from the library as they are. */
const LIBRARY_FUNCTIONS = `
  sum count max min average
  string substring substringBefore substringAfter lowercase uppercase length trim pad join
  formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  zip append exists reverse error assert type distinct
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
    ...Object.entries(TRUTH_FUNCTIONS),
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

/** The library's own would take our functions for objects. */
const TRUTH_FUNCTIONS: Readonly<Record<string, FunctionValue>> = {
  boolean: new Native(
    1,
    ([value]) => (value === undefined ? undefined : toBoolean(value)),
    parseSignature('<x-:b>'),
  ),
  not: new Native(
    1,
    ([value]) => (value === undefined ? undefined : !toBoolean(value)),
    parseSignature('<x-:b>'),
  ),
};

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
