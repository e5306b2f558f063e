import * as v from 'valibot';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { checkProperties } from '../check.ts';
import type { Problems } from '../problems.ts';
import { withoutEffect } from '../resource-type.ts';
import { expandEvent } from './events.ts';
import { defined, type ServerlessResource, trust } from './parts.ts';
import { readPolicies } from './policies.ts';

const unchecked = v.optional(v.unknown());

/** Values may still be references: they are checked as properties of the resources that this becomes. */
const schema = v.strictObject({
  Definition: unchecked,
  DefinitionUri: unchecked,
  DefinitionSubstitutions: unchecked,
  Events: v.optional(v.record(v.string(), v.custom<JsonObject>(isJsonObject, 'must be an object'))),
  Logging: unchecked,
  Name: unchecked,
  PermissionsBoundary: unchecked,
  Policies: unchecked,
  Role: unchecked,
  RolePath: unchecked,
  Tracing: unchecked,
  Type: unchecked,
  PropagateTags: withoutEffect('no policy condition reads tags here'),
  Tags: withoutEffect('no policy condition reads them here'),
});

/** A state machine, its role unless one is given, and a rule with a role of its own for each event. */
export function expandStateMachine(resource: ServerlessResource, problems: Problems): JsonObject {
  const { logicalId, attributes } = resource;
  const place = { owner: `Resource '${logicalId}'`, path: [] };
  const properties = checkProperties(
    schema,
    resource.properties,
    'AWS::Serverless::StateMachine',
    place,
    problems,
  ) as (JsonObject & { Events?: Record<string, JsonObject> }) | undefined;
  if (properties === undefined) return { [logicalId]: { Type: 'AWS::StepFunctions::StateMachine' } };
  const complain = (message: string): void => problems.add('TEMPLATE_INVALID', `${place.owner} ${message}`);
  const { Role: role, Policies: policies, Events: events = {}, DefinitionUri: uri } = properties;
  if (role !== undefined && policies !== undefined) complain('has a Role and Policies; give one of them');
  if (uri !== undefined) complain(unread(uri));
  else if (properties['Definition'] === undefined) complain('has neither a Definition nor a DefinitionUri');
  return {
    [logicalId]: { Type: 'AWS::StepFunctions::StateMachine', Properties: machine(logicalId, properties) },
    ...(role === undefined && {
      [`${logicalId}Role`]: { ...attributes, ...executionRole(logicalId, properties, problems) },
    }),
    ...Object.assign(
      {},
      ...Object.entries(events).map(([eventId, event]) =>
        expandEvent(
          {
            machineId: logicalId,
            eventId,
            event,
            attributes,
            permissionsBoundary: properties['PermissionsBoundary'],
          },
          problems,
        ),
      ),
    ),
  };
}

/** Files are put in place when a template is read from its own path: see template-file.ts. */
function unread(uri: JsonValue): string {
  return typeof uri === 'string' && !uri.startsWith('s3://')
    ? `has the DefinitionUri ${uri}; give the template by its path, so that the file beside it can be read`
    : 'has a DefinitionUri in S3, which does not exist on a laptop; name a file beside the template';
}

function machine(logicalId: string, properties: JsonObject): JsonObject {
  const { Definition, DefinitionSubstitutions, Logging, Name, Tracing, Type } = properties;
  return defined({
    Definition,
    DefinitionSubstitutions,
    LoggingConfiguration: Logging,
    RoleArn: properties['Role'] ?? { 'Fn::GetAtt': [`${logicalId}Role`, 'Arn'] },
    StateMachineName: Name,
    StateMachineType: Type,
    TracingConfiguration: Tracing,
  });
}

function executionRole(logicalId: string, properties: JsonObject, problems: Problems): JsonObject {
  const { Policies: policies = [], PermissionsBoundary, RolePath, Tracing: tracing } = properties;
  const traced = isJsonObject(tracing) && tracing['Enabled'] === true ? ['AWSXrayWriteOnlyAccess'] : [];
  return {
    Type: 'AWS::IAM::Role',
    Properties: defined({
      AssumeRolePolicyDocument: trust('states.amazonaws.com'),
      ...(readPolicies([policies, traced].flat(), logicalId, problems) as unknown as JsonObject),
      PermissionsBoundary,
      Path: RolePath,
    }),
  };
}
