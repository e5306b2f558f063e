import type { Clock } from '../../core/clock.ts';
import type { RandomSource } from '../../core/environment.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Span } from '../../core/trace.ts';
import type { JsonataOptions } from '../jsonata/index.ts';
import { Cancellation } from './cancellation.ts';
import { contextTime, type ExecutionIdentity, executionContext, withGiven } from './context-object.ts';
import { ExecutionInterrupted, runtimeError, STATES_DATA_LIMIT_EXCEEDED, StatesError } from './errors.ts';
import {
  type Assignments,
  type HistoryDetails,
  type HistoryEventType,
  type HistorySink,
  MAX_HISTORY_EVENTS,
} from './history.ts';
import { exceedsBytes, MAX_VARIABLES_BYTES } from './limits.ts';
import type { State, StateType } from './machine.ts';

export type MaybePromise<T> = T | Promise<T>;

/** One call of a task's integration. */
export interface TaskCall {
  readonly resource: string;
  readonly arguments: JsonValue;
  /** The role of the task's `Credentials`, when it has any. */
  readonly roleArn: string | undefined;
  readonly taskToken: string | undefined;
  /** Made when it is asked for. */
  readonly signal: AbortSignal;
  readonly span: Span;
  /** Says that the request was accepted and its outcome is awaited (`.sync`, `.waitForTaskToken`). */
  submitted(output: JsonValue): void;
  /** Says that the task is still at work, which starts its HeartbeatSeconds anew. */
  heartbeat(): void;
}

/** Everything outside the machine that an execution may touch. */
export interface ExecutionHost {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly region: string;
  /** Absent where nobody reads the events: in an Express execution without logs. */
  readonly history: HistorySink | undefined;
  readonly span: Span;
  /** @throws StatesError with the integration's error name and cause */
  invoke(call: TaskCall): Promise<JsonValue>;
  /** Gives other work a turn, so that a machine that never waits cannot keep the process to itself. */
  breathe(): Promise<void>;
  /** Called for every state that is entered or retried, the unit that Standard executions are billed in. */
  onTransition?(): void;
}

export interface ExecutionLimits {
  /** @default - none */
  readonly deadlineMs?: number;
  /** @default false */
  readonly keepsHistory?: boolean;
}

/** What a running execution's branches share. */
export class Execution {
  readonly host: ExecutionHost;
  readonly identity: ExecutionIdentity;
  readonly cancellation: Cancellation = new Cancellation();
  readonly deadlineMs: number;
  /** Whether the events are a Standard execution's history, which is limited and in AWS's order. */
  readonly keepsHistory: boolean;
  private eventCount = 0;
  private sharedContext: JsonObject | undefined;

  constructor(
    host: ExecutionHost,
    identity: ExecutionIdentity,
    { deadlineMs = Number.POSITIVE_INFINITY, keepsHistory = false }: ExecutionLimits = {},
  ) {
    this.host = host;
    this.identity = identity;
    this.deadlineMs = deadlineMs;
    this.keepsHistory = keepsHistory;
  }

  record(type: HistoryEventType, previousEventId: number, details?: HistoryDetails): number {
    const { history, clock } = this.host;
    if (this.keepsHistory && this.eventCount + 1 >= MAX_HISTORY_EVENTS && !isEnd(type)) throw tooManyEvents();
    const id = ++this.eventCount;
    history?.add({ id, previousEventId, timestampMs: clock.now(), type, details });
    return id;
  }

  /** What the context object says in every state alike. */
  get context(): Readonly<JsonObject> {
    this.sharedContext ??= executionContext(this.identity);
    return this.sharedContext;
  }

  /** Time and chance as a JSONata expression gets them. */
  jsonataOptions(): JsonataOptions {
    const { clock, random } = this.host;
    return { nowMs: clock.now(), random: () => random.next(), uuid: () => random.uuid() };
  }

  /** The same execution for a child whose events are not in this history. */
  withoutHistory(): Execution {
    const { deadlineMs } = this;
    return new Execution({ ...this.host, history: undefined }, this.identity, { deadlineMs });
  }

  /** A machine that never waits still ends in time. */
  checkDeadline(): void {
    if (this.host.clock.now() >= this.deadlineMs) {
      this.cancellation.cancel(new ExecutionInterrupted('TIMED_OUT'));
    }
    this.cancellation.throwIfCancelled();
  }
}

function isEnd(type: HistoryEventType): boolean {
  return type.startsWith('Execution') && type !== 'ExecutionStarted';
}

function tooManyEvents(): StatesError {
  return new StatesError(
    'States.Runtime',
    `The execution reached the maximum number of history events (${MAX_HISTORY_EVENTS}).`,
  );
}

export type Variables = Readonly<JsonObject>;
export const NO_VARIABLES: Variables = Object.freeze(Object.create(null) as JsonObject);

/** `$$.Map.Item` / `$states.context.Map.Item` */
export interface MapItem {
  readonly Index: number;
  readonly Value: JsonValue;
}

