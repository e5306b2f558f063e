import type { Node, PathNode } from '../ast.ts';
import type { Compilation } from '../context.ts';
import type { Frame } from '../frame.ts';
import type { Evaluator } from '../functions.ts';
import type { Run } from '../run.ts';
import {
  isSequence,
  isTupleStream,
  type Marked,
  newSequence,
  newTupleStream,
  sequenceOf,
  type Tuple,
} from '../values.ts';
import { compileStages, type Transformer } from './filter.ts';
import { compileGroup } from './group.ts';
import { compileSort, type Sorter } from './sort.ts';

interface Step {
  readonly node: Node;
  readonly evaluate: Evaluator;
  readonly sort: Sorter | undefined;
  readonly stages: Transformer | undefined;
  readonly constructsArray: boolean;
}

/** What a path has come to: values, or tuples once a step binds variables for the steps after it. */
interface Progress {
  values: Marked;
  tuples: Marked | undefined;
}

/** A location path: each step is evaluated for every member of what the step before came to. */
export function compilePath(node: PathNode, compilation: Compilation): Evaluator {
  const steps = node.steps.map((step) => compileStep(step, compilation));
  const group = node.group && compileGroup(node.group, compilation);
  const isAbsolute = node.steps[0]?.type === 'variable';
  const { run } = compilation;
  if (isPlain(node)) return plainPath(steps, isAbsolute, run);
  return (input, frame) => {
    const start: Marked = Array.isArray(input) && !isAbsolute ? input : sequenceOf(input);
    const { values, tuples } = walk(steps, start, frame);
    let result = values;
    if (tuples) result = node.tuple ? tuples : run.built(valuesOf(tuples));
    if (node.keepSingletonArray) result = keepSingleton(result);
    return group ? group(tuples ?? result, frame) : run.built(result);
  };
}

/** Whether a path only goes from values to values: nearly all do. */
function isPlain(node: PathNode): boolean {
  if (node.group || node.keepSingletonArray || node.keepArray || node.tuple) return false;
  return node.steps.every(
    (step) => step.type !== 'sort' && !step.tuple && !('consarray' in step && step.consarray),
  );
}

/** As {@link walk}; but as long as there is but one value, no sequence is made around it. */
function plainPath(steps: readonly Step[], isAbsolute: boolean, run: Run): Evaluator {
  const last = steps.length - 1;
  return (input, frame) => {
    let value = input;
    for (let i = 0; i <= last; i++) {
      const step = steps[i] as Step;
      value =
        Array.isArray(value) && (i > 0 || !isAbsolute)
          ? run.built(valueStep(step, value, frame, i === last))
          : singleStep(step, value, frame, i === last);
      if (i < last && (value === undefined || (Array.isArray(value) && value.length === 0))) return undefined;
    }
    return value;
  };
}

/** @returns an array for several values, any other value for itself */
function singleStep(step: Step, value: unknown, frame: Frame, isLast: boolean): unknown {
  const result = resultOf(step, value, frame);
  if (!Array.isArray(result)) return result;
  if (isLast) return isSequence(result) && result.length === 1 ? result[0] : result;
  return (result as Marked).cons ? sequenceOf(result) : result;
}

function compileStep(node: Node, compilation: Compilation): Step {
  for (const name of [node.focus, node.index, node.ancestor?.label]) {
    if (name !== undefined) compilation.tupleNames.add(name);
  }
  return {
    node,
    evaluate: node.type === 'sort' ? (input) => input : compilation.compile(node),
    sort: node.type === 'sort' ? compileSort(node, compilation) : undefined,
    stages: node.stages && compileStages(node.stages, compilation),
    constructsArray: 'consarray' in node && node.consarray === true,
  };
}

function walk(steps: readonly Step[], start: Marked, frame: Frame): Progress {
  const progress: Progress = { values: start, tuples: undefined };
  let input = start;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as Step;
    if (i === 0 && step.constructsArray) {
      progress.values = step.evaluate(input, frame) as Marked;
    } else if (progress.tuples || step.node.tuple) {
      progress.tuples = tupleStep(step, input, progress.tuples, frame);
    } else {
      progress.values = valueStep(step, input, frame, i === steps.length - 1);
    }
    if (!progress.tuples && (progress.values === undefined || progress.values.length === 0)) break;
    if (step.node.focus === undefined) input = progress.values;
  }
  return progress;
}

