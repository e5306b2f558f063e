import { isJsonObject } from '../../../core/json.ts';
import { compileJsonata, JsonataError } from '../../jsonata/index.ts';
import { parse } from '../../jsonata/library.ts';
import { expressionSource } from '../jsonata-expression.ts';
import { type GuardedMember, unsupportedReferences } from './jsonata-references.ts';
import type { Report } from './report.ts';
import type { Check } from './values.ts';

const WRONG_DELIMITERS = 'JSONata string must start with {% and end with %}';

/** A value in which every string of the form `{% … %}` is an expression that must parse. */
export const jsonataTemplate: Check = templateReading();

/** The same in Output and Assign of a state that has a result. */
export const resultTemplate: Check = templateReading('result');

/** The same in a catcher. */
export const catcherTemplate: Check = templateReading('errorOutput');

/** A literal that `literal` accepts, or an expression. */
export function literalOrJsonata(literal: Check): Check {
  return (value, at, report) => {
    if (typeof value === 'string' && value.startsWith('{%')) jsonataTemplate(value, at, report);
    else literal(value, at, report);
  };
}

/** Only an expression. */
export const jsonataExpression: Check = (value, at, report) => {
  if (typeof value === 'string' && value.startsWith('{%')) jsonataTemplate(value, at, report);
  else report.schema(WRONG_DELIMITERS, at);
};

function templateReading(...available: readonly GuardedMember[]): Check {
  const check: Check = (value, at, report) => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) check(item, `${at}[${index}]`, report);
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) check(member, `${at}/${name}`, report);
    } else if (typeof value === 'string') checkText(value, available, at, report);
  };
  return check;
}

/** Nothing may stand outside the delimiters. Source: Developer Guide, "Writing JSONata expressions in JSON strings". */
function checkText(text: string, available: readonly GuardedMember[], at: string, report: Report): void {
  const source = expressionSource(text);
  const trimmed = text.trim();
  if (source !== undefined) checkExpression(source, available, at, report);
  else if (trimmed.startsWith('{%') || trimmed.endsWith('%}')) report.schema(WRONG_DELIMITERS, at);
}

function checkExpression(
  source: string,
  available: readonly GuardedMember[],
  at: string,
  report: Report,
): void {
  try {
    compileJsonata(source);
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error;
    report.add('INVALID_JSONATA_EXPRESSION', error.message, at);
    return;
  }
  for (const reference of unsupportedReferences(parse(source), available)) {
    report.add('UNSUPPORTED_JSONATA_EXPRESSION', `Reference to ${reference} is not supported.`, at);
  }
}
