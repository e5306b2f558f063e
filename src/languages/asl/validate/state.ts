import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { MachineType, QueryLanguage, StateType } from '../definition.ts';
import { checkChoices } from './choices.ts';
import { checkCatch, checkRetry } from './error-handling.ts';
import { EXCLUSIVE, FIELDS, isQueryLanguage, REQUIRED, REQUIRED_CHOICES } from './fields.ts';
import { catcherTemplate, jsonataTemplate, resultTemplate } from './jsonata.ts';
import { checkLabel, checkProcessor } from './map.ts';
import type { Report } from './report.ts';
import { checkAssign, type OuterVariables } from './scope.ts';
import { checkTask } from './task.ts';
import { type Check, checkList, exclusive, requireFields } from './values.ts';

const TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const;
const WITH_RESULT: readonly StateType[] = ['Task', 'Parallel', 'Map'];
const LONGEST_NAME = 80;

/** What is known of the machine around a state. */
export interface Surroundings {
  readonly machineLanguage: QueryLanguage;
  readonly machineType: MachineType;
  /** Names of all states and labels so far: they are unique throughout a machine. */
  readonly stateNames: Set<string>;
  readonly labels: Set<string>;
  /** Variables that states outside this graph assign. */
  readonly outer: OuterVariables;
  /** Checks the graph inside a Parallel or Map state. */
  checkGraph(graph: JsonObject, at: string, distributed: boolean): void;
}

export function checkState(
  name: string,
  state: JsonObject,
  at: string,
  around: Surroundings,
  report: Report,
): void {
  checkName(name, at, around, report);
  const type = state['Type'];
  if (!TYPES.includes(type as StateType)) {
    report.schema(`The field 'Type' should have one of these values: [${TYPES.join(', ')}]`, `${at}/Type`);
    return;
  }
  const language = languageOf(state, around, at, report);
  checkFields(state, type as StateType, language, at, report);
  checkContent(state, type as StateType, language ?? 'JSONPath', at, around, report);
}

function checkName(name: string, at: string, { stateNames }: Surroundings, report: Report): void {
  if (stateNames.has(name)) report.add('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, at);
  stateNames.add(name);
  if ([...name].length > LONGEST_NAME) {
    report.add(
      'INVALID_STATE_NAME',
      `State name '${name}' exceeds the ${LONGEST_NAME}-character limit allowed by the service`,
      at,
    );
  }
}

/** Undefined where the state refuses its machine's language: which fields it may have is then left open. */
function languageOf(
  state: JsonObject,
  { machineLanguage }: Surroundings,
  at: string,
  report: Report,
): QueryLanguage | undefined {
  const given = state['QueryLanguage'];
  if (given === undefined) return machineLanguage;
  isQueryLanguage(given, `${at}/QueryLanguage`, report);
  if (given !== 'JSONPath') return 'JSONata';
  if (machineLanguage === 'JSONPath') return 'JSONPath';
  report.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
  return undefined;
}

function checkFields(
  state: JsonObject,
  type: StateType,
  language: QueryLanguage | undefined,
  at: string,
  report: Report,
): void {
  requireFields(state, REQUIRED[type] ?? [], at, report);
  for (const fields of REQUIRED_CHOICES[type] ?? []) exclusive(state, fields, at, report, true);
  for (const fields of EXCLUSIVE) exclusive(state, fields, at, report);
  if (state['End'] === false && state['Next'] === undefined) requireFields(state, ['Next'], at, report);
  for (const [name, value] of Object.entries(state)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!field?.types.includes(type)) report.schema(`Field '${name}' is not supported`, at);
    else if (language !== undefined && field.language !== undefined && field.language !== language) {
      report.schema(
        `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${field.language}' QueryLanguage`,
        at,
      );
    } else if (language !== undefined) {
      const check = language === 'JSONata' ? (field.jsonata ?? field.check) : field.check;
      check(value, `${at}/${name}`, report);
    }
  }
}

/** The fields that have a structure of their own. */
function checkContent(
  state: JsonObject,
  type: StateType,
  language: QueryLanguage,
  at: string,
  around: Surroundings,
  report: Report,
): void {
  const assigning =
    (expressions: Check) =>
    (value: JsonValue, place: string): void =>
      checkAssign(value, language, expressions, around.outer, place, report);
  const own = WITH_RESULT.includes(type) ? resultTemplate : jsonataTemplate;
  const { Assign, Output, Retry, Catch, Choices, Branches } = state;
  if (Assign !== undefined) assigning(own)(Assign, `${at}/Assign`);
  if (Output !== undefined && language === 'JSONata') own(Output, `${at}/Output`, report);
  if (Retry !== undefined) checkRetry(Retry, `${at}/Retry`, report);
  if (Catch !== undefined) checkCatch(Catch, language, `${at}/Catch`, report, assigning(catcherTemplate));
  if (type === 'Task') checkTask(state, language, around.machineType, at, report);
  if (Choices !== undefined && type === 'Choice') {
    checkChoices(Choices, language, `${at}/Choices`, report, assigning(jsonataTemplate));
  }
  if (Branches !== undefined && type === 'Parallel') {
    checkList(Branches, `${at}/Branches`, report, (branch, place) => around.checkGraph(branch, place, false));
  }
  if (type === 'Map') checkMap(state, at, around, report);
}

function checkMap(state: JsonObject, at: string, around: Surroundings, report: Report): void {
  checkLabel(state['Label'], `${at}/Label`, around.labels, report);
  for (const field of ['ItemProcessor', 'Iterator']) {
    const processor = state[field];
    if (!isJsonObject(processor)) continue;
    const distributed = checkProcessor(processor, around.machineType, `${at}/${field}`, report);
    around.checkGraph(processor, `${at}/${field}`, distributed);
  }
}
