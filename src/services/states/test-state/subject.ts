import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../core/json.ts';
import {
  type Diagnostic,
  type MachineDefinition,
  type QueryLanguage,
  type StateDefinition,
  validateDefinition,
  validateState,
} from '../../../languages/asl/index.ts';
import { invalidDefinition as definitionRefused, statesErrors } from '../errors.ts';

const DEFAULT_NAME = 'StateName';

/** The state that is tested. */
export interface Subject {
  readonly name: string;
  readonly definition: StateDefinition;
  readonly language: QueryLanguage;
  readonly insideMap: boolean;
}

/**
 * The single state of a definition, or the one of a machine that `stateName` names.
 * @throws AwsError InvalidDefinition, ValidationException
 */
export function findSubject(text: string, stateName: string | undefined): Subject {
  const value = parseDefinition(text);
  return stateName === undefined ? singleState(value) : stateOf(value, text, stateName);
}

function parseDefinition(text: string): JsonObject {
  const value = parseJsonOrNothing(text);
  if (isJsonObject(value)) return value;
  throw refuse(validateDefinition(text, 'STANDARD').diagnostics);
}

function parseJsonOrNothing(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function singleState(value: JsonObject): Subject {
  const diagnostics = validateState(DEFAULT_NAME, value);
  if (diagnostics.length > 0) throw refuse(diagnostics);
  const definition = value as unknown as StateDefinition;
  const language = definition.QueryLanguage ?? 'JSONPath';
  return { name: DEFAULT_NAME, definition, language, insideMap: false };
}

function stateOf(value: JsonObject, text: string, name: string): Subject {
  const { diagnostics } = validateDefinition(text, 'STANDARD');
  if (diagnostics.length > 0) throw refuse(diagnostics);
  const machine = value as unknown as MachineDefinition;
  const found = search(machine, name, false);
  if (!found) throw statesErrors.validation('State not found in definition');
  const { definition, insideMap } = found;
  const language = definition.QueryLanguage ?? machine.QueryLanguage ?? 'JSONPath';
  return { name, definition, language, insideMap };
}

function search(
  graph: MachineDefinition,
  name: string,
  insideMap: boolean,
): Pick<Subject, 'definition' | 'insideMap'> | undefined {
  for (const [stateName, definition] of Object.entries(graph.States)) {
    if (stateName === name) return { definition, insideMap };
    const { Branches = [], ItemProcessor, Iterator: iterator } = definition;
    const processor = ItemProcessor ?? iterator;
    const inner = [
      ...Branches.map((branch) => search(branch, name, insideMap)),
      processor && search(processor, name, true),
    ].find((found) => found !== undefined);
    if (inner) return inner;
  }
  return undefined;
}

function refuse(diagnostics: readonly Diagnostic[]): Error {
  return statesErrors.invalidDefinition(definitionRefused(diagnostics));
}