/** @param isLast the path's own result: an array of the data is then handed on as it is, not as a sequence */
function valueStep(step: Step, input: Marked, frame: Frame, isLast: boolean): Marked {
  if (step.sort) {
    const sorted = step.sort(input, frame);
    return step.stages ? step.stages(sorted, frame) : sorted;
  }
  if (input.length === 1) return valueStepOfOne(step, input[0], frame, isLast);
  const results: unknown[] = [];
  for (let i = 0; i < input.length; i++) {
    const result = resultOf(step, input[i], frame);
    if (result !== undefined) results.push(result);
  }
  if (isLast && results.length === 1 && isPlainArray(results[0])) return results[0];
  const flat = newSequence();
  for (const result of results) flattenInto(flat, result);
  return flat;
}

function valueStepOfOne(step: Step, member: unknown, frame: Frame, isLast: boolean): Marked {
  const result = resultOf(step, member, frame);
  if (isLast && isPlainArray(result)) return result;
  const flat = newSequence();
  if (result !== undefined) flattenInto(flat, result);
  return flat;
}

function resultOf(step: Step, member: unknown, frame: Frame): unknown {
  const result = step.evaluate(member, frame);
  return step.stages ? step.stages(result, frame) : result;
}

function isPlainArray(value: unknown): value is Marked {
  return Array.isArray(value) && !isSequence(value);
}

function flattenInto(sequence: Marked, value: unknown): void {
  if (!Array.isArray(value) || (value as Marked).cons) {
    sequence.push(value);
  } else {
    for (const member of value) sequence.push(member);
  }
}

function tupleStep(step: Step, input: Marked, tuples: Marked | undefined, frame: Frame): Marked {
  const stream = step.sort
    ? sortedTuples(step, step.sort, input, tuples, frame)
    : extendedTuples(step, tuples ?? input.map((member) => ({ '@': member })), frame);
  return step.stages ? step.stages(stream, frame) : stream;
}

function sortedTuples(
  step: Step,
  sort: Sorter,
  input: Marked,
  tuples: Marked | undefined,
  frame: Frame,
): Marked {
  if (tuples) return sort(tuples, frame);
  const stream = newTupleStream();
  const { index } = step.node;
  for (const [at, member] of sort(input, frame).entries()) {
    stream.push(index === undefined ? { '@': member } : { '@': member, [index]: at });
  }
  return stream;
}

/** Each tuple once for every member of what the step comes to in its scope, with the step's own bindings added. */
function extendedTuples(step: Step, tuples: readonly unknown[], frame: Frame): Marked {
  const stream = newTupleStream();
  for (const tuple of tuples as readonly Tuple[]) {
    const result = step.evaluate(tuple['@'], frame.with(tuple));
    if (result === undefined) continue;
    const members: readonly unknown[] = Array.isArray(result) ? result : [result];
    const fromStream = isTupleStream(result);
    for (const [at, member] of members.entries()) {
      stream.push(fromStream ? { ...tuple, ...(member as Tuple) } : extend(step.node, tuple, member, at));
    }
  }
  return stream;
}

function extend(node: Node, tuple: Tuple, member: unknown, at: number): Tuple {
  const extended = { ...tuple };
  extended[node.focus ?? '@'] = member;
  if (node.index !== undefined) extended[node.index] = at;
  if (node.ancestor) extended[node.ancestor.label] = tuple['@'];
  return extended;
}

function valuesOf(tuples: Marked): Marked {
  const values = newSequence();
  for (const tuple of tuples as readonly Tuple[]) values.push(tuple['@']);
  return values;
}

function keepSingleton(result: Marked): Marked {
  if (!Array.isArray(result)) return result;
  const sequence = result.cons && !result.sequence ? sequenceOf(result) : result;
  if (sequence.sequence) sequence.keepSingleton = true;
  return sequence;
}
