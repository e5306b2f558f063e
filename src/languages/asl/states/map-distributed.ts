import type { JsonValue } from '../../../core/json.ts';
import type { Cancellation } from '../cancellation.ts';
import { runConcurrently, settle } from '../concurrent.ts';
import { STATES_EXCEED_TOLERATED_FAILURE_THRESHOLD, StatesError } from '../errors.ts';
import { Frame, type MapItem, type MaybePromise } from '../frame.ts';
import type { StateGraph } from '../machine.ts';
import { runGraph } from '../run.ts';
import type { MapFields } from './map-fields.ts';

/**
 * A Map in distributed mode over the items of its input. On AWS each item is an execution of its own, so its
 * events are not in this history: only the Map Run is. Machines of a template may not use this mode (there is
 * no Map Run to look at here); the language knows it so that definitions mean the same as on AWS.
 */
export function runDistributed(
  graph: StateGraph,
  fields: MapFields,
  frame: Frame,
  input: JsonValue,
): MaybePromise<JsonValue[]> {
  const concurrency = fields.maxConcurrency(frame, input);
  const list = fields.items(frame, input);
  frame.record('MapStateStarted', { length: list.length });
  const tolerated = fields.toleratedFailures(frame, input, list.length);
  const { execution } = frame;
  const run = frame.record('MapRunStarted', { mapRunArn: mapRunArn(frame) });
  let failures = 0;

  const iterate = (index: number, _slot: number, cancellation: Cancellation) => {
    const item: MapItem = { Index: index, Value: list[index] as JsonValue };
    const itemInput = fields.itemInput(frame, input, item);
    const child = new Frame(execution.withoutHistory(), frame.variables, cancellation, frame.span);
    return settle<JsonValue, Outcome>(
      () => runGraph(graph, child, itemInput),
      (output) => ({ output }),
      (error) => {
        if (!(error instanceof StatesError)) throw error;
        if (++failures > tolerated) throw thresholdExceeded();
        return {};
      },
    );
  };
  const succeed = (outcomes: Outcome[]): JsonValue[] => {
    frame.lastEventId = execution.record('MapRunSucceeded', run);
    execution.record('MapStateSucceeded', frame.lastEventId);
    return outcomes.flatMap(({ output }) => (output === undefined ? [] : [output]));
  };
  const outcomes = runConcurrently(frame, list.length, concurrency || list.length, iterate);
  return outcomes instanceof Promise ? outcomes.then(succeed) : succeed(outcomes);
}

/** Without an output: failed within what is tolerated. */
interface Outcome {
  readonly output?: JsonValue;
}

function mapRunArn({ execution, stateName }: Frame): string {
  const { identity, host } = execution;
  return `${identity.stateMachineId.replace(':stateMachine:', ':mapRun:')}/${stateName}:${host.random.uuid()}`;
}

export function thresholdExceeded(): StatesError {
  return new StatesError(
    STATES_EXCEED_TOLERATED_FAILURE_THRESHOLD,
    'The specified tolerated failure threshold was exceeded',
  );
}
