import { isJsonNumber, type JsonValue, stringifyJson } from '../../../core/json.ts';
import { checkSize } from '../data-flow.ts';
import type { QueryLanguage, StateDefinition } from '../definition.ts';
import { queryError, runtimeError } from '../errors.ts';
import type { Frame, MapItem } from '../frame.ts';
import { compileInteger, compileJsonataTemplate, compileTyped } from '../jsonata-expression.ts';
import { compilePathField, compilePayloadTemplate } from '../jsonpath-expression.ts';

/** The fields of a Map state that are evaluated each time it is entered. */
export interface MapFields {
  items(frame: Frame, input: JsonValue): readonly JsonValue[];
  /** ItemSelector, or the item itself. */
  itemInput(frame: Frame, input: JsonValue, item: MapItem): JsonValue;
  /** 0 where none is set. */
  maxConcurrency(frame: Frame, input: JsonValue): number;
  /** How many of `count` iterations may fail; only Maps in distributed mode may allow any. */
  toleratedFailures(frame: Frame, input: JsonValue, count: number): number;
  /** Shows TestState the values of those fields that are set. */
  inspect(frame: Frame, input: JsonValue, items: readonly JsonValue[]): void;
}

type NumberReader = (frame: Frame, input: JsonValue) => number;
type NumberField = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage';

export function compileMapFields(definition: StateDefinition, language: QueryLanguage): MapFields {
  const count = compileNumber(definition, language, 'ToleratedFailureCount', 'integer');
  const percentage = compileNumber(definition, language, 'ToleratedFailurePercentage', 'float');
  const maxConcurrency = compileNumber(definition, language, 'MaxConcurrency', 'integer');
  const itemInput = compileItemInput(definition, language);
  return {
    items: language === 'JSONata' ? jsonataItems(definition) : jsonPathItems(definition),
    itemInput,
    maxConcurrency: maxConcurrency ?? (() => 0),
    toleratedFailures(frame, input, length) {
      const most = percentage?.(frame, input) ?? 0;
      if (most < 0 || most > 100) throw runtimeError('ToleratedFailurePercentage must be between 0 and 100.');
      return Math.max(count?.(frame, input) ?? 0, Math.floor((most / 100) * length));
    },
    inspect(frame, input, items) {
      const show = (name: string, value: JsonValue | undefined): void => {
        if (value !== undefined) frame.inspect?.(name, value);
      };
      if (language === 'JSONPath') show('afterItemsPath', [...items]);
      if (definition.ItemSelector !== undefined) {
        const selected = items.map((Value, Index) => itemInput(frame, input, { Index, Value }));
        show('afterItemSelector', selected);
      }
      show('maxConcurrency', maxConcurrency?.(frame, input));
      show('toleratedFailureCount', count?.(frame, input));
      show('toleratedFailurePercentage', percentage?.(frame, input));
    },
  };
}

function jsonPathItems({ ItemsPath = '$' }: StateDefinition): MapFields['items'] {
  const read = compilePathField(ItemsPath);
  return (frame, input) => {
    const items = read(frame, input);
    if (Array.isArray(items)) return items;
    throw runtimeError(`Reference path "${ItemsPath}" must point to array.`);
  };
}

function jsonataItems({ Items }: StateDefinition): MapFields['items'] {
  if (Items === undefined) {
    return (_frame, input) => {
      if (Array.isArray(input)) return input;
      throw queryError(`Map state input must be an array but was: ${stringifyJson(input)}`);
    };
  }
  const items = compileTyped(Items, 'Items', 'array');
  return (frame, input) => items(frame, { input }) as JsonValue[];
}

/** `Parameters` is the older name of ItemSelector. */
function compileItemInput(definition: StateDefinition, language: QueryLanguage): MapFields['itemInput'] {
  const selector = definition.ItemSelector ?? definition.Parameters;
  if (selector === undefined) return (_frame, _input, item) => item.Value;
  if (language === 'JSONPath') {
    const template = compilePayloadTemplate(selector);
    return (frame, input, item) => checkSize(frame, template(frame, input, item));
  }
  const template = compileJsonataTemplate(selector, 'ItemSelector');
  return (frame, input, mapItem) => checkSize(frame, template(frame, { input, mapItem }));
}

function compileNumber(
  definition: StateDefinition,
  language: QueryLanguage,
  field: NumberField,
  kind: 'integer' | 'float',
): NumberReader | undefined {
  const path = definition[`${field}Path`];
  const literal = definition[field];
  if (path !== undefined) return fromPath(path, field, kind);
  if (literal === undefined) return undefined;
  if (language === 'JSONPath' || typeof literal === 'number') return () => Number(literal);
  const template =
    kind === 'integer'
      ? compileInteger(literal, field, 0, Number.MAX_SAFE_INTEGER)
      : compileTyped(literal, field, 'number');
  return (frame, input) => Number(template(frame, { input }));
}

/** A number may be given as text. Errors as recorded from Step Functions. */
function fromPath(path: string, field: NumberField, kind: 'integer' | 'float'): NumberReader {
  const read = compilePathField(path);
  return (frame, input) => {
    const value = read(frame, input);
    const isNumeric = isJsonNumber(value) || (typeof value === 'string' && value.trim() !== '');
    const number = isNumeric ? Number(value) : Number.NaN;
    if (kind === 'integer' ? Number.isInteger(number) : !Number.isNaN(number))
      return nonNegative(number, field);
    const shown = typeof value === 'string' ? value : stringifyJson(value);
    throw runtimeError(
      `The ${field}Path field refers to value "${shown}" which is not a valid ${kind}: ${path}`,
    );
  };
}

function nonNegative(number: number, field: NumberField): number {
  if (number < 0 && field !== 'ToleratedFailurePercentage')
    throw runtimeError(`${field} cannot be negative.`);
  return number;
}
