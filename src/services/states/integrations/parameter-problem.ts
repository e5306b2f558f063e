import { type JsonObject, stringifyJson } from '../../../core/json.ts';
import { runtimeError, type StatesError } from '../../../languages/asl/index.ts';

/** Parameters with which a task cannot begin. */
export function parameterProblem(input: JsonObject, reason: string): StatesError {
  return runtimeError(
    `The Parameters '${stringifyJson(input)}' could not be used to start the Task: [${reason}]`,
  );
}
