import type { JsonObject, JsonValue } from '../../core/json.ts';
import { STATES_DATA_LIMIT_EXCEEDED, StatesError } from './errors.ts';
import type { Frame, MapItem } from './frame.ts';
import { exceedsBytes } from './limits.ts';

/**
 * How data enters and leaves a state. JSONPath states and JSONata states differ in nothing else, so each kind
 * of state is written once and given one of two flows.
 */
export interface DataFlow {
  /** InputPath and Parameters; or Arguments. What the state's work begins from. */
  prepare(frame: Frame, input: JsonValue): JsonValue;
  /** ResultSelector, ResultPath and OutputPath; or Output. Assigns the state's variables. */
  conclude(frame: Frame, input: JsonValue, result: JsonValue): JsonValue;
  /** InputPath and OutputPath; or Output: for states that have no result of their own. */
  pass(frame: Frame, input: JsonValue): JsonValue;
}

/** How one field of a state is read, such as `TimeoutSeconds` or a Fail state's `Error`. */
export type FieldReader = (frame: Frame, input: JsonValue, mapItem?: MapItem) => JsonValue;

/** What a catcher hands on: two texts, empty where there is none, as the cause of a timeout. */
export function errorOutput(error: StatesError): JsonObject {
  return { Error: error.error ?? '', Cause: error.causeText ?? '' };
}

/** @throws StatesError States.DataLimitExceeded */
export function checkSize(frame: Frame, value: JsonValue): JsonValue {
  if (!exceedsBytes(value)) return value;
  throw new StatesError(
    STATES_DATA_LIMIT_EXCEEDED,
    `The state/task '${frame.stateName}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
