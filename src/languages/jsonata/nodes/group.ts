import type { Group } from '../ast.ts';
import type { Compilation } from '../context.ts';
import type { Fault } from '../error.ts';
import type { Frame } from '../frame.ts';
import type { Evaluator } from '../functions.ts';
import type { Run } from '../run.ts';
import { append, appendTo } from '../semantics.ts';
import { isTupleStream, setKey, type Tuple } from '../values.ts';

interface Member {
  data: unknown;
  readonly pair: number;
  /** `data` has been made here, of several items. */
  isOwn: boolean;
}

/** `{key: value, …}`, alone or after a step: groups the input by key, then evaluates each value once per group. */
export function compileGroup(
  group: Group,
  compilation: Compilation,
): (input: unknown, frame: Frame) => Record<string, unknown> {
  const names = literalKeys(group);
  const keys = group.lhs.map(([key]) => compilation.compile(key));
  const values = group.lhs.map(([, value]) => compilation.compile(value));
  const { run } = compilation;

  const groupsOf = (items: readonly unknown[], streaming: boolean, frame: Frame): Record<string, Member> => {
    const groups: Record<string, Member> = Object.create(null) as Record<string, Member>;
    for (const item of items) {
      const scope = streaming ? frame.with(item as Tuple) : frame;
      const context = streaming ? (item as Tuple)['@'] : item;
      for (let pair = 0; pair < keys.length; pair++) {
        const key = keys[pair]?.(context, scope);
        if (key === undefined) continue;
        if (typeof key !== 'string')
          throw { code: 'T1003', position: group.position, value: key } satisfies Fault;
        addTo(groups, key, pair, item, group.position);
      }
    }
    return groups;
  };

  return (input, frame) => {
    if (names && !Array.isArray(input)) return constructObject(names, values, input, frame, run);
    const streaming = isTupleStream(input);
    const items: readonly unknown[] = Array.isArray(input) && input.length > 0 ? input : [onlyItem(input)];
    const groups = groupsOf(items, streaming, frame);
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(groups)) {
      const { data, pair } = groups[key] as Member;
      const value = streaming
        ? evaluateReduced(data, (context, scope) => values[pair]?.(context, scope), frame)
        : values[pair]?.(data, frame);
      if (value !== undefined) setKey(result, key, run.built(value));
    }
    return result;
  };
}

/** The keys, if they are different words: then there is nothing to group in a single value. */
function literalKeys({ lhs }: Group): readonly string[] | undefined {
  const names = lhs.map(([key]) =>
    key.type === 'string' && !key.predicate && !key.group ? String(key.value) : '',
  );
  const areDifferentWords = names.every((name, i) => /^[A-Za-z]/.test(name) && names.indexOf(name) === i);
  return areDifferentWords ? names : undefined;
}

function constructObject(
  names: readonly string[],
  values: readonly Evaluator[],
  input: unknown,
  frame: Frame,
  run: Run,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const _ of names) run.touch();
  for (let i = 0; i < names.length; i++) {
    const value = (values[i] as Evaluator)(input, frame);
    if (value !== undefined) result[names[i] as string] = run.built(value);
  }
  return result;
}

/** An empty array is grouped as nothing, so that `{"a": 1}` is an object whatever the context. */
function onlyItem(input: unknown): unknown {
  return Array.isArray(input) ? undefined : input;
}

function addTo(
  groups: Record<string, Member>,
  key: string,
  pair: number,
  item: unknown,
  position: number,
): void {
  const existing = groups[key];
  if (!existing) {
    groups[key] = { data: item, pair, isOwn: false };
  } else if (existing.pair !== pair) {
    throw { code: 'D1009', position, value: key } satisfies Fault;
  } else if (existing.isOwn) {
    appendTo(existing.data as unknown[], item);
  } else {
    existing.data = append(existing.data, item);
    existing.isOwn = true;
  }
}

/** Evaluates with the bindings of all tuples of a group, each name bound to all its values. */
function evaluateReduced(
  data: unknown,
  evaluate: (context: unknown, frame: Frame) => unknown,
  frame: Frame,
): unknown {
  const { '@': context, ...bindings } = reduceTuples(data);
  return evaluate(context, frame.with(bindings));
}

function reduceTuples(data: unknown): Tuple {
  if (!Array.isArray(data)) return data as Tuple;
  const [first, ...others] = data as readonly Tuple[];
  const reduced: Tuple = { ...first };
  const own = new Set<string>();
  for (const tuple of others) {
    for (const name of Object.keys(tuple)) {
      if (own.has(name)) {
        appendTo(reduced[name] as unknown[], tuple[name]);
      } else if (reduced[name] !== undefined && tuple[name] !== undefined) {
        reduced[name] = append(reduced[name], tuple[name]);
        own.add(name);
      } else {
        reduced[name] ??= tuple[name];
      }
    }
  }
  return reduced;
}
