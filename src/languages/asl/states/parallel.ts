import type { JsonValue } from '../../../core/json.ts';
import { withErrorHandling } from '../attempt.ts';
import { childFrame, runConcurrently, settle } from '../concurrent.ts';
import { StatesError } from '../errors.ts';
import type { Frame, MaybePromise } from '../frame.ts';
import type { State, StateGraph, StateSource } from '../machine.ts';
import { runGraph } from '../run.ts';
import { flowOf } from './flow.ts';

/** Runs all branches at once on the same input; the result is the list of their outputs. */
export function compileParallel(source: StateSource): State {
  const { name, definition, language } = source;
  const flow = flowOf(definition, language);
  const branches = (definition.Branches ?? []).map(source.compileGraph);
  const { Next: next } = definition;
  const run = withErrorHandling(
    definition,
    language,
    (frame, input) => {
      const prepared = flow.prepare(frame, input);
      const outputs = frame.mock ? mocked(frame) : runBranches(branches, frame, prepared);
      const leave = (results: JsonValue[]) => ({ output: flow.conclude(frame, input, results), next });
      return outputs instanceof Promise ? outputs.then(leave) : leave(outputs);
    },
    (frame) => frame.record('ParallelStateFailed'),
  );
  return { name, type: 'Parallel', run };
}

function mocked(frame: Frame): JsonValue[] {
  try {
    const results = frame.mock?.result() as JsonValue[];
    frame.inspect?.('result', results);
    return results;
  } catch (error) {
    return failBranch(error);
  }
}

function failBranch(error: unknown): never {
  if (error instanceof StatesError) error.failBranch();
  throw error;
}

function runBranches(
  branches: readonly StateGraph[],
  frame: Frame,
  input: JsonValue,
): MaybePromise<JsonValue[]> {
  const started = frame.record('ParallelStateStarted');
  const outputs = runConcurrently(frame, branches.length, branches.length, (at, _slot, cancellation) => {
    const branch = childFrame(frame, cancellation, started, branches.length > 1);
    const leave = (output: JsonValue): JsonValue => {
      frame.lastEventId = branch.lastEventId;
      return output;
    };
    const fail = (error: unknown): never => {
      if (cancellation.reason === undefined) frame.lastEventId = branch.lastEventId;
      return failBranch(error);
    };
    return settle(() => runGraph(branches[at] as StateGraph, branch, input), leave, fail);
  });
  const succeed = (results: JsonValue[]): JsonValue[] => {
    frame.execution.record('ParallelStateSucceeded', frame.lastEventId);
    return results;
  };
  return outputs instanceof Promise ? outputs.then(succeed) : succeed(outputs);
}
