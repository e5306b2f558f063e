import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Report } from './report.ts';

/** Checks one value. */
export type Check = (value: JsonValue, at: string, report: Report) => void;

/** Wordings in this folder are AWS's, recorded or measured with ValidateStateMachineDefinition. */
export function expectedType(type: string): string {
  return `Expected value of type ${type}`;
}

export const isText: Check = (value, at, report) => {
  if (typeof value !== 'string') report.schema(expectedType('String'), at);
};

export const isBoolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report.schema(expectedType('Boolean'), at);
};

export const isObject: Check = (value, at, report) => {
  if (!isJsonObject(value)) report.schema(expectedType('Object'), at);
};

export const isTimestamp: Check = (value, at, report) => {
  if (typeof value !== 'string' || parseTimestamp(value) === undefined) {
    report.schema('String does not match RFC3339 timestamp', at);
  }
};

export const anything: Check = () => undefined;

export function oneOf(...values: readonly string[]): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') report.schema('Expected value of type [STRING]', at);
    else if (!values.includes(value)) {
      report.schema(`Value should be one of the following: [${values.join(', ')}]`, at);
    }
  };
}

export function integer(least: number, most: number = Number.POSITIVE_INFINITY): Check {
  return (value, at, report) => {
    if (!isJsonNumber(value) || !Number.isInteger(Number(value))) report.schema(expectedType('Integer'), at);
    else inRange(Number(value), String(least), String(most), at, report);
  };
}

export function decimal(least: number, most: number = Number.POSITIVE_INFINITY): Check {
  return (value, at, report) => {
    if (!isJsonNumber(value)) report.schema(expectedType('Number'), at);
    else
      inRange(
        Number(value),
        least.toFixed(1),
        Number.isFinite(most) ? most.toFixed(1) : 'Infinity',
        at,
        report,
      );
  };
}

function inRange(value: number, least: string, most: string, at: string, report: Report): void {
  if (value < Number(least)) report.schema(`Minimum value is ${least}`, at);
  if (value > Number(most)) report.schema(`Maximum value is ${most}`, at);
}

/** The members of a list that is not empty. */
export function checkList(
  value: JsonValue | undefined,
  at: string,
  report: Report,
  each: (item: JsonObject, at: string, index: number, count: number) => void,
): void {
  if (!Array.isArray(value)) {
    report.schema(expectedType('Array'), at);
    return;
  }
  if (value.length === 0) {
    report.schema('Value cannot be empty', at);
    return;
  }
  for (const [index, item] of value.entries()) {
    const itemAt = `${at}[${index}]`;
    if (isJsonObject(item)) each(item, itemAt, index, value.length);
    else report.schema(expectedType('Object'), itemAt);
  }
}

export function requireFields(
  object: JsonObject,
  fields: readonly string[],
  at: string,
  report: Report,
): void {
  const missing = fields.filter((field) => object[field] === undefined);
  if (missing.length > 0) report.schema(`These fields are required: [${missing.join(', ')}]`, at);
}

/** At most one of the fields, and at least one where `required`. */
export function exclusive(
  object: JsonObject,
  fields: readonly string[],
  at: string,
  report: Report,
  required = false,
): void {
  const present = fields.filter((field) => object[field] !== undefined);
  if (present.length > 1) {
    report.schema(`There should only be one of the following fields: [${fields.join(', ')}]`, at);
  }
  if (present.length === 0 && required) {
    report.schema(`This object should have only one of the following fields: [${fields.join(', ')}]`, at);
  }
}

export function refuseOthers(
  object: JsonObject,
  allowed: ReadonlySet<string>,
  at: string,
  report: Report,
): void {
  for (const field of Object.keys(object)) {
    if (!allowed.has(field)) report.schema(`Field '${field}' is not supported`, at);
  }
}
