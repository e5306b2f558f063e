import type { JsonObject, JsonValue } from '../../core/json.ts';

/** What an execution tells of itself, in the vocabulary of GetExecutionHistory. */
export type HistoryEventType =
  | 'ExecutionStarted'
  | 'ExecutionSucceeded'
  | 'ExecutionFailed'
  | 'ExecutionAborted'
  | 'ExecutionTimedOut'
  | 'EvaluationFailed'
  | `${'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map'}StateEntered`
  | `${'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Parallel' | 'Map'}StateExited`
  | 'TaskScheduled'
  | 'TaskStarted'
  | 'TaskStartFailed'
  | 'TaskSubmitted'
  | 'TaskSubmitFailed'
  | 'TaskSucceeded'
  | 'TaskFailed'
  | 'TaskTimedOut'
  | 'TaskStateAborted'
  | 'WaitStateAborted'
  | `Parallel${'StateStarted' | 'StateSucceeded' | 'StateFailed' | 'StateAborted'}`
  | `Map${'StateStarted' | 'StateSucceeded' | 'StateFailed' | 'StateAborted'}`
  | `MapIteration${'Started' | 'Succeeded' | 'Failed' | 'Aborted'}`
  | `MapRun${'Started' | 'Succeeded' | 'Failed'}`;

/** Values are kept by reference and written as text only when somebody reads the history. */
export type HistoryDetails = Readonly<Record<string, JsonValue | undefined>>;

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestampMs: number;
  readonly type: HistoryEventType;
  readonly details: HistoryDetails | undefined;
}

/** Receives every event in order. */
export interface HistorySink {
  add(event: HistoryEvent): void;
}

/** Standard executions end when they reach this many events. Source: Step Functions quotas. */
export const MAX_HISTORY_EVENTS = 25_000;

/** Variables as `assignedVariables` shows them. */
export type Assignments = Readonly<JsonObject>;
