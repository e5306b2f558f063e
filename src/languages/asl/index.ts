/**
 * The Amazon States Language: a definition is checked and compiled once, then run any number of times. The
 * interpreter touches nothing outside: clock, chance, tasks and the history's reader are handed in.
 */
import { type MachineDefinition, type MachineType, type StateDefinition, statesOf } from './definition.ts';
import { compileGraph, type StateGraph } from './machine.ts';
import { parseResource, type TaskResource } from './resource.ts';

export type { ExecutionIdentity } from './context-object.ts';
export type { MachineDefinition, MachineType, QueryLanguage, StateDefinition } from './definition.ts';
export { statesOf } from './definition.ts';
export { ExecutionInterrupted, runtimeError, StatesError } from './errors.ts';
export { type ExecutionResult, type RunningExecution, startExecution } from './execute.ts';
export type { ExecutionHost, MapItem, StateMock, TaskCall } from './frame.ts';
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
  /** What a Map in inline mode does not do, as "the Map state 'M' has an ItemReader"; and Maps in distributed mode. */
  readonly unsupported: readonly string[];
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
    unsupported: states.flatMap(([stateName, state]) => unsupportedIn(stateName, state)),
  };
}

/** Fields that only mean something in distributed mode. Source: Developer Guide, "Map state in Distributed mode". */
const DISTRIBUTED_FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
] as const;

function unsupportedIn(name: string, state: StateDefinition): string[] {
  if (state.Type !== 'Map') return [];
  const { ItemProcessor, Iterator: iterator } = state;
  const isDistributed = (ItemProcessor ?? iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED';
  return [
    ...(isDistributed ? [`the Map state '${name}' is in DISTRIBUTED mode`] : []),
    ...DISTRIBUTED_FIELDS.filter((field) => !isDistributed && field in state).map(
      (field) => `the Map state '${name}' has '${field}', a field of DISTRIBUTED mode`,
    ),
  ];
}
