import type { Environment } from '../../core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { type NamedPolicy, type PolicyKind, parsePolicy } from '../../languages/iam-policy/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import { busArn, busNameOf } from '../../template/resources/events.ts';
import type { RoleProperties } from '../../template/resources/iam.ts';

/** A role of the template with all that decides about it. */
export interface RoleRecord {
  readonly logicalId: string;
  readonly arn: string;
  readonly name: string;
  readonly trust: NamedPolicy;
  /** Inline, attached and managed policies. */
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

export interface PolicyStore {
  /** By ARN. */
  readonly roles: ReadonlyMap<string, RoleRecord>;
  /** By the ARN of the resource that they guard. */
  readonly resourcePolicies: ReadonlyMap<string, readonly NamedPolicy[]>;
}

/** Collects the policies of a template; documents were checked when it was loaded. */
export function readPolicies(model: StackModel, environment: Environment): PolicyStore {
  const roles = new Map<string, RoleRecord>();
  for (const resource of model.ofType('AWS::IAM::Role')) {
    const role = roleRecord(resource, model);
    roles.set(role.arn, role);
  }
  return { roles, resourcePolicies: readResourcePolicies(model, environment) };
}

function roleRecord(resource: Resource<RoleProperties>, model: StackModel): RoleRecord {
  const { properties, logicalId, ref } = resource;
  const managed = managedPolicies(model);
  const attached = (properties.ManagedPolicyArns ?? []).flatMap((arn) => managed.get(arn)?.policy ?? []);
  const boundary = properties.PermissionsBoundary && managed.get(properties.PermissionsBoundary)?.policy;
  return {
    logicalId,
    arn: resource.attributes['Arn'] as string,
    name: ref,
    trust: named(`${logicalId}.AssumeRolePolicyDocument`, properties.AssumeRolePolicyDocument, 'trust'),
    policies: [
      ...(properties.Policies ?? []).map(({ PolicyName, PolicyDocument }) =>
        named(`${logicalId}/${PolicyName}`, PolicyDocument, 'identity'),
      ),
      ...model
        .ofType('AWS::IAM::Policy')
        .filter((policy) => policy.properties.Roles?.includes(ref))
        .map((policy) => named(policy.logicalId, policy.properties.PolicyDocument, 'identity')),
      ...[...managed.values()].filter(({ roles }) => roles.includes(ref)).map(({ policy }) => policy),
      ...attached,
    ],
    ...(boundary && { boundary }),
  };
}

interface ManagedPolicy {
  readonly policy: NamedPolicy;
  /** Names of the roles that it attaches itself to. */
  readonly roles: readonly string[];
}

/** By ARN: the template's own. */
function managedPolicies(model: StackModel): ReadonlyMap<string, ManagedPolicy> {
  return new Map(
    model.ofType('AWS::IAM::ManagedPolicy').map(({ logicalId, ref, properties }) => [
      ref,
      {
        policy: named(logicalId, properties.PolicyDocument, 'identity'),
        roles: properties.Roles ?? [],
      },
    ]),
  );
}

/** Resource types that guard others: what they say about which. */
const GUARDS: Readonly<
  Record<string, (resource: Resource, model: StackModel, environment: Environment) => readonly Guard[]>
> = {
  'AWS::SQS::QueuePolicy': ({ properties }, model) =>
    strings(properties['Queues']).map((url) => ({
      arn: arnOf(model, 'AWS::SQS::Queue', url),
      document: properties['PolicyDocument'],
    })),
  'AWS::Events::EventBusPolicy': ({ properties }, _model, environment) => [
    {
      arn: busArn(environment, busNameOf(properties['EventBusName'] as string | undefined)),
      document: { Version: '2012-10-17', Statement: [busStatement(properties)] },
    },
  ],
  'AWS::Events::EventBus': ({ attributes, properties }) => [
    { arn: attributes['Arn'], document: properties['Policy'] },
  ],
};

interface Guard {
  readonly arn: string | undefined;
  readonly document: JsonValue | undefined;
}

function readResourcePolicies(
  model: StackModel,
  environment: Environment,
): ReadonlyMap<string, readonly NamedPolicy[]> {
  const policies = new Map<string, NamedPolicy[]>();
  for (const resource of model.resources.values()) {
    for (const { arn, document } of GUARDS[resource.type]?.(resource, model, environment) ?? []) {
      if (arn === undefined || document === undefined) continue;
      policies.set(arn, [...(policies.get(arn) ?? []), named(resource.logicalId, document, 'resource')]);
    }
  }
  return policies;
}

/** `Statement`, or the older form of `Action` and `Principal` beside each other. */
function busStatement(properties: JsonObject): JsonValue {
  if (isJsonObject(properties['Statement'])) return properties['Statement'];
  const { Action: action = 'events:PutEvents', Principal: account = '*', StatementId: sid = '' } = properties;
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: action,
    Principal: account === '*' ? '*' : { AWS: account },
    Resource: '*',
  };
}

function arnOf(model: StackModel, type: string, ref: string): string | undefined {
  for (const resource of model.resources.values()) {
    if (resource.type === type && resource.ref === ref) return resource.attributes['Arn'];
  }
  return undefined;
}

function named(name: string, document: JsonValue, kind: PolicyKind): NamedPolicy {
  return { name, document: parsePolicy(document, kind) };
}

function strings(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
