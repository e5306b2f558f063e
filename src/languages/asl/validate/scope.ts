import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { QueryLanguage } from '../definition.ts';
import { payloadTemplate } from './paths.ts';
import type { Report } from './report.ts';
import { type Check, expectedType } from './values.ts';

const VARIABLE_NAME = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;
const RESERVED = 'states';

/** The variables that the states around a Parallel or Map state assign: those inside may read but not assign them. */
export type OuterVariables = ReadonlySet<string>;

/** Every name that the states of one graph assign, not counting graphs within them. */
export function variablesOf(states: JsonObject, outer: OuterVariables): OuterVariables {
  const names = new Set(outer);
  for (const state of Object.values(states)) {
    if (!isJsonObject(state)) continue;
    for (const holder of [state, ...members(state['Choices']), ...members(state['Catch'])]) {
      if (isJsonObject(holder['Assign']))
        for (const name of Object.keys(holder['Assign'])) names.add(plain(name));
    }
  }
  return names;
}

function members(list: JsonValue | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function plain(name: string): string {
  return name.endsWith('.$') ? name.slice(0, -2) : name;
}

/**
 * Source: Developer Guide, "Passing data between states with variables".
 * @param expressions checks the values of a JSONata state: what they may read depends on who assigns
 */
export function checkAssign(
  assign: JsonValue,
  language: QueryLanguage,
  expressions: Check,
  outer: OuterVariables,
  at: string,
  report: Report,
): void {
  if (!isJsonObject(assign)) {
    report.schema(expectedType('Object'), at);
    return;
  }
  for (const key of Object.keys(assign))
    checkName(language === 'JSONPath' ? plain(key) : key, outer, at, report);
  (language === 'JSONPath' ? payloadTemplate : expressions)(assign, at, report);
}

function checkName(name: string, outer: OuterVariables, at: string, report: Report): void {
  if (name === RESERVED) {
    report.add('RESERVED_VARIABLE_NAME', `Cannot assign to reserved variable '$${name}'.`, at);
  } else if (!VARIABLE_NAME.test(name)) {
    const reason = 'the variable name contains invalid characters.';
    report.add('INVALID_VARIABLE_NAME', `Invalid variable name '${name}': ${reason}`, at);
  } else if (outer.has(name)) {
    const message = `Variable '${name}' is assigned outside this Parallel or Map state and cannot be assigned inside.`;
    report.add('DUPLICATE_VARIABLE_NAME', message, at);
  }
}
