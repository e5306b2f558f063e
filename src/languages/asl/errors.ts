/** Error names that the States Language reserves. */
export const STATES_ALL = 'States.ALL';
export const STATES_TASK_FAILED = 'States.TaskFailed';
export const STATES_TIMEOUT = 'States.Timeout';
export const STATES_HEARTBEAT_TIMEOUT = 'States.HeartbeatTimeout';
const STATES_BRANCH_FAILED = 'States.BranchFailed';
export const STATES_RUNTIME = 'States.Runtime';
export const STATES_DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';
export const STATES_QUERY_EVALUATION_ERROR = 'States.QueryEvaluationError';
export const STATES_EXCEED_TOLERATED_FAILURE_THRESHOLD = 'States.ExceedToleratedFailureThreshold';

/** A failure inside a running machine: what Retry and Catch look at, and what an execution fails with. */
export class StatesError extends Error {
  override readonly name: string = 'StatesError';
  /** "States.Timeout", "DynamoDB.ResourceNotFoundException", or whatever a Fail state says; may be absent. */
  readonly error: string | undefined;
  causeText: string | undefined;
  /** Step Functions says in the cause where its own errors arose; not yet said while this is true. */
  private unlocated: boolean;
  /** The field whose expression failed: "Output/result". */
  readonly location: string | undefined;
  /** Found wrong after the expression had been evaluated, which EvaluationFailed's previousEventId shows. */
  readonly afterEvaluation: boolean;
  /** Other names by which Retry and Catch may take it. */
  private readonly otherNames: string[];

  constructor(
    error: string | undefined,
    causeText: string | undefined,
    options: {
      unlocated?: boolean;
      location?: string;
      afterEvaluation?: boolean;
      otherNames?: readonly string[];
    } = {},
  ) {
    super(causeText ?? error);
    this.error = error;
    this.causeText = causeText;
    this.unlocated = options.unlocated ?? false;
    this.location = options.location;
    this.afterEvaluation = options.afterEvaluation ?? false;
    this.otherNames = [...(options.otherNames ?? [])];
  }

  isCalled(name: string): boolean {
    return name === this.error || this.otherNames.includes(name);
  }

  /** A Parallel state fails with the error of a branch, and may be caught by that name or by States.BranchFailed. */
  failBranch(): void {
    this.otherNames.push(STATES_BRANCH_FAILED);
  }

  /** Completes the cause with the state in which the error arose. True the first time. */
  locate(stateName: string, enteredEventId: number): boolean {
    if (!this.unlocated) return false;
    this.unlocated = false;
    this.causeText = `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredEventId}). ${this.causeText}`;
    return true;
  }
}

/** An error of the machine itself, which no `States.ALL` catches. */
export function runtimeError(causeText: string): StatesError {
  return new StatesError(STATES_RUNTIME, causeText, { unlocated: true });
}

/** A JSONata expression, or the value it gave, was unusable. */
export function queryError(causeText: string, location?: string): StatesError {
  return new StatesError(STATES_QUERY_EVALUATION_ERROR, causeText, {
    unlocated: true,
    ...(location !== undefined && { location }),
  });
}

/** Why an execution ended from outside; travels through every branch as the reason of its cancellation. */
export class ExecutionInterrupted extends Error {
  override readonly name: string = 'ExecutionInterrupted';
  readonly status: 'ABORTED' | 'TIMED_OUT';
  readonly error: string | undefined;
  readonly causeText: string | undefined;
  constructor(status: 'ABORTED' | 'TIMED_OUT', error?: string, causeText?: string) {
    super(causeText ?? error ?? status);
    this.status = status;
    this.error = error;
    this.causeText = causeText;
  }
}

/** A branch was given up because a sibling failed. */
export class BranchAborted extends Error {
  override readonly name: string = 'BranchAborted';
}
