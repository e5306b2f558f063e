import { isJsonObject, type JsonValue } from '../../../core/json.ts';
import { compileJsonata, JsonataError } from '../../jsonata/index.ts';
import { parse } from '../../jsonata/library.ts';
import { expressionSource } from '../jsonata-expression.ts';
import { contextReferences } from './jsonata-references.ts';
import type { Report } from './report.ts';
import type { Check } from './values.ts';

const ERROR_OUTPUT = /\$states\s*\.\s*errorOutput\b/;

/** A value in which every string of the form `{% … %}` is an expression that must parse. */
export const jsonataTemplate: Check = (value, at, report) => checkTemplate(value, at, report, false);

/** The same in a catcher, where `$states.errorOutput` exists. */
export const catcherTemplate: Check = (value, at, report) => checkTemplate(value, at, report, true);

/** A literal that `literal` accepts, or an expression. */
export function literalOrJsonata(literal: Check): Check {
  return (value, at, report) => {
    if (typeof value === 'string' && value.startsWith('{%')) jsonataTemplate(value, at, report);
    else literal(value, at, report);
  };
}

/** Only an expression, or what `otherwise` accepts. */
export const jsonataExpression: Check = (value, at, report) => {
  if (typeof value !== 'string' || !value.startsWith('{%')) {
    report.schema('JSONata string must start with {% and end with %}', at);
  } else jsonataTemplate(value, at, report);
};

function checkTemplate(value: JsonValue, at: string, report: Report, caught: boolean): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkTemplate(item, `${at}[${index}]`, report, caught);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value))
      checkTemplate(member, `${at}/${name}`, report, caught);
  } else if (typeof value === 'string') {
    checkText(value, at, report, caught);
  }
}

function checkText(text: string, at: string, report: Report, caught: boolean): void {
  const source = expressionSource(text);
  if (source !== undefined) checkExpression(source, at, report, caught);
  else if (text.startsWith('{%')) report.schema('JSONata string must start with {% and end with %}', at);
}

function checkExpression(source: string, at: string, report: Report, caught: boolean): void {
  try {
    compileJsonata(source);
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error;
    report.add('INVALID_JSONATA_EXPRESSION', error.message, at);
    return;
  }
  for (const reference of contextReferences(parse(source))) {
    report.add('UNSUPPORTED_JSONATA_EXPRESSION', `Reference to ${reference} is not supported.`, at);
  }
  if (!caught && ERROR_OUTPUT.test(source)) {
    report.add('UNSUPPORTED_JSONATA_EXPRESSION', "Reference to '$states.errorOutput' is not supported.", at);
  }
}
