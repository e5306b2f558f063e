import { asUtf8 } from './ignore-case.ts';
import { addressMatcher, CidrError, cidrMatcher } from './ip-address.ts';
import type { JsonReader } from './json-reader.ts';
import { comparable, incomparableReason } from './number.ts';
import { parseAnythingBut } from './parse-anything-but.ts';
import { numberMatcher, tooManyElements, wildcardMatcher } from './parse-operands.ts';
import type { Bound, ExistsMatcher, Matcher, NumericMatcher } from './pattern.ts';

/**
 * One element of a leaf array. Every check comes when event-ruler's `JsonRuleCompiler` makes it, because the
 * reading position is part of the message; some of its messages name the wrong operator, and stay as they are.
 */
export function parseMatcher(reader: JsonReader, token: string): Matcher {
  switch (token) {
    case 'start-object':
      return parseExpression(reader);
    case 'string':
      return parseString(reader);
    case 'number':
      return numberMatcher(reader.text());
    case 'true':
      return { kind: 'literal', value: true };
    case 'false':
      return { kind: 'literal', value: false };
    case 'null':
      return { kind: 'literal', value: null };
    default:
      throw reader.error('Match value must be String, number, true, false, or null');
  }
}

function parseString(reader: JsonReader): Matcher {
  const value = reader.text();
  return addressMatcher(value) ?? { kind: 'string', value: asUtf8(value) };
}

/** From behind the operator's name to the end of the expression's object. */
type OperatorParser = (reader: JsonReader) => Matcher;

/** EventBridge's; event-ruler also knows `exactly`. */
const OPERATORS: Readonly<Record<string, OperatorParser>> = {
  prefix: (reader) => parseAffix(reader, 'prefix'),
  suffix: (reader) => parseAffix(reader, 'suffix'),
  'equals-ignore-case': (reader) =>
    onlyKey(reader, { kind: 'equals-ignore-case', value: stringOperand(reader, 'equals-ignore-case') }),
  wildcard: (reader) => onlyKey(reader, wildcardMatcher(reader, stringOperand(reader, 'wildcard'))),
  numeric: parseNumeric,
  cidr: parseCidr,
  exists: parseExists,
  'anything-but': parseAnythingBut,
};

function parseExpression(reader: JsonReader): Matcher {
  if (reader.next() !== 'field-name') throw reader.error('Match expression name not found');
  const name = reader.text();
  const parse = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!parse) throw reader.error(`Unrecognized match type ${name}`);
  return parse(reader);
}

function onlyKey<T>(reader: JsonReader, matcher: T): T {
  if (reader.next() !== 'end-object') throw reader.error('Only one key allowed in match expression');
  return matcher;
}

/** The string that is next. */
function stringOperand(reader: JsonReader, operator: string): string {
  if (reader.next() !== 'string') throw reader.error(`${operator} match pattern must be a string`);
  return asUtf8(reader.text());
}

function parseAffix(reader: JsonReader, kind: 'prefix' | 'suffix'): Matcher {
  const token = reader.next();
  if (token === 'start-object') return parseIgnoreCaseAffix(reader, kind);
  if (token !== 'string') throw reader.error(`${kind} match pattern must be a string`);
  return onlyKey(reader, { kind, value: asUtf8(reader.text()), ignoreCase: false });
}

function parseIgnoreCaseAffix(reader: JsonReader, kind: 'prefix' | 'suffix'): Matcher {
  const title = kind === 'prefix' ? 'Prefix' : 'Suffix';
  if (reader.next() !== 'field-name') throw reader.error(`${title} expression name not found`);
  const name = reader.text();
  if (name !== 'equals-ignore-case') throw reader.error(`Unsupported ${kind} pattern: ${name}`);
  const value = stringOperand(reader, 'equals-ignore-case');
  return onlyKey(reader, onlyKey(reader, { kind, value, ignoreCase: true }));
}

function parseCidr(reader: JsonReader): Matcher {
  if (reader.next() !== 'string') throw reader.error('prefix match pattern must be a string');
  const text = reader.text();
  try {
    return onlyKey(reader, cidrMatcher(text));
  } catch (error) {
    throw error instanceof CidrError ? reader.errorWithoutPosition(error.message) : error;
  }
}

function parseExists(reader: JsonReader): ExistsMatcher {
  const token = reader.next();
  if (token !== 'true' && token !== 'false') {
    throw reader.error('exists match pattern must be either true or false.');
  }
  return onlyKey(reader, { kind: 'exists', value: token === 'true' });
}

/** Which bound an operator sets, and whether it is open. */
const COMPARISONS: Readonly<Record<string, { low?: { open: boolean }; high?: { open: boolean } }>> = {
  '=': { low: { open: false }, high: { open: false } },
  '>': { low: { open: true } },
  '>=': { low: { open: false } },
  '<': { high: { open: true } },
  '<=': { high: { open: false } },
};

function parseNumeric(reader: JsonReader): NumericMatcher {
  if (reader.next() !== 'start-array') throw reader.error('Value of numeric must be an array.');
  const matcher = parseRange(reader);
  if (reader.next() !== 'end-object') throw tooManyElements(reader);
  return matcher;
}

function parseRange(reader: JsonReader): NumericMatcher {
  if (reader.next() !== 'string') throw reader.error(`Invalid member in numeric match: ${reader.text()}`);
  const operator = reader.text();
  const token = reader.next();
  const comparison = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (!comparison) throw reader.error(`Unrecognized numeric range operator: ${operator}`);
  const text = numericOperand(reader, token, operator === '=' ? 'equals' : operator);
  const next = reader.next();
  const { low, high } = comparison;
  if (next !== 'end-array') {
    if (!low || high) throw tooManyElements(reader);
    return completeRange(reader, next, text, low.open);
  }
  const value = comparableOperand(reader, text);
  return { kind: 'numeric', low: low && { value, ...low }, high: high && { value, ...high } };
}

function completeRange(reader: JsonReader, token: string, bottom: string, open: boolean): NumericMatcher {
  if (token !== 'string') throw reader.error(`Bad value in numeric range: ${reader.text()}`);
  const operator = reader.text();
  if (operator !== '<' && operator !== '<=') throw reader.error(`Bad numeric range operator: ${operator}`);
  const top = numericOperand(reader, reader.next(), operator);
  if (reader.next() !== 'end-array') throw reader.error('Too many terms in numeric range expression');
  const low: Bound = { value: comparableOperand(reader, bottom), open };
  const high: Bound = { value: comparableOperand(reader, top), open: operator === '<' };
  if (low.value >= high.value) throw reader.error('Bottom must be less than top');
  return { kind: 'numeric', low, high };
}

function numericOperand(reader: JsonReader, token: string, operator: string): string {
  if (token !== 'number') throw reader.error(`Value of ${operator} must be numeric`);
  return reader.text();
}

function comparableOperand(reader: JsonReader, text: string): number {
  const value = comparable(text);
  if (value === undefined) throw reader.error(incomparableReason(text));
  return value;
}
