import { isJsonObject, type JsonValue } from '../../core/json.ts';
import type { MachineDefinition, QueryLanguage, StateDefinition } from './definition.ts';
import { statesOf } from './definition.ts';
import { expressionSource } from './jsonata-expression.ts';

const VARIABLE = /\$(\p{ID_Start}\p{ID_Continue}*)/gu;
/** What holds states of its own, which are looked at by themselves. */
const GRAPHS: ReadonlySet<string> = new Set(['Branches', 'ItemProcessor', 'Iterator']);

/**
 * The variables that each state reads, as DescribeStateMachine tells them; states that read none are left out. A
 * name counts when some state of the machine assigns it, which tells variables from functions.
 */
export function variableReferences(definition: MachineDefinition): Readonly<Record<string, string[]>> {
  const states = [...statesOf(definition)];
  const assigned = new Set(states.flatMap(([, state]) => assignedNames(state)));
  const references: Record<string, string[]> = {};
  if (assigned.size === 0) return references;
  for (const [name, state] of states) {
    const language = state.QueryLanguage ?? definition.QueryLanguage ?? 'JSONPath';
    const read = new Set([...textsOf(state as unknown as JsonValue, language)].flatMap(namesIn));
    const variables = [...read].filter((variable) => assigned.has(variable));
    if (variables.length > 0) references[name] = variables;
  }
  return references;
}

function assignedNames({ Assign, Choices = [], Catch = [] }: StateDefinition): string[] {
  return [{ Assign }, ...Choices, ...Catch].flatMap((holder) =>
    Object.keys(holder.Assign ?? {}).map((name) => name.replace(/\.\$$/, '')),
  );
}

function* textsOf(value: JsonValue, language: QueryLanguage): Iterable<string> {
  if (typeof value === 'string') {
    const text = language === 'JSONata' ? expressionSource(value) : value;
    if (text !== undefined && (language === 'JSONata' || /^(\$|States\.)/.test(text))) yield text;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* textsOf(item, language);
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!GRAPHS.has(key)) yield* textsOf(member, language);
    }
  }
}

function namesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name as string);
}
