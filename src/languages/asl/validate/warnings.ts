import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { COMPARISONS } from '../choice/operators.ts';
import type { Diagnostic } from './report.ts';

const LOOKS_LIKE_PATH = /^\$(\$?$|\$?[.[]|\p{ID_Start})/u;
const LOOKS_LIKE_CALL = /^States\.[A-Za-z0-9]+\s*\(/;
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign'] as const;
/** Fields that have a twin whose name ends in "Path". */
const LITERALS = ['Error', 'Cause'] as const;

/**
 * What is probably not meant, though it may be created. Source: API reference,
 * ValidateStateMachineDefinitionDiagnostic, "List of warning codes"; the messages are that list's descriptions.
 */
export function warningsOf(definition: JsonObject): Diagnostic[] {
  return [...graphWarnings(definition, '', definition['QueryLanguage'] === 'JSONata')];
}

function* graphWarnings(graph: JsonObject, at: string, isJsonata: boolean): Iterable<Diagnostic> {
  const states = isJsonObject(graph['States']) ? graph['States'] : {};
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue;
    const place = `${at}/States/${name}`;
    if (!isJsonata && state['QueryLanguage'] !== 'JSONata') yield* stateWarnings(state, place);
    for (const [inner, innerAt] of graphsOf(state, place)) yield* graphWarnings(inner, innerAt, isJsonata);
  }
}

function graphsOf(state: JsonObject, at: string): [JsonObject, string][] {
  const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
  const held: [JsonValue | undefined, string][] = [
    ...branches.map((branch, index): [JsonValue, string] => [branch, `${at}/Branches[${index}]`]),
    [state['ItemProcessor'], `${at}/ItemProcessor`],
    [state['Iterator'], `${at}/Iterator`],
  ];
  return held.filter((entry): entry is [JsonObject, string] => isJsonObject(entry[0]));
}

function* stateWarnings(state: JsonObject, at: string): Iterable<Diagnostic> {
  for (const field of TEMPLATES) yield* missingDollars(state[field], `${at}/${field}`);
  for (const field of LITERALS) yield* missingPath(state[field], `${at}/${field}`);
  yield* ruleWarnings(state['Choices'], `${at}/Choices`);
  yield* listed(state['Catch'], `${at}/Catch`, (catcher, place) =>
    missingDollars(catcher['Assign'], `${place}/Assign`),
  );
  if (state['Type'] === 'Pass' && holdsPath(state['Result'])) {
    yield warning(
      'PASS_RESULT_IS_STATIC',
      'Attempt to use a path in the result of a pass state.',
      `${at}/Result`,
    );
  }
}

function* listed(
  list: JsonValue | undefined,
  at: string,
  each: (item: JsonObject, at: string) => Iterable<Diagnostic>,
): Iterable<Diagnostic> {
  for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
    if (isJsonObject(item)) yield* each(item, `${at}[${index}]`);
  }
}

function* ruleWarnings(rules: JsonValue | undefined, at: string): Iterable<Diagnostic> {
  yield* listed(rules, at, function* (rule, place) {
    yield* missingDollars(rule['Assign'], `${place}/Assign`);
    for (const [operator, operand] of Object.entries(rule)) {
      if (Object.hasOwn(COMPARISONS, operator)) yield* missingPath(operand, `${place}/${operator}`);
    }
    yield* ruleWarnings(rule['And'], `${place}/And`);
    yield* ruleWarnings(rule['Or'], `${place}/Or`);
  });
}

function* missingDollars(template: JsonValue | undefined, at: string): Iterable<Diagnostic> {
  if (Array.isArray(template)) {
    for (const [index, item] of template.entries()) yield* missingDollars(item, `${at}[${index}]`);
    return;
  }
  for (const [key, value] of Object.entries(isJsonObject(template) ? template : {})) {
    if (key.endsWith('.$')) continue;
    if (!isPath(value) && !isCall(value)) yield* missingDollars(value, `${at}/${key}`);
    else {
      const message = 'No .$ on a field that appears to be a JSONPath or Intrinsic Function.';
      yield warning('NO_DOLLAR', message, `${at}/${key}`);
    }
  }
}

function* missingPath(value: JsonValue | undefined, at: string): Iterable<Diagnostic> {
  if (!isPath(value)) return;
  const message = "Field value looks like a path, but field name does not end with 'Path'.";
  yield warning('NO_PATH', message, at);
}

function holdsPath(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsPath);
  if (!isJsonObject(value)) return isPath(value);
  return Object.entries(value).some(([key, member]) => key.endsWith('.$') || holdsPath(member));
}

function isPath(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && LOOKS_LIKE_PATH.test(value);
}

function isCall(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && LOOKS_LIKE_CALL.test(value);
}

function warning(code: Diagnostic['code'], message: string, location: string): Diagnostic {
  return { severity: 'WARNING', code, message, location };
}
