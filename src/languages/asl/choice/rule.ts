import type { JsonValue } from '../../../core/json.ts';
import type { ChoiceDefinition } from '../definition.ts';
import { runtimeError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { compileSource, readSource, type Source } from '../jsonpath-expression.ts';
import { COMPARISONS, hasOpenEscape, OPERATOR_NAMES, TYPE_TESTS, wildcardTest } from './operators.ts';

export type Rule = (frame: Frame, input: JsonValue) => boolean;

/** A JSONPath choice rule: And, Or, Not, or one comparison. */
export function compileRule(definition: ChoiceDefinition): Rule {
  if (definition.And) {
    const rules = definition.And.map(compileRule);
    return (frame, input) => rules.every((rule) => rule(frame, input));
  }
  if (definition.Or) {
    const rules = definition.Or.map(compileRule);
    return (frame, input) => rules.some((rule) => rule(frame, input));
  }
  if (definition.Not) {
    const rule = compileRule(definition.Not);
    return (frame, input) => !rule(frame, input);
  }
  return compileComparison(definition);
}

function compileComparison(definition: ChoiceDefinition): Rule {
  const variable = compileSource(definition.Variable ?? '$');
  const operator = Object.keys(definition).find((name) => OPERATOR_NAMES.has(name)) as string;
  const operand = (definition as Readonly<Record<string, JsonValue>>)[operator] as JsonValue;
  if (operator === 'IsPresent') {
    return (frame, input) => (readSource(variable, frame, input) !== undefined) === operand;
  }
  if (operator === 'StringMatches') return compileMatch(variable, String(operand));
  const typeTest = TYPE_TESTS[operator];
  if (typeTest) return onValue(variable, (value) => typeTest(value) === operand);
  return compileDataTest(variable, operator, operand);
}

function compileMatch(variable: Source, pattern: string): Rule {
  const test = wildcardTest(pattern);
  if (!hasOpenEscape(pattern)) return onValue(variable, test);
  return () => {
    throw runtimeError(`Invalid escape sequence in the StringMatches value '${pattern}'`);
  };
}

function compileDataTest(variable: Source, operator: string, operand: JsonValue): Rule {
  const test = COMPARISONS[operator];
  if (test) return onValue(variable, (value) => test(value, operand));
  const pathTest = COMPARISONS[operator.slice(0, -'Path'.length)];
  const source = compileSource(String(operand));
  return (frame, input) =>
    pathTest?.(required(variable, frame, input), required(source, frame, input)) ?? false;
}

function onValue(variable: Source, test: (value: JsonValue) => boolean): Rule {
  return (frame, input) => test(required(variable, frame, input));
}

function required(source: Source, frame: Frame, input: JsonValue): JsonValue {
  const value = readSource(source, frame, input);
  if (value !== undefined) return value;
  throw runtimeError(
    `Invalid path '${source.text}': The choice state's condition path references an invalid value.`,
  );
}
