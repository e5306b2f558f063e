import { EventPatternError } from './error.ts';
import { asUtf8 } from './ignore-case.ts';
import type { JsonReader, Token } from './json-reader.ts';
import { JsonError } from './json-source.ts';
import { incomparableReason } from './number.ts';
import { numberMatcher, tooManyElements, wildcardMatcher } from './parse-operands.ts';
import type { AnythingButMatcher, ExcludedMatcher } from './pattern.ts';

/** What `{"anything-but":{…}}` may hold. */
type Operator = 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard';

const OPERATORS: readonly string[] = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
const WRONG_TYPE: Readonly<Record<Operator, string>> = {
  prefix: 'prefix/suffix match pattern must be a string',
  suffix: 'prefix/suffix match pattern must be a string',
  'equals-ignore-case':
    'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
  wildcard: 'wildcard match pattern must be a string',
};

/**
 * From behind `"anything-but":` to the end of the expression's object. A list within an operator may turn out empty;
 * that is not checked here, because AWS notices it only when the whole pattern was read.
 */
export function parseAnythingBut(reader: JsonReader): AnythingButMatcher {
  let token = reader.next();
  const operator = token === 'start-object' ? parseOperator(reader) : undefined;
  if (operator) token = reader.next();
  if (token !== 'start-array' && token !== 'string' && token !== 'number') {
    throw reader.error('Value of anything-but must be an array or single string/number value.');
  }
  const excluded = operator ? parseOperands(reader, token, operator) : parseValues(reader, token);
  if (reader.next() !== 'end-object') throw tooManyElements(reader);
  if (operator && reader.next() !== 'end-object') throw tooManyElements(reader);
  return { kind: 'anything-but', excluded };
}

function parseOperator(reader: JsonReader): Operator {
  if (reader.next() !== 'field-name') throw reader.error('Anything-But expression name not found');
  const name = reader.text();
  if (!OPERATORS.includes(name)) throw reader.error(`Unsupported anything-but pattern: ${name}`);
  return name as Operator;
}

/** `"a"`, `1`, `["a","b"]` or `[1,2]` */
function parseValues(reader: JsonReader, token: Token): ExcludedMatcher[] {
  if (token !== 'start-array') return [valueMatcher(reader, token)];
  const excluded = withPositionTwice(reader, () => listOf(reader, (each) => valueMatcher(reader, each)));
  if (new Set(excluded.map((matcher) => matcher.kind)).size !== 1) {
    throw reader.error(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return excluded;
}

function valueMatcher(reader: JsonReader, token: Token): ExcludedMatcher {
  if (token === 'string') return { kind: 'string', value: asUtf8(reader.text()) };
  if (token !== 'number') {
    throw reader.error('Inside anything but list, start|null|boolean is not supported.');
  }
  const matcher = numberMatcher(reader.text());
  if (matcher.value === undefined) throw reader.errorWithoutPosition(incomparableReason(reader.text()));
  return matcher;
}

function parseOperands(reader: JsonReader, token: Token, operator: Operator): ExcludedMatcher[] {
  const operand = (each: Token): string => stringOperand(reader, each, operator);
  const values =
    token === 'start-array' ? withPositionTwice(reader, () => listOf(reader, operand)) : [operand(token)];
  return values.map((value) => operandMatcher(reader, operator, value));
}

function stringOperand(reader: JsonReader, token: Token, operator: Operator): string {
  if (token !== 'string') throw reader.error(WRONG_TYPE[operator]);
  const value = asUtf8(reader.text());
  if (value === '' && (operator === 'prefix' || operator === 'suffix')) {
    throw reader.error('Null prefix/suffix not allowed');
  }
  return value;
}

function operandMatcher(reader: JsonReader, operator: Operator, value: string): ExcludedMatcher {
  if (operator === 'wildcard') return wildcardMatcher(reader, value);
  if (operator === 'equals-ignore-case') return { kind: operator, value };
  return { kind: operator, value, ignoreCase: false };
}

function listOf<T>(reader: JsonReader, parse: (token: Token) => T): T[] {
  const items: T[] = [];
  for (let token = reader.next(); token !== 'end-array'; token = reader.next()) items.push(parse(token));
  return items;
}

/** Event-ruler catches an error within a list and reports it again, with the position once more. */
function withPositionTwice<T>(reader: JsonReader, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof JsonError ? reader.error(error.message) : error;
  }
}

/** `{"anything-but":{"prefix":[]}}` gets past AWS's parser and then breaks its matcher, which answers HTTP 500. */
export function emptyAnythingBut(): EventPatternError {
  return new EventPatternError(
    'InternalFailure',
    'An empty list within "anything-but" makes EventBridge fail. Put at least one string into it.',
  );
}
