import {
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  setOwn,
  stringifyJson,
} from '../../core/json.ts';
import { BOUND_CODE, compileJsonata, JsonataError, UNSUPPORTED_RESULT_CODE } from '../jsonata/index.ts';
import { queryError } from './errors.ts';
import type { Frame, MapItem } from './frame.ts';

/** What an expression may read as `$states`, besides the context object. */
export interface StatesBinding {
  readonly input: JsonValue;
  readonly result?: JsonValue;
  readonly errorOutput?: JsonValue;
  readonly mapItem?: MapItem;
}

export type JsonataTemplate = (frame: Frame, states: StatesBinding) => JsonValue;

const EXPRESSION = /^\{%([\s\S]*)%\}$/;
/** `$states` used other than by these members may reach the context object. */
const MAY_READ_CONTEXT = /\$states\b(?!\s*\.\s*(?:input|result|errorOutput)\b)/;

/** The JSONata source of a string that is an expression as a whole, or undefined. */
export function expressionSource(text: JsonValue | undefined): string | undefined {
  return typeof text === 'string' ? EXPRESSION.exec(text)?.[1]?.trim() : undefined;
}

/**
 * A value in which strings of the form `{% … %}` are expressions.
 * @param field where the value stands, for errors: "Output", then "Output/member" and "Output[0]" below it
 * @throws JsonataError when an expression cannot be parsed
 */
export function compileJsonataTemplate(template: JsonValue, field: string): JsonataTemplate {
  return compileNode(template, field) ?? (() => template);
}

function compileNode(template: JsonValue, field: string): JsonataTemplate | undefined {
  if (Array.isArray(template)) return compileArray(template, field);
  if (isJsonObject(template)) return compileObject(template, field);
  const source = expressionSource(template);
  return source === undefined ? undefined : compileExpression(source, field);
}

function compileArray(template: readonly JsonValue[], field: string): JsonataTemplate | undefined {
  const items = template.map((item, at) => compileNode(item, `${field}[${at}]`));
  if (!items.some(Boolean)) return undefined;
  return (frame, states) =>
    template.map((item, at) => {
      const compute = items[at];
      return compute ? compute(frame, states) : item;
    });
}

function compileObject(template: JsonObject, field: string): JsonataTemplate | undefined {
  const members = Object.keys(template).map((key) => ({
    key,
    constant: template[key] as JsonValue,
    compute: compileNode(template[key] as JsonValue, `${field}/${key}`),
  }));
  if (!members.some((member) => member.compute)) return undefined;
  return (frame, states) => {
    const result: JsonObject = {};
    for (const { key, constant, compute } of members) {
      setOwn(result, key, compute ? compute(frame, states) : constant);
    }
    return result;
  };
}

function compileExpression(source: string, field: string): JsonataTemplate {
  const expression = compileJsonata(source);
  const readsContext = MAY_READ_CONTEXT.test(source);
  return (frame, states) => {
    const bindings = { ...frame.variables, states: bindStates(frame, states, readsContext) };
    let value: JsonValue | undefined;
    try {
      value = expression.evaluate(bindings, frame.execution.jsonataOptions());
    } catch (error) {
      throw evaluationError(error, source, field);
    }
    if (value !== undefined) return value;
    throw queryError(
      `The JSONata expression '${source}' specified for the field '${field}' returned nothing (undefined).`,
      field,
    );
  };
}

function bindStates(frame: Frame, states: StatesBinding, readsContext: boolean): JsonObject {
  const bound: JsonObject = { input: states.input };
  if (states.result !== undefined) bound['result'] = states.result;
  if (states.errorOutput !== undefined) bound['errorOutput'] = states.errorOutput;
  if (readsContext) bound['context'] = frame.context(states.mapItem);
  return bound;
}

function evaluationError(error: unknown, source: string, field: string): unknown {
  if (!(error instanceof JsonataError)) return error;
  const where = `The JSONata expression '${source}' specified for the field '${field}'`;
  if (error.code === UNSUPPORTED_RESULT_CODE) {
    return queryError(`${where} returned an unsupported result type.`, field);
  }
  const reason = error.code === BOUND_CODE ? `: ${error.message}` : `. ${error.code}: ${error.message}`;
  return queryError(`${where} threw an error during evaluation${reason}`, field);
}

/** A field that must give one type, as `Items` an array. */
export function compileTyped(
  template: JsonValue,
  field: string,
  expected: 'array' | 'number' | 'string' | 'boolean',
): JsonataTemplate {
  const evaluate = compileJsonataTemplate(template, field);
  const source = expressionSource(template);
  return (frame, states) => {
    const value = evaluate(frame, states);
    const actual = jsonType(value);
    if (actual === expected || source === undefined) return value;
    throw queryError(
      `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(value)}`,
      field,
    );
  };
}

/**
 * A field that must give a whole number from `least` to `most`. That a value out of range is
 * States.QueryEvaluationError is documented, its wording is not. Source: Developer Guide, "Transforming data with
 * JSONata", error handling.
 */
export function compileInteger(
  template: JsonValue,
  field: string,
  least: number,
  most: number,
): JsonataTemplate {
  const evaluate = compileTyped(template, field, 'number');
  const source = expressionSource(template);
  return (frame, states) => {
    const value = evaluate(frame, states);
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return value;
    throw queryError(
      `The JSONata expression '${source}' specified for the field '${field}' returned an out of range value: ${stringifyJson(value)}. Expected a whole number from ${least} to ${most}.`,
      field,
    );
  };
}

function jsonType(value: JsonValue): string {
  if (value === null) return 'null';
  if (isJsonNumber(value)) return 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}
