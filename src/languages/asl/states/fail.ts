import { type JsonValue, stringifyJson } from '../../../core/json.ts';
import type { FieldReader } from '../data-flow.ts';
import type { QueryLanguage, StateDefinition } from '../definition.ts';
import { StatesError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { compileTyped } from '../jsonata-expression.ts';
import { compileExpression } from '../jsonpath-expression.ts';
import type { State, StateSource } from '../machine.ts';

/** Ends the execution, the branch or the iteration with its Error and Cause, either of which may be absent. */
export function compileFail({ name, definition, language }: StateSource): State {
  const error = textField(definition, language, 'Error');
  const cause = textField(definition, language, 'Cause');
  return {
    name,
    type: 'Fail',
    run(frame, input) {
      if (language === 'JSONPath') frame.inspect?.('afterInputPath', input);
      throw new StatesError(read(error, frame, input), read(cause, frame, input));
    },
  };
}

function read(field: FieldReader | undefined, frame: Frame, input: JsonValue): string | undefined {
  const value = field?.(frame, input);
  return value === undefined || typeof value === 'string' ? value : stringifyJson(value);
}

/** `Error`, or in JSONPath `ErrorPath`: a path or an intrinsic function. */
function textField(
  definition: StateDefinition,
  language: QueryLanguage,
  field: 'Error' | 'Cause',
): FieldReader | undefined {
  const literal = definition[field];
  const path = definition[`${field}Path`];
  if (path !== undefined) return compileExpression(path, `${field}Path`);
  if (literal === undefined) return undefined;
  if (language === 'JSONPath') return () => literal;
  const template = compileTyped(literal, field, 'string');
  return (frame, input) => template(frame, { input });
}
