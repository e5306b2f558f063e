import type { TransformNode } from '../ast.ts';
import type { Compilation } from '../context.ts';
import type { Fault } from '../error.ts';
import type { Frame } from '../frame.ts';
import { apply, type Evaluator, isFunction, Native } from '../functions.ts';
import { parseSignature } from '../library.ts';
import { isArrayOfStrings } from '../semantics.ts';
import { isObject, setKey } from '../values.ts';

const SIGNATURE = parseSignature('<(oa):o>');

/** `|pattern|update, delete|`: a function from a value to a changed copy of it. */
export function compileTransform(node: TransformNode, compilation: Compilation): Evaluator {
  const pattern = compilation.compile(node.pattern);
  const update = compilation.compile(node.update);
  const remove = node.delete && compilation.compile(node.delete);
  const findClone = compilation.variable('clone');

  const change = (match: unknown, frame: Frame): void => {
    const additions = update(match, frame);
    if (additions !== undefined) merge(match, additions, node.update.position);
    const removals = remove?.(match, frame);
    if (removals !== undefined) removeKeys(match, removals, node.delete?.position ?? 0);
  };

  return (_input, frame) =>
    new Native(
      1,
      ([value]) => {
        if (value === undefined) return undefined;
        const clone = findClone(frame);
        if (!isFunction(clone)) throw { code: 'T2013', position: node.position } satisfies Fault;
        const copy = apply(clone, [value], null);
        const matches = pattern(copy, frame);
        if (matches === undefined) return copy;
        for (const match of Array.isArray(matches) ? matches : [matches]) change(match, frame);
        return copy;
      },
      SIGNATURE,
    );
}

function merge(match: unknown, additions: unknown, position: number): void {
  if (!isObject(additions)) throw { code: 'T2011', position, value: additions } satisfies Fault;
  // A match that is no object fails here, with a TypeError, as it does in the library.
  for (const key of Object.keys(additions)) setKey(match as Record<string, unknown>, key, additions[key]);
}

function removeKeys(match: unknown, removals: unknown, position: number): void {
  const keys = Array.isArray(removals) ? removals : [removals];
  if (!isArrayOfStrings(keys)) throw { code: 'T2012', position, value: removals } satisfies Fault;
  if (!isObject(match)) return;
  for (const key of keys) delete match[key];
}
