import type { JsonValue } from '../../core/json.ts';
import type { Span } from '../../core/trace.ts';
import { BranchAborted, StatesError } from './errors.ts';
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
  let transition = advance(graph.startAt, frame, input);
  for (let steps = 1; !(transition instanceof Promise); steps++) {
    const { next, output } = transition;
    if (next === undefined) return output;
    if (steps % TRANSITIONS_PER_BREATH === 0) transition = breathe(frame, transition);
    else transition = advance(graph.states.get(next) as State, frame, output);
  }
  return continueGraph(graph, frame, transition);
}

/** The same loop once there is something to wait for; it holds on to one promise at a time. */
async function continueGraph(
  graph: StateGraph,
  frame: Frame,
  pending: Promise<Transition>,
): Promise<JsonValue> {
  let transition = await pending;
  for (let steps = 1; transition.next !== undefined; steps++) {
    if (steps % TRANSITIONS_PER_BREATH === 0) transition = await breathe(frame, transition);
    const outcome = advance(graph.states.get(transition.next as string) as State, frame, transition.output);
    transition = outcome instanceof Promise ? await outcome : outcome;
  }
  return transition.output;
}

async function breathe(frame: Frame, transition: Transition): Promise<Transition> {
  await frame.execution.host.breathe();
  frame.execution.checkDeadline();
  return transition;
}

function advance(state: State, frame: Frame, input: JsonValue): MaybePromise<Transition> {
  return frame.interleaved ? visitInTurn(state, frame, input) : visit(state, frame, input);
}

/** Lets siblings record their events between this state's; the order is the one in AWS's histories. */
async function visitInTurn(state: State, frame: Frame, input: JsonValue): Promise<Transition> {
  await undefined;
  frame.cancellation.throwIfCancelled();
  return visit(state, frame, input);
}

function visit(state: State, frame: Frame, input: JsonValue): MaybePromise<Transition> {
  const outerSpan = frame.span;
  frame.enter(state, input);
  if (outerSpan.recording) frame.span = outerSpan.child('state', state.name, { type: state.type, input });
  try {
    const outcome = frame.interleaved ? runInTurn(state, frame, input) : state.run(frame, input);
    if (outcome instanceof Promise) return leaveLater(outcome, state, frame, outerSpan);
    return leave(outcome, state, frame, outerSpan);
  } catch (thrown) {
    return fail(thrown, state, frame, outerSpan);
  }
}

/** One promise, and closures only for a state that waits: most do not. */
function leaveLater(
  outcome: Promise<Transition>,
  state: State,
  frame: Frame,
  outerSpan: Span,
): Promise<Transition> {
  const failed = (thrown: unknown): never => fail(thrown, state, frame, outerSpan);
  return outcome.then((transition) => {
    try {
      return leave(transition, state, frame, outerSpan);
    } catch (thrown) {
      return failed(thrown);
    }
  }, failed);
}

function leave(transition: Transition, state: State, frame: Frame, outerSpan: Span): Transition {
  frame.exit(state, transition.output);
  frame.span.note({ output: transition.output });
  if (outerSpan.recording) frame.span.end();
  frame.span = outerSpan;
  return transition;
}

function fail(thrown: unknown, state: State, frame: Frame, outerSpan: Span): never {
  if (thrown instanceof StatesError) frame.locate(thrown);
  else if (thrown instanceof BranchAborted) recordAbort(frame, state);
  if (outerSpan.recording) frame.span.end(spanError(thrown));
  frame.span = outerSpan;
  throw thrown;
}

/** The kinds of states that take time, and so may be given up within. */
const ABORTABLE: ReadonlySet<State['type']> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** A branch that is given up says which state it stood in. Source: API reference, HistoryEvent. */
function recordAbort(frame: Frame, { type }: State): void {
  if (ABORTABLE.has(type)) frame.execution.record(`${type as 'Task'}StateAborted`, frame.lastEventId);
}

/** A task records its request as soon as it is entered, other states leave in their next turn. */
async function runInTurn(state: State, frame: Frame, input: JsonValue): Promise<Transition> {
  if (state.type !== 'Task') await undefined;
  return state.run(frame, input);
}

function spanError(thrown: unknown): { code: string; message: string } {
  if (thrown instanceof StatesError) {
    return { code: thrown.error ?? 'States.Failed', message: thrown.causeText ?? '' };
  }
  return { code: 'States.Aborted', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
