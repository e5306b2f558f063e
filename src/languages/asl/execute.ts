import type { JsonValue } from '../../core/json.ts';
import type { ExecutionIdentity } from './context-object.ts';
import { ExecutionInterrupted, STATES_TIMEOUT, StatesError } from './errors.ts';
import { Execution, type ExecutionHost, Frame, NO_VARIABLES } from './frame.ts';
import type { HistoryDetails } from './history.ts';
import type { Machine } from './index.ts';
import { runGraph } from './run.ts';

export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly output: JsonValue }
  | {
      readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT';
      readonly error: string | undefined;
      readonly cause: string | undefined;
    };

export interface RunningExecution {
  /** Never rejects for anything that a machine can do. */
  readonly done: Promise<ExecutionResult>;
  /** Ends it from outside as ABORTED. */
  stop(error?: string, cause?: string): void;
}

/** Express executions end after five minutes. Source: Step Functions quotas. */
const EXPRESS_LIMIT_SECONDS = 300;

/** Starts a machine and runs it as far as it gets without waiting. */
export function startExecution(
  machine: Machine,
  identity: ExecutionIdentity,
  host: ExecutionHost,
): RunningExecution {
  const limitSeconds = Math.min(
    machine.timeoutSeconds ?? Number.POSITIVE_INFINITY,
    machine.type === 'EXPRESS' ? EXPRESS_LIMIT_SECONDS : Number.POSITIVE_INFINITY,
  );
  const execution = new Execution(host, identity, {
    deadlineMs: identity.startTimeMs + limitSeconds * 1000,
    keepsHistory: machine.type === 'STANDARD',
  });
  return {
    done: run(machine, execution, limitSeconds),
    stop: (error, cause) => execution.cancellation.cancel(new ExecutionInterrupted('ABORTED', error, cause)),
  };
}

async function run(machine: Machine, execution: Execution, limitSeconds: number): Promise<ExecutionResult> {
  const { host, identity } = execution;
  const frame = new Frame(execution, NO_VARIABLES, execution.cancellation, host.span);
  let timer: { cancel(): void } | undefined;
  try {
    execution.record('ExecutionStarted', 0, startDetails(identity));
    const outcome = runGraph(machine.graph, frame, identity.input);
    if (!(outcome instanceof Promise)) return succeeded(frame, outcome);
    if (Number.isFinite(limitSeconds)) timer = startTimer(execution);
    return succeeded(frame, await outcome);
  } catch (thrown) {
    return ended(frame, thrown);
  } finally {
    timer?.cancel();
  }
}

function startDetails(identity: ExecutionIdentity): HistoryDetails {
  const { input, roleArn, stateMachineAliasArn, stateMachineVersionArn } = identity;
  return { input, roleArn, stateMachineAliasArn, stateMachineVersionArn };
}

function startTimer(execution: Execution): { cancel(): void } {
  const { clock } = execution.host;
  return clock.setTimer(execution.deadlineMs - clock.now(), () =>
    execution.cancellation.cancel(new ExecutionInterrupted('TIMED_OUT')),
  );
}

function succeeded(frame: Frame, output: JsonValue): ExecutionResult {
  frame.record('ExecutionSucceeded', { output });
  return { status: 'SUCCEEDED', output };
}

/** A fault of ours must not look like the machine's: it fails the execution, with its own words. */
function ended(frame: Frame, thrown: unknown): ExecutionResult {
  const { execution } = frame;
  if (thrown instanceof ExecutionInterrupted) {
    const type = thrown.status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionTimedOut';
    const error = thrown.status === 'TIMED_OUT' ? STATES_TIMEOUT : thrown.error;
    execution.record(type, 0, { error, cause: thrown.causeText });
    return { status: thrown.status, error: thrown.error, cause: thrown.causeText };
  }
  const { error, causeText: cause } =
    thrown instanceof StatesError ? thrown : new StatesError('States.Runtime', String(thrown));
  frame.record('ExecutionFailed', { error, cause });
  return { status: 'FAILED', error, cause };
}
