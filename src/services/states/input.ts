import type { AwsError } from '../../core/errors.ts';
import { type JsonValue, parseJson, utf8Length } from '../../core/json.ts';
import { jsonProblem, MAX_PAYLOAD_BYTES } from '../../languages/asl/index.ts';
import { statesErrors } from './errors.ts';

/** AWS's JSON reader goes no deeper. */
const MAX_JSON_DEPTH = 1000;

/**
 * The input of an execution.
 * @throws AwsError InvalidExecutionInput, in the words of AWS's JSON reader; ValidationException above 256 KiB
 */
export function parseInput(text: string): JsonValue {
  return parseData(text, 'input', statesErrors.invalidExecutionInput);
}

/**
 * The JSON that a member of a request holds as a text.
 * @param refuse makes the error of a text that is no JSON, from the words of AWS's JSON reader
 * @throws AwsError ValidationException above 256 KiB, or what `refuse` makes
 */
export function parseData(text: string, member: string, refuse: (reason: string) => AwsError): JsonValue {
  if (utf8Length(text) > MAX_PAYLOAD_BYTES) {
    throw statesErrors.validation(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PAYLOAD_BYTES}`,
    );
  }
  const value = mayNestTooDeep(text) ? undefined : parseWellFormed(text);
  if (value !== undefined) return value;
  const problem = jsonProblem(text)?.message.replace(/\n at \[Source: [\s\S]*$/, '');
  if (problem !== undefined) throw refuse(problem);
  if (text.trim() === '') throw refuse('No content to map due to end-of-input');
  return parseJson(text);
}

function parseWellFormed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Few inputs open so many brackets; only those are read with the slow reader that counts the depth. */
function mayNestTooDeep(text: string): boolean {
  if (text.length <= 2 * MAX_JSON_DEPTH) return false;
  let openings = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) openings++;
  }
  return openings > MAX_JSON_DEPTH;
}
