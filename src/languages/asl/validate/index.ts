import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import { JsonReader } from '../../event-pattern/json-reader.ts';
import { JsonError } from '../../event-pattern/json-source.ts';
import type { MachineDefinition, MachineType, QueryLanguage } from '../definition.ts';
import { isQueryLanguage } from './fields.ts';
import { type Diagnostic, Report } from './report.ts';
import { type OuterVariables, variablesOf } from './scope.ts';
import { checkState, type Surroundings } from './state.ts';
import { checkTransitions } from './transitions.ts';
import { integer, isText, oneOf, refuseOthers, requireFields } from './values.ts';

export type { Diagnostic, DiagnosticCode } from './report.ts';
export { warningsOf } from './warnings.ts';

export interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  /** What may be compiled; undefined when there is any diagnostic. */
  readonly definition: MachineDefinition | undefined;
}

const MACHINE_FIELDS: ReadonlySet<string> = new Set([
  'Comment',
  'QueryLanguage',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'Version',
]);
const GRAPH_FIELDS: ReadonlySet<string> = new Set(['Comment', 'StartAt', 'States', 'ProcessorConfig']);
const NO_VARIABLES: OuterVariables = new Set();

/** Checks a definition as CreateStateMachine and ValidateStateMachineDefinition do. */
export function validateDefinition(text: string, type: MachineType): Validation {
  const report = new Report();
  const value = readJson(text, report);
  if (value === undefined) return { diagnostics: report.diagnostics, definition: undefined };
  if (isJsonObject(value)) checkMachine(value, type, report);
  else report.add('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  const { diagnostics } = report;
  return {
    diagnostics,
    definition: diagnostics.length === 0 ? (value as unknown as MachineDefinition) : undefined,
  };
}

/** Checks the definition of a single state, whose transitions lead to states that are not given. */
export function validateState(name: string, state: JsonObject): readonly Diagnostic[] {
  const report = new Report();
  new GraphChecker('JSONPath', 'STANDARD', report).checkStates({ [name]: state }, '', NO_VARIABLES);
  return report.diagnostics;
}

/** "SCHEMA_VALIDATION_FAILED: … at /States/X, …": how exceptions quote diagnostics. */
export function diagnosticsText(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`)
    .join(', ');
}

/** What is wrong with a text that should be JSON, in the words of AWS's JSON reader; undefined when nothing is. */
export function jsonProblem(text: string): JsonError | undefined {
  try {
    const reader = new JsonReader(text);
    while (reader.next() !== 'end');
    return undefined;
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
}

function readJson(text: string, report: Report): JsonValue | undefined {
  const problem = jsonProblem(text);
  if (problem) {
    const [, location = ''] = /\n at (\[Source: [\s\S]*\])$/.exec(problem.message) ?? [];
    report.add('INVALID_JSON_DESCRIPTION', problem.message, location);
    return undefined;
  }
  if (text.trim() === '') {
    report.add('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
    return undefined;
  }
  return parseJson(text);
}

function checkMachine(machine: JsonObject, type: MachineType, report: Report): void {
  refuseOthers(machine, MACHINE_FIELDS, '', report);
  const { QueryLanguage, TimeoutSeconds, Version } = machine;
  if (QueryLanguage !== undefined) isQueryLanguage(QueryLanguage, '/QueryLanguage', report);
  if (TimeoutSeconds !== undefined) integer(0, 99_999_999)(TimeoutSeconds, '/TimeoutSeconds', report);
  if (Version !== undefined) oneOf('1.0')(Version, '/Version', report);
  const language: QueryLanguage =
    QueryLanguage === undefined || QueryLanguage === 'JSONPath' ? 'JSONPath' : 'JSONata';
  const checker = new GraphChecker(language, type, report);
  checker.check(machine, '', NO_VARIABLES);
  checker.checkTransitions();
}

/** Checks a machine's graph and the graphs inside its states. */
class GraphChecker {
  private readonly stateNames = new Set<string>();
  private readonly labels = new Set<string>();
  private readonly graphs: { readonly graph: JsonObject; readonly at: string }[] = [];
  private readonly machineLanguage: QueryLanguage;
  private readonly machineType: MachineType;
  private readonly report: Report;

  constructor(machineLanguage: QueryLanguage, machineType: MachineType, report: Report) {
    this.machineLanguage = machineLanguage;
    this.machineType = machineType;
    this.report = report;
  }

  check(graph: JsonObject, at: string, outer: OuterVariables): void {
    const { report } = this;
    requireFields(graph, ['States', 'StartAt'], at, report);
    const { StartAt, States } = graph;
    if (StartAt !== undefined) isText(StartAt, `${at}/StartAt`, report);
    if (States === undefined) return;
    if (!isJsonObject(States) || Object.keys(States).length === 0) {
      report.schema('Value cannot be empty', `${at}/States`);
      return;
    }
    this.checkStates(States, at, outer);
    this.graphs.push({ graph, at });
  }

  /** Only a definition of the right form is followed from state to state: recorded. */
  checkTransitions(): void {
    const { report } = this;
    if (report.diagnostics.some(({ code }) => code === 'SCHEMA_VALIDATION_FAILED')) return;
    for (const { graph, at } of this.graphs) checkTransitions(graph, at, report);
  }

  checkStates(states: JsonObject, at: string, outer: OuterVariables): void {
    const inScope = variablesOf(states, outer);
    const around: Surroundings = {
      machineLanguage: this.machineLanguage,
      machineType: this.machineType,
      stateNames: this.stateNames,
      labels: this.labels,
      outer,
      checkGraph: (graph, place, distributed) => {
        refuseOthers(graph, GRAPH_FIELDS, place, this.report);
        this.check(graph, place, distributed ? NO_VARIABLES : inScope);
      },
    };
    for (const [name, state] of Object.entries(states)) {
      const place = `${at}/States/${name}`;
      if (isJsonObject(state)) checkState(name, state, place, around, this.report);
      else this.report.schema('Expected value of type Object', place);
    }
  }
}
