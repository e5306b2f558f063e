import type { AwsError } from '../../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../../core/json.ts';
import { statesErrors } from '../errors.ts';
import { parseData } from '../input.ts';

/** Source: Developer Guide, "Accessing execution data from the Context object". */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Execution: ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount', 'RedriveTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Task: ['Token'],
  Map: ['Item'],
};

/**
 * The context object of a TestState request, whose members take the place of the test's own.
 * @throws AwsError ValidationException for what is no context object
 */
export function readContext(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  const context = parseData(text, 'context', invalid);
  if (!isJsonObject(context)) throw invalid('it must be a JSON object');
  for (const [name, part] of Object.entries(context)) {
    const allowed = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!allowed) throw invalid(`it has no field '${name}'`);
    if (!isJsonObject(part)) throw invalid(`'${name}' must be a JSON object`);
    const unknown = Object.keys(part).find((member) => !allowed.includes(member));
    if (unknown !== undefined) throw invalid(`'${name}' has no field '${unknown}'`);
  }
  return context;
}

function invalid(reason: string): AwsError {
  return statesErrors.validation(`The context is not a valid Context object: ${reason}`);
}
