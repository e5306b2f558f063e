import type { JsonObject, JsonValue } from '../../core/json.ts';
import { compileCatchers } from './attempt.ts';
import type { ExecutionIdentity } from './context-object.ts';
import type { QueryLanguage, StateDefinition } from './definition.ts';
import { ExecutionInterrupted, STATES_TIMEOUT, StatesError } from './errors.ts';
import { Execution, type ExecutionHost, Frame, type MapItem, type StateMock } from './frame.ts';
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
  /** What a Map or Parallel state gives in place of what its states would; a Task's mock is in its host. */
  readonly mock?: StateMock | undefined;
  /** Members of the context object, in place of those that the test would have. */
  readonly context?: JsonObject | undefined;
  /** For a state inside a Map. */
  readonly mapItem?: MapItem | undefined;
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

/** Source: API reference, TestState. */
const LONGEST_TEST_MS = 300_000;

/** Runs one state once: Retry and Catch are not carried out but reported. */
export async function runState(
  test: StateTest,
  identity: ExecutionIdentity,
  host: ExecutionHost,
): Promise<StateTestResult> {
  const { Retry: _retry, Catch: _catch, ...plain } = test.definition;
  const state = compileState(test.name, plain, test.language);
  const execution = new Execution(host, identity);
  const frame = new Frame(execution, test.variables, execution.cancellation, host.span, test.mapItem);
  const inspection: Record<string, JsonValue> = { input: test.input };
  frame.inspect = (name, value) => {
    inspection[name] = value;
  };
  frame.mock = test.mock;
  frame.enter(state, test.input);
  frame.retryCount = test.retrierRetryCount;
  frame.givenContext = test.context;
  const limit = host.clock.setTimer(LONGEST_TEST_MS, () =>
    execution.cancellation.cancel(new ExecutionInterrupted('TIMED_OUT')),
  );
  try {
    return { status: 'SUCCEEDED', inspection, ...succeeded(await state.run(frame, test.input)) };
  } catch (error) {
    return { inspection, ...failed(test, frame, failureOf(error), inspection) };
  } finally {
    limit.cancel();
    if (Object.keys(frame.variables).length > 0) inspection['variables'] = { ...frame.variables };
  }
}

function failureOf(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  if (thrown instanceof ExecutionInterrupted) return new StatesError(STATES_TIMEOUT, undefined);
  throw thrown;
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
