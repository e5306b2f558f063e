import type { JsonObject, JsonValue } from '../../core/json.ts';
import { compileCatchers } from './attempt.ts';
import type { QueryLanguage, StateDefinition } from './definition.ts';
import { StatesError } from './errors.ts';
import { Execution, type ExecutionHost, type ExecutionIdentity, Frame } from './frame.ts';
import { compileState, type Transition } from './machine.ts';
import { compileRetrier, matchesError } from './retry.ts';

/** One state to be run by itself, as TestState does. */
export interface StateTest {
  readonly name: string;
  readonly definition: StateDefinition;
  readonly language: QueryLanguage;
  readonly input: JsonValue;
  readonly variables: JsonObject;
  /** How often its retrier is to have tried already. */
  readonly retrierRetryCount: number;
}

export interface StateTestResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: JsonValue;
  readonly nextState?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** The data on its way through the state, by the API's names; `errorDetails` among them. */
  readonly inspection: Readonly<Record<string, JsonValue>>;
}

/** Runs one state once: Retry and Catch are not carried out but reported. */
export async function runState(
  test: StateTest,
  identity: ExecutionIdentity,
  host: ExecutionHost,
): Promise<StateTestResult> {
  const { Retry: _retry, Catch: _catch, ...plain } = test.definition;
  const state = compileState(test.name, plain, test.language);
  const execution = new Execution(host, identity);
  const frame = new Frame(execution, test.variables, execution.cancellation, host.span);
  const inspection: Record<string, JsonValue> = { input: test.input };
  frame.inspect = (name, value) => {
    inspection[name] = value;
  };
  frame.enter(state, test.input);
  try {
    return { status: 'SUCCEEDED', inspection, ...succeeded(await state.run(frame, test.input)) };
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    return { inspection, ...failed(test, frame, error, inspection) };
  }
}

function succeeded({ output, next }: Transition): Pick<StateTestResult, 'output' | 'nextState'> {
  return { output, ...(next !== undefined && { nextState: next }) };
}

function failed(
  test: StateTest,
  frame: Frame,
  error: StatesError,
  inspection: Record<string, JsonValue>,
): Omit<StateTestResult, 'inspection'> {
  const outcome = { error: error.error, cause: error.causeText };
  const { Retry = [] } = test.definition;
  const retryIndex = Retry.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error));
  const retrier = Retry[retryIndex] && compileRetrier(Retry[retryIndex]);
  if (retrier && test.retrierRetryCount < retrier.maxAttempts) {
    const delayMs = retrier.delayMs(test.retrierRetryCount, frame.execution.host.random);
    inspection['errorDetails'] = { retryBackoffIntervalSeconds: Math.round(delayMs / 1000), retryIndex };
    return { status: 'RETRIABLE', ...outcome };
  }
  const catchers = compileCatchers(test.definition, test.language);
  const catchIndex = catchers.findIndex(({ errorEquals }) => matchesError(errorEquals, error));
  const catcher = catchers[catchIndex];
  if (catcher) {
    inspection['errorDetails'] = { catchIndex };
    return { status: 'CAUGHT_ERROR', ...outcome, ...succeeded(catcher.recover(frame, test.input, error)) };
  }
  if (retrier) inspection['errorDetails'] = { retryIndex };
  return { status: 'FAILED', ...outcome };
}
