import type { JsonValue } from '../../core/json.ts';
import { StatesError } from './errors.ts';
import type { Frame, MaybePromise } from './frame.ts';
import type { State, StateGraph, Transition } from './machine.ts';

/** So many states may follow one another without anything to wait for before other work gets a turn. */
const TRANSITIONS_PER_BREATH = 500;

/**
 * Runs a graph from its start to its end in one frame. As long as no state has to wait this needs no promise:
 * a Map over a thousand Pass states is a loop.
 * @throws StatesError of the state that failed, located
 */
export function runGraph(graph: StateGraph, frame: Frame, input: JsonValue): MaybePromise<JsonValue> {
  return follow(graph, frame, graph.startAt, input);
}

function follow(
  graph: StateGraph,
  frame: Frame,
  start: State,
  startInput: JsonValue,
): MaybePromise<JsonValue> {
  let state = start;
  let input = startInput;
  for (let steps = 1; ; steps++) {
    if (steps % TRANSITIONS_PER_BREATH === 0) return breathe(graph, frame, state, input);
    const outcome = visit(state, frame, input);
    if (outcome instanceof Promise) {
      return outcome.then(({ next, output }) =>
        next === undefined ? output : follow(graph, frame, graph.states.get(next) as State, output),
      );
    }
    if (outcome.next === undefined) return outcome.output;
    state = graph.states.get(outcome.next) as State;
    input = outcome.output;
  }
}

async function breathe(graph: StateGraph, frame: Frame, state: State, input: JsonValue): Promise<JsonValue> {
  await frame.execution.host.breathe();
  frame.execution.checkDeadline();
  return follow(graph, frame, state, input);
}

function visit(state: State, frame: Frame, input: JsonValue): MaybePromise<Transition> {
  const outerSpan = frame.span;
  frame.enter(state, input);
  if (outerSpan.recording) frame.span = outerSpan.child('state', state.name, { type: state.type, input });
  const leave = (transition: Transition): Transition => {
    frame.exit(state, transition.output);
    frame.span.note({ output: transition.output });
    if (outerSpan.recording) frame.span.end();
    frame.span = outerSpan;
    return transition;
  };
  const fail = (thrown: unknown): never => {
    if (thrown instanceof StatesError) frame.locate(thrown);
    if (outerSpan.recording) frame.span.end(spanError(thrown));
    frame.span = outerSpan;
    throw thrown;
  };
  try {
    const outcome = state.run(frame, input);
    return outcome instanceof Promise ? outcome.then(leave).catch(fail) : leave(outcome);
  } catch (thrown) {
    return fail(thrown);
  }
}

function spanError(thrown: unknown): { code: string; message: string } {
  if (thrown instanceof StatesError) {
    return { code: thrown.error ?? 'States.Failed', message: thrown.causeText ?? '' };
  }
  return { code: 'States.Aborted', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
