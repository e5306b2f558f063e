import type { JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import type { StackModel } from '../template/model.ts';
import type { StateMachineProperties } from '../template/resources/states.ts';

/** The state machines as the page draws them: by ARN, with logical id and definition. */
export function machineDefinitions(model: StackModel): JsonValue {
  return Object.fromEntries(
    model
      .ofType('AWS::StepFunctions::StateMachine')
      .map(({ logicalId, ref, properties }) => [
        ref,
        { logicalId, type: properties.StateMachineType ?? 'STANDARD', definition: definitionOf(properties) },
      ]),
  );
}

function definitionOf({ Definition, DefinitionString }: StateMachineProperties): JsonValue {
  return Definition ?? parseJson(DefinitionString ?? '{}');
}
