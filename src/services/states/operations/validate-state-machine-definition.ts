import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import { validateDefinition } from '../../../languages/asl/index.ts';
import { statesErrors } from '../errors.ts';
import { optionalText } from './shared.ts';

const DEFAULT_RESULTS = 100;

/** Source: API reference, ValidateStateMachineDefinition. There are no warnings here, only errors. */
export function validateStateMachineDefinitionOperation(): Operation {
  return {
    name: 'states:ValidateStateMachineDefinition',
    permissions: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
    async invoke(input) {
      const definition = optionalText(input, 'definition');
      if (definition === undefined) throw statesErrors.validation('definition is required');
      const type = input['type'] === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
      const { diagnostics } = validateDefinition(definition, type);
      const most = Number(input['maxResults'] ?? 0) || DEFAULT_RESULTS;
      return {
        result: diagnostics.length === 0 ? 'OK' : 'FAIL',
        diagnostics: diagnostics.slice(0, most).map((diagnostic): JsonObject => ({ ...diagnostic })),
        truncated: diagnostics.length > most,
      };
    },
  };
}
