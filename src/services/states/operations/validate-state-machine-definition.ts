import { isJsonObject, type JsonObject, parseJson } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import {
  type Diagnostic,
  type MachineType,
  validateDefinition,
  warningsOf,
} from '../../../languages/asl/index.ts';
import { DEFINITION } from '../machine-request.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { optionalText } from './shared.ts';

const DEFAULT_RESULTS = 100;
const REQUEST: Shape = {
  definition: { ...DEFINITION, required: true },
  type: members.machineType,
  severity: { type: 'text', oneOf: ['ERROR', 'WARNING'] },
  maxResults: { type: 'integer', least: 0, most: 100 },
};

/** Source: API reference, ValidateStateMachineDefinition. Warnings do not make a definition fail. */
export function validateStateMachineDefinitionOperation(): Operation {
  return {
    name: 'states:ValidateStateMachineDefinition',
    permissions: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
    async invoke(input) {
      checkRequest(input, REQUEST);
      const definition = String(input['definition']);
      const type = (optionalText(input, 'type') ?? 'STANDARD') as MachineType;
      const { diagnostics: errors } = validateDefinition(definition, type);
      const found = input['severity'] === 'WARNING' ? [...errors, ...warnings(definition)] : errors;
      const most = Number(input['maxResults'] ?? 0) || DEFAULT_RESULTS;
      return {
        result: errors.length === 0 ? 'OK' : 'FAIL',
        diagnostics: found.slice(0, most).map((diagnostic): JsonObject => ({ ...diagnostic })),
        truncated: found.length > most,
      };
    },
  };
}

/** None of what cannot be read. */
function warnings(text: string): readonly Diagnostic[] {
  try {
    const definition = parseJson(text);
    return isJsonObject(definition) ? warningsOf(definition) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
