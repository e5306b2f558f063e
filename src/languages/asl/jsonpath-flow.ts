import type { JsonObject, JsonValue } from '../../core/json.ts';
import { compilePath, JsonPathWriteError } from '../jsonpath/index.ts';
import { checkSize, type DataFlow } from './data-flow.ts';
import type { StateDefinition } from './definition.ts';
import { runtimeError } from './errors.ts';
import type { Frame } from './frame.ts';
import type { Assignments } from './history.ts';
import { compilePathField, compilePayloadTemplate, type Expression } from './jsonpath-expression.ts';

/**
 * Source: Developer Guide, "Processing input and output". `InputPath: null` gives `{}`, `OutputPath: null`
 * too, `ResultPath: null` keeps the input; ResultPath writes into the state's input as it came. What Parameters
 * make counts against the payload limit, as the output does (same guide, "Error names", States.DataLimitExceeded).
 */
export function jsonPathFlow(definition: StateDefinition): DataFlow {
  const inputPath = compileEdge(definition.InputPath);
  const parameters = optional(definition.Parameters, compilePayloadTemplate);
  const selector = optional(definition.ResultSelector, compilePayloadTemplate);
  const merge = compileResultPath(definition.ResultPath);
  const outputPath = compileEdge(definition.OutputPath);
  const assign = compileAssign(definition.Assign);

  const prepare = (frame: Frame, input: JsonValue): JsonValue => {
    const effective = inputPath ? inputPath(frame, input) : input;
    frame.inspect?.('afterInputPath', effective);
    const prepared = parameters ? checkSize(frame, parameters(frame, effective)) : effective;
    frame.inspect?.('afterParameters', prepared);
    return prepared;
  };
  return {
    prepare,
    conclude(frame, input, result) {
      const assigned = assign?.(frame, result);
      const selected = selector ? selector(frame, result) : result;
      frame.inspect?.('afterResultSelector', selected);
      const merged = merge(input, selected);
      frame.inspect?.('afterResultPath', merged);
      const output = outputPath ? outputPath(frame, merged) : merged;
      if (output !== input) checkSize(frame, output);
      if (assigned) frame.assign(assigned);
      return output;
    },
    pass(frame, input) {
      const effective = inputPath ? inputPath(frame, input) : input;
      frame.inspect?.('afterInputPath', effective);
      const assigned = assign?.(frame, effective);
      const output = outputPath ? outputPath(frame, effective) : effective;
      if (assigned) frame.assign(assigned);
      return output;
    },
  };
}

function optional<In, Out>(value: In | undefined, compile: (value: In) => Out): Out | undefined {
  return value === undefined ? undefined : compile(value);
}

/** InputPath or OutputPath; undefined for `$`, which changes nothing. */
function compileEdge(path: string | null | undefined): Expression | undefined {
  if (path === undefined || path === '$') return undefined;
  return path === null ? () => ({}) : compilePathField(path);
}

export type Merge = (input: JsonValue, result: JsonValue) => JsonValue;

/** @param path a reference path, or null to drop the result */
export function compileResultPath(path: string | null | undefined): Merge {
  if (path === undefined || path === '$') return (_input, result) => result;
  if (path === null) return (input) => input;
  const place = compilePath(path);
  return (input, result) => {
    try {
      return place.write(input, result);
    } catch (error) {
      if (!(error instanceof JsonPathWriteError)) throw error;
      throw runtimeError(`Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`);
    }
  };
}

/** All expressions see the variables as they were before the state. */
export function compileAssign(
  assign: JsonObject | undefined,
): ((frame: Frame, document: JsonValue) => Assignments) | undefined {
  if (assign === undefined || Object.keys(assign).length === 0) return undefined;
  return compilePayloadTemplate(assign) as (frame: Frame, document: JsonValue) => Assignments;
}
