import { isJavaNumber } from './numbers.ts';
import { VtlRenderError } from './syntax.ts';
import { listItems, mapEntries, textOf, type Value } from './values.ts';

/**
 * The overloads of a Java method, each under its parameters: `s` a String, `i` an Integer, `n` any Number, `b` a
 * Boolean, `l` a Collection, `m` a Map, `o` any object; a `*` at the end stands for as many more as there are.
 */
export type Overloads<Self> = Readonly<Record<string, (self: Self, ...args: Value[]) => Value>>;
export type Methods<Self> = Readonly<Record<string, Overloads<Self>>>;

const KINDS: Readonly<Record<string, (value: Value) => boolean>> = {
  s: (value) => typeof value === 'string',
  i: (value) => typeof value === 'bigint',
  n: isJavaNumber,
  b: (value) => typeof value === 'boolean',
  l: (value) => listItems(value) !== undefined,
  m: (value) => mapEntries(value) !== undefined,
  o: () => true,
};

/** The method that Java would choose for these arguments; undefined where there is none. */
export function overloadFor<Self>(
  overloads: Overloads<Self>,
  args: readonly Value[],
): ((self: Self, ...args: Value[]) => Value) | undefined {
  const signature = Object.keys(overloads).find((candidate) => fits(candidate, args));
  return signature === undefined ? undefined : overloads[signature];
}

function fits(signature: string, args: readonly Value[]): boolean {
  const open = signature.endsWith('*');
  const kinds = open ? signature.slice(0, -1) : signature;
  if (open ? args.length < kinds.length : args.length !== kinds.length) return false;
  return [...kinds].every((kind, at) => KINDS[kind]?.(args[at] as Value));
}

/** An argument under `i`. */
export function int(value: Value | undefined): number {
  return Number(value as bigint);
}

/** An argument under `s`. */
export function text(value: Value | undefined): string {
  return value as string;
}

/** Java's ClassCastException of `compareTo`. */
export function notComparable(self: Value, other: Value | undefined): never {
  throw new VtlRenderError(`compareTo: ${textOf(self)} cannot be compared with ${textOf(other ?? null)}`);
}
