import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Problems } from '../problems.ts';
import type { ServerlessResource } from './parts.ts';
import { expandSimpleTable } from './simple-table.ts';
import { expandStateMachine } from './state-machine.ts';

export const SERVERLESS_TRANSFORM = 'AWS::Serverless-2016-10-31';

type Expansion = (resource: ServerlessResource, problems: Problems) => JsonObject;

const EXPANSIONS: Readonly<Record<string, Expansion>> = {
  'AWS::Serverless::SimpleTable': expandSimpleTable,
  'AWS::Serverless::StateMachine': expandStateMachine,
};

/**
 * Does what the transform of the Serverless Application Model does, for the resources of SAM that need no code:
 * each becomes the CloudFormation resources that SAM would make of it, under SAM's logical ids. What else SAM
 * has stays as it is, and is refused later by its type.
 * Source: SAM specification; "Generated CloudFormation resources"; compared with aws-sam-translator 1.x.
 */
export function expandServerless(template: JsonObject, problems: Problems): JsonObject {
  const transforms = [template['Transform'] ?? []].flat();
  if (!transforms.includes(SERVERLESS_TRANSFORM) || !isJsonObject(template['Resources'])) return template;
  // Globals give functions, APIs and tables defaults; of tables only their encryption, which has no effect here.
  const { Globals: _globals, Transform: _transform, Resources: resources, ...rest } = template;
  return {
    ...rest,
    Transform: transforms.filter((name) => name !== SERVERLESS_TRANSFORM),
    Resources: Object.assign(
      {},
      ...Object.entries(resources).map(([logicalId, declaration]) =>
        expand(logicalId, declaration, problems),
      ),
    ) as JsonObject,
  };
}

function expand(logicalId: string, declaration: JsonValue, problems: Problems): JsonObject {
  const unchanged = { [logicalId]: declaration };
  if (!isJsonObject(declaration) || !isJsonObject(declaration['Properties'] ?? {})) return unchanged;
  const { Type: type, Properties: properties = {}, ...attributes } = declaration;
  const expansion = typeof type === 'string' && Object.hasOwn(EXPANSIONS, type) && EXPANSIONS[type];
  if (!expansion) return unchanged;
  const { Condition: condition } = attributes;
  const shared: JsonObject = condition === undefined ? {} : { Condition: condition };
  const made = expansion({ logicalId, properties: properties as JsonObject, attributes: shared }, problems);
  return { ...made, [logicalId]: { ...attributes, ...(made[logicalId] as JsonObject) } };
}
