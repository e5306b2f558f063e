/**
 * The Amazon States Language: a definition is checked and compiled once, then run any number of times. The
 * interpreter touches nothing outside: clock, chance, tasks and the history's reader are handed in.
 */
import type { MachineDefinition, MachineType } from './definition.ts';
import { compileGraph, type StateGraph } from './machine.ts';
import { parseResource, type TaskResource } from './resource.ts';

export type { MachineDefinition, MachineType } from './definition.ts';
export { ExecutionInterrupted, runtimeError, StatesError } from './errors.ts';
export { type ExecutionResult, type RunningExecution, startExecution } from './execute.ts';
export type { ExecutionHost, ExecutionIdentity, TaskCall } from './frame.ts';
export type { HistoryDetails, HistoryEvent, HistorySink } from './history.ts';
export { exceedsBytes, MAX_PAYLOAD_BYTES } from './limits.ts';
export { parseResource, type TaskResource } from './resource.ts';

export interface Machine {
  readonly type: MachineType;
  readonly graph: StateGraph;
  /** The machine's own TimeoutSeconds. */
  readonly timeoutSeconds: number | undefined;
  /** Every Task of the machine, at any depth. */
  readonly tasks: readonly TaskReference[];
}

export interface TaskReference {
  readonly stateName: string;
  readonly resource: TaskResource;
}

/** Makes a checked definition ready to run. */
export function compileMachine(definition: MachineDefinition, type: MachineType): Machine {
  return {
    type,
    graph: compileGraph(definition, definition.QueryLanguage ?? 'JSONPath'),
    timeoutSeconds: definition.TimeoutSeconds,
    tasks: [...tasksOf(definition)],
  };
}

function* tasksOf(definition: MachineDefinition): Iterable<TaskReference> {
  for (const [stateName, state] of Object.entries(definition.States)) {
    if (state.Type === 'Task') yield { stateName, resource: parseResource(state.Resource ?? '') };
    for (const branch of state.Branches ?? []) yield* tasksOf(branch);
    const processor = state.ItemProcessor ?? state.Iterator;
    if (processor) yield* tasksOf(processor);
  }
}
