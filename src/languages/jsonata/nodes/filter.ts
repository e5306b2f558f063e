import type { Node, Stage } from '../ast.ts';
import type { Compilation } from '../context.ts';
import type { Frame } from '../frame.ts';
import { toDouble } from '../numbers.ts';
import { isArrayOfNumbers, isNumeric, toBoolean } from '../semantics.ts';
import {
  isTupleStream,
  type Marked,
  newSequence,
  newTupleStream,
  sequenceOf,
  type Tuple,
} from '../values.ts';

/** Turns what a step came to into what its stages leave of it. */
export type Transformer = (input: unknown, frame: Frame) => Marked;

/** The `[…]` and `#$i` that follow a step, in order. */
export function compileStages(stages: readonly Stage[], compilation: Compilation): Transformer {
  const transformers = stages.map((stage) =>
    stage.type === 'filter' ? compileFilter(stage.expr, compilation) : bindIndex(stage.value, compilation),
  );
  return (input, frame) => {
    let result = input;
    for (const transform of transformers) result = transform(result, frame);
    return result as Marked;
  };
}

function bindIndex(name: string, { tupleNames }: Compilation): Transformer {
  tupleNames.add(name);
  return (input) => {
    const tuples = input as Marked;
    for (const [at, tuple] of tuples.entries()) (tuple as Tuple)[name] = at;
    return tuples;
  };
}

/** `[predicate]`: by position when it comes to a number or to numbers, otherwise by its truth. */
export function compileFilter(predicate: Node, compilation: Compilation): Transformer {
  if (predicate.type === 'number') return selectAt(Math.floor(predicate.value as number));
  const evaluate = compilation.compile(predicate);
  return (input, frame) => {
    if (!Array.isArray(input)) return repeated(input, selections(evaluate(input, frame), 0, 1));
    const streaming = isTupleStream(input);
    const members: Marked = input;
    const results = streaming ? newTupleStream() : newSequence();
    for (let i = 0; i < members.length; i++) {
      const member = members[i];
      const verdict = streaming
        ? evaluate((member as Tuple)['@'], frame.with(member as Tuple))
        : evaluate(member, frame);
      for (let times = selections(verdict, i, members.length); times > 0; times--) results.push(member);
    }
    return results;
  };
}

function repeated(member: unknown, times: number): Marked {
  if (times === 1) return sequenceOf(member);
  const results = newSequence();
  for (let count = times; count > 0; count--) results.push(member);
  return results;
}

function selectAt(index: number): Transformer {
  return (input) => {
    const members = asArray(input);
    const member = members[index < 0 ? members.length + index : index];
    if (Array.isArray(member)) return member;
    const results = isTupleStream(input) ? newTupleStream() : newSequence();
    if (member !== undefined) results.push(member);
    return results;
  };
}

/** How often a verdict selects the member at `index`: a list of positions may name it more than once. */
function selections(verdict: unknown, index: number, length: number): number {
  if (typeof verdict === 'boolean') return verdict ? 1 : 0;
  const position = toDouble(verdict);
  const positions = isNumeric(position) ? [position] : verdict;
  if (!isArrayOfNumbers(positions)) return toBoolean(positions) ? 1 : 0;
  let count = 0;
  for (const position of positions) {
    const at = Math.floor(position);
    if ((at < 0 ? length + at : at) === index) count++;
  }
  return count;
}

function asArray(input: unknown): Marked {
  return Array.isArray(input) ? input : sequenceOf(input);
}
