import type { JsonObject, JsonValue } from '../../core/json.ts';
import { checkSize, type DataFlow } from './data-flow.ts';
import type { StateDefinition } from './definition.ts';
import type { Frame } from './frame.ts';
import type { Assignments } from './history.ts';
import { compileJsonataTemplate, type JsonataTemplate, type StatesBinding } from './jsonata-expression.ts';

/** Source: Developer Guide, "Transforming data with JSONata". Without Output a state gives its result. */
export function jsonataFlow(definition: StateDefinition): DataFlow {
  const parameters = compileOptional(definition.Arguments, 'Arguments');
  const conclude = compileConclusion(definition);
  return {
    prepare(frame, input) {
      if (!parameters) return input;
      const prepared = checkSize(frame, parameters(frame, { input }));
      frame.inspect?.('afterArguments', prepared);
      return prepared;
    },
    conclude: (frame, input, result) => conclude(frame, { input, result }, result),
    pass: (frame, input) => conclude(frame, { input }, input),
  };
}

/**
 * Gives the output and assigns; both are evaluated with the variables as they were before the state. Errors name
 * a rule's or a catcher's fields under its index: "Catch[0]/Output", "Choices[1]/Assign/x".
 */
export type Conclusion = (frame: Frame, states: StatesBinding, otherwise: JsonValue) => JsonValue;

export function compileConclusion(
  definition: { readonly Output?: JsonValue; readonly Assign?: JsonObject },
  holder = '',
): Conclusion {
  const output = compileOptional(definition.Output, `${holder}Output`);
  const assign = compileAssign(definition.Assign, `${holder}Assign`);
  return (frame, states, otherwise) => {
    const assigned = assign?.(frame, states);
    const value = output ? output(frame, states) : otherwise;
    if (value !== states.input) checkSize(frame, value);
    if (assigned) frame.assign(assigned as Assignments);
    return value;
  };
}

function compileAssign(assign: JsonObject | undefined, field: string): JsonataTemplate | undefined {
  if (assign === undefined || Object.keys(assign).length === 0) return undefined;
  return compileJsonataTemplate(assign, field);
}

function compileOptional(template: JsonValue | undefined, field: string): JsonataTemplate | undefined {
  return template === undefined ? undefined : compileJsonataTemplate(template, field);
}