/** What TestState puts in the place of a Map's iterations or a Parallel's branches. */
export interface StateMock {
  /** @throws StatesError when the mock is an error */
  result(): JsonValue;
  /** Of a Map: how many iterations have failed. */
  readonly failedIterations: number;
  /** Of a Map with an ItemReader: the items that it has read. */
  readonly readItems?: readonly JsonValue[] | undefined;
}

/** The intermediate values that TestState shows. */
export type Inspection = (name: string, value: JsonValue) => void;

/**
 * One thread of an execution: the top level, a Parallel branch, or a Map iteration. It stands in one state at
 * a time, carries the variables of its scope, and chains its history events.
 */
export class Frame {
  readonly execution: Execution;
  readonly cancellation: Cancellation;
  readonly mapItem: MapItem | undefined;
  variables: Variables;
  /** What the state being left has assigned. */
  assigned: Assignments | undefined;
  lastEventId = 0;
  enteredEventId = 0;
  retryCount = 0;
  taskToken: string | undefined;
  span: Span;
  inspect: Inspection | undefined;
  mock: StateMock | undefined;
  /** Members of the context object that a test sets. */
  givenContext: JsonObject | undefined;
  /** Set where the events of siblings are to alternate in a history, as they do on AWS. */
  interleaved = false;
  private state: { readonly name: string; readonly type: StateType } = NOWHERE;
  private enteredAtMs = 0;
  /** The event before the state was entered, which EvaluationFailed names as its previous one. */
  private beforeEntryId = 0;

  constructor(
    execution: Execution,
    variables: Variables,
    cancellation: Cancellation,
    span: Span,
    mapItem?: MapItem,
  ) {
    this.execution = execution;
    this.variables = variables;
    this.cancellation = cancellation;
    this.span = span;
    this.mapItem = mapItem;
  }

  get stateName(): string {
    return this.state.name;
  }

  record(type: HistoryEventType, details?: HistoryDetails): number {
    this.lastEventId = this.execution.record(type, this.lastEventId, details);
    return this.lastEventId;
  }

  enter(state: State, input: JsonValue): void {
    this.state = state;
    this.enteredAtMs = this.execution.host.clock.now();
    this.retryCount = 0;
    this.taskToken = undefined;
    this.assigned = undefined;
    this.execution.host.onTransition?.();
    this.beforeEntryId = this.lastEventId;
    this.enteredEventId = this.record(`${state.type}StateEntered`, { name: state.name, input });
  }

  exit(state: State, output: JsonValue): void {
    if (state.type === 'Fail') return;
    this.record(`${state.type}StateExited`, { name: state.name, output, assignedVariables: this.assigned });
  }

  /**
   * Puts variables in force for the states that follow.
   *
   * @throws StatesError States.DataLimitExceeded
   */
  assign(values: Assignments): void {
    const variables = { ...this.variables, ...values };
    if (exceedsBytes(values) || exceedsBytes(variables, MAX_VARIABLES_BYTES)) throw this.tooManyVariables();
    this.assigned = values;
    this.variables = variables;
  }

  private tooManyVariables(): StatesError {
    return new StatesError(
      STATES_DATA_LIMIT_EXCEEDED,
      `The state/task '${this.stateName}' assigned variables with a size exceeding the maximum number of bytes service limit.`,
    );
  }

  /** Completes an error that arose here with its place; a state that is tested by itself has none. */
  locate(error: StatesError): StatesError {
    if (this.inspect) return error;
    if (error.locate(this.stateName, this.enteredEventId) && error.error === 'States.QueryEvaluationError') {
      const previous = error.afterEvaluation ? this.enteredEventId : this.beforeEntryId;
      this.lastEventId = this.execution.record('EvaluationFailed', previous, {
        error: error.error,
        cause: error.causeText,
        location: error.location,
        state: this.stateName,
      });
    }
    return error;
  }

  /** Calls back after `delayMs`, unless the branch is given up first. */
  pause(delayMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.execution.host.clock.setTimer(delayMs, () => {
        detach();
        resolve();
      });
      const detach = this.cancellation.onCancel((reason) => {
        timer.cancel();
        reject(reason);
      });
    });
  }

  /** The context object. Source: Developer Guide, "Accessing execution data from the Context object". */
  context(mapItem: MapItem | undefined = this.mapItem): JsonObject {
    const context: JsonObject = { ...this.execution.context };
    if (this.state !== NOWHERE) context['State'] = this.stateContext();
    if (mapItem) context['Map'] = { Item: { ...mapItem, Source: 'STATE_DATA' } };
    if (this.taskToken !== undefined) context['Task'] = { Token: this.taskToken };
    return this.givenContext ? withGiven(context, this.givenContext) : context;
  }

  private stateContext(): JsonObject {
    const { name, type } = this.state;
    const context: JsonObject = { Name: name, EnteredTime: contextTime(this.enteredAtMs) };
    if (type === 'Task' || type === 'Map' || type === 'Parallel') context['RetryCount'] = this.retryCount;
    return context;
  }
}

const NOWHERE = { name: '', type: 'Pass' } as const;

/** A delay that is longer than Step Functions can wait. */
export function delayTooLong(): StatesError {
  return runtimeError('Wait state delay is too long.');
}
