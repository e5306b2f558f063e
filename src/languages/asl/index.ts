/**
 * The Amazon States Language: a definition is checked and compiled once, then run any number of times. The
 * interpreter touches nothing outside: clock, chance, tasks and the history's reader are handed in.
 */
import { type MachineDefinition, type MachineType, statesOf } from './definition.ts';
import { compileGraph, type StateGraph } from './machine.ts';
import { parseResource, type TaskResource } from './resource.ts';

export type { MachineDefinition, MachineType, QueryLanguage, StateDefinition } from './definition.ts';
export { statesOf } from './definition.ts';
export { ExecutionInterrupted, runtimeError, StatesError } from './errors.ts';
export { type ExecutionResult, type RunningExecution, startExecution } from './execute.ts';
export type { ExecutionHost, ExecutionIdentity, MapItem, StateMock, TaskCall } from './frame.ts';
export type { HistoryDetails, HistoryEvent, HistorySink } from './history.ts';
export { exceedsBytes, MAX_PAYLOAD_BYTES } from './limits.ts';
export { parseResource, type TaskResource } from './resource.ts';
export { runState, type StateTest, type StateTestResult } from './test-state.ts';
export {
  type Diagnostic,
  diagnosticsText,
  jsonProblem,
  type Validation,
  validateDefinition,
  validateState,
  warningsOf,
} from './validate/index.ts';
export { variableReferences } from './variable-references.ts';

export interface Machine {
  readonly type: MachineType;
  readonly graph: StateGraph;
  /** The machine's own TimeoutSeconds. */
  readonly timeoutSeconds: number | undefined;
  /** Every Task of the machine, at any depth. */
  readonly tasks: readonly TaskReference[];
  /** Names of the Map states in distributed mode. */
  readonly distributedMaps: readonly string[];
}

export interface TaskReference {
  readonly stateName: string;
  readonly resource: TaskResource;
}

/** Makes a checked definition ready to run. */
export function compileMachine(definition: MachineDefinition, type: MachineType): Machine {
  const states = [...statesOf(definition)];
  return {
    type,
    graph: compileGraph(definition, definition.QueryLanguage ?? 'JSONPath'),
    timeoutSeconds: definition.TimeoutSeconds,
    tasks: states.flatMap(([stateName, { Type, Resource = '' }]) =>
      Type === 'Task' ? [{ stateName, resource: parseResource(Resource) }] : [],
    ),
    distributedMaps: states.flatMap(([stateName, { ItemProcessor, Iterator: iterator }]) =>
      (ItemProcessor ?? iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? [stateName] : [],
    ),
  };
}
