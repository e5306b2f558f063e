import type { JsonValue } from '../../core/json.ts';
import type { MachineDefinition, QueryLanguage, StateDefinition, StateType } from './definition.ts';
import type { Frame, MaybePromise } from './frame.ts';
import { compileChoice } from './states/choice.ts';
import { compileFail } from './states/fail.ts';
import { compileMap } from './states/map.ts';
import { compileParallel } from './states/parallel.ts';
import { compilePass } from './states/pass.ts';
import { compileSucceed } from './states/succeed.ts';
import { compileTask } from './states/task.ts';
import { compileWait } from './states/wait.ts';

export type { StateType } from './definition.ts';

/** Where a state leads: its output, and the next state's name or undefined at the end. */
export interface Transition {
  readonly output: JsonValue;
  readonly next: string | undefined;
}

/** A state made ready to run: nothing of its definition is looked at again. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  /** Answers at once where nothing has to be awaited. @throws StatesError */
  run(frame: Frame, input: JsonValue): MaybePromise<Transition>;
}

/** The states that belong together: a machine's, a Parallel branch's or a Map's. */
export interface StateGraph {
  readonly startAt: State;
  readonly states: ReadonlyMap<string, State>;
}

/** What a compiler of one kind of state is given. */
export interface StateSource {
  readonly name: string;
  readonly definition: StateDefinition;
  readonly language: QueryLanguage;
  /** Compiles the states inside a Parallel or Map state. */
  compileGraph(definition: MachineDefinition): StateGraph;
}

const COMPILERS: Readonly<Record<StateType, (source: StateSource) => State>> = {
  Pass: compilePass,
  Task: compileTask,
  Choice: compileChoice,
  Wait: compileWait,
  Succeed: compileSucceed,
  Fail: compileFail,
  Parallel: compileParallel,
  Map: compileMap,
};

/** @param inherited the query language of the states that do not name theirs */
export function compileGraph(definition: MachineDefinition, inherited: QueryLanguage): StateGraph {
  const states = new Map<string, State>();
  for (const [name, state] of Object.entries(definition.States)) {
    states.set(name, compileState(name, state, inherited));
  }
  return { startAt: states.get(definition.StartAt) as State, states };
}

export function compileState(name: string, definition: StateDefinition, inherited: QueryLanguage): State {
  const language = definition.QueryLanguage ?? inherited;
  return COMPILERS[definition.Type]({
    name,
    definition,
    language,
    compileGraph: (inner) => compileGraph(inner, inherited),
  });
}
