import type { Environment } from '../../core/environment.ts';
import type { JsonValue } from '../../core/json.ts';
import { type NamedPolicy, type PolicyKind, parsePolicy } from '../../languages/iam-policy/index.ts';
import { awsManagedPolicy } from '../../template/aws-managed-policies.ts';
import { TemplateError, type TemplateProblem } from '../../template/index.ts';
import type { Resource, StackModel } from '../../template/model.ts';
import {
  busArn,
  busNameOf,
  busStatement,
  type EventBusPolicyProperties,
} from '../../template/resources/events.ts';
import type { RoleProperties } from '../../template/resources/iam.ts';
import { logGroupArn } from '../../template/resources/logs.ts';

/** A role of the template with all that decides about it. */
export interface RoleRecord {
  readonly logicalId: string;
  readonly arn: string;
  readonly trust: NamedPolicy;
  /** Inline, attached and managed policies. */
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

export interface PolicyStore {
  /** By ARN. */
  readonly roles: ReadonlyMap<string, RoleRecord>;
  /** By the ARN of the resource that they guard, which may end with a wildcard. Policies that come by an API change it. */
  readonly resourcePolicies: Map<string, readonly NamedPolicy[]>;
}

/** Every policy that can have a part in a decision. */
export function allPolicies({ roles, resourcePolicies }: PolicyStore): readonly NamedPolicy[] {
  const ofRoles = [...roles.values()].flatMap(({ trust, policies, boundary }) => [
    trust,
    ...policies,
    ...(boundary ? [boundary] : []),
  ]);
  return [...ofRoles, ...[...resourcePolicies.values()].flat()];
}

/**
 * Collects the policies of a template; their documents were checked when it was loaded.
 * @throws TemplateError for a policy or a role that is named and not there: its absence would go unnoticed.
 */
export function readPolicies(model: StackModel, environment: Environment): PolicyStore {
  const problems: TemplateProblem[] = [];
  const managed = new ManagedPolicies(model, problems);
  const roles = model.ofType('AWS::IAM::Role').map((role) => roleRecord(role, model, managed));
  problems.push(...attachmentsToNobody(model));
  if (problems.length > 0) throw new TemplateError(problems);
  return {
    roles: new Map(roles.map((role) => [role.arn, role])),
    resourcePolicies: readResourcePolicies(model, environment),
  };
}

function roleRecord(role: Resource<RoleProperties>, model: StackModel, managed: ManagedPolicies): RoleRecord {
  const { properties, logicalId, ref } = role;
  const { PermissionsBoundary: boundary, ManagedPolicyArns: arns = [], Policies: inline = [] } = properties;
  return {
    logicalId,
    arn: role.attributes['Arn'] as string,
    trust: named(`${logicalId}.AssumeRolePolicyDocument`, properties.AssumeRolePolicyDocument, 'trust'),
    policies: [
      ...inline.map(({ PolicyName, PolicyDocument }) =>
        named(`${logicalId}/${PolicyName}`, PolicyDocument, 'identity'),
      ),
      ...model
        .ofType('AWS::IAM::Policy')
        .filter((policy) => policy.properties.Roles?.includes(ref))
        .map((policy) => named(policy.logicalId, policy.properties.PolicyDocument, 'identity')),
      ...managed.attachedTo(ref),
      ...arns.flatMap(
        (arn) => managed.byArn(arn, `Resource '${logicalId}' property ManagedPolicyArns`) ?? [],
      ),
    ],
    ...boundaryOf(managed, boundary, `Resource '${logicalId}' property PermissionsBoundary`),
  };
}

function boundaryOf(
  managed: ManagedPolicies,
  arn: string | undefined,
  place: string,
): { readonly boundary?: NamedPolicy } {
  const boundary = arn === undefined ? undefined : managed.byArn(arn, place);
  return boundary ? { boundary } : {};
}

/** The template's managed policies, and AWS's own. */
class ManagedPolicies {
  private readonly own: ReadonlyMap<
    string,
    { readonly policy: NamedPolicy; readonly roles: readonly string[] }
  >;
  private readonly problems: TemplateProblem[];

  constructor(model: StackModel, problems: TemplateProblem[]) {
    this.problems = problems;
    this.own = new Map(
      model
        .ofType('AWS::IAM::ManagedPolicy')
        .map(({ logicalId, ref, properties: { PolicyDocument, Roles = [] } }) => [
          ref,
          { policy: named(logicalId, PolicyDocument, 'identity'), roles: Roles },
        ]),
    );
  }

  attachedTo(roleName: string): readonly NamedPolicy[] {
    return [...this.own.values()].filter(({ roles }) => roles.includes(roleName)).map(({ policy }) => policy);
  }

  byArn(arn: string, place: string): NamedPolicy | undefined {
    const own = this.own.get(arn);
    if (own) return own.policy;
    const document = awsManagedPolicy(arn);
    if (document) return named(arn.slice(arn.lastIndexOf('/') + 1), document, 'identity');
    const message = `${place} names ${arn}, which is not in the template: add it, or write its statements into the role`;
    this.problems.push({ code: 'TEMPLATE_INVALID', message });
    return undefined;
  }
}

/** A policy attached to a role of another stack would silently do nothing. */
function attachmentsToNobody(model: StackModel): readonly TemplateProblem[] {
  const names = new Set(model.ofType('AWS::IAM::Role').map(({ ref }) => ref));
  const policies = [...model.ofType('AWS::IAM::Policy'), ...model.ofType('AWS::IAM::ManagedPolicy')];
  return policies.flatMap(({ logicalId, properties: { Roles = [] } }) =>
    Roles.filter((name) => !names.has(name)).map((name) => ({
      code: 'TEMPLATE_INVALID' as const,
      message: `Resource '${logicalId}' property Roles names '${name}', which is no role of the template`,
    })),
  );
}

interface Guard {
  readonly arn: string | undefined;
  readonly document: JsonValue | undefined;
}

type ReadGuards = (resource: Resource, model: StackModel, environment: Environment) => readonly Guard[];

/** Resource types that guard others: which, and with what policy. */
const GUARDS: Readonly<Record<string, ReadGuards>> = {
  'AWS::SQS::QueuePolicy': ({ properties }, model) =>
    (properties['Queues'] as readonly string[]).map((url) => ({
      arn: model.ofType('AWS::SQS::Queue').find(({ ref }) => ref === url)?.attributes['Arn'],
      document: properties['PolicyDocument'],
    })),
  'AWS::Events::EventBusPolicy': ({ properties }, _model, environment) => [
    {
      arn: busArn(environment, busNameOf(properties['EventBusName'] as string | undefined)),
      document: {
        Version: '2012-10-17',
        Statement: [busStatement(properties as unknown as EventBusPolicyProperties)],
      },
    },
  ],
  'AWS::Events::EventBus': ({ attributes, properties }) => [
    { arn: attributes['Arn'], document: properties['Policy'] },
  ],
  'AWS::Logs::LogGroup': ({ ref, properties }, _model, environment) => [
    { arn: logGroupArn(environment, ref), document: properties['ResourcePolicyDocument'] },
  ],
  'AWS::Logs::ResourcePolicy': ({ properties }, _model, environment) => [
    { arn: logGroupArn(environment, '*'), document: properties['PolicyDocument'] },
  ],
};

/** The policies that guard a resource: of a log stream, those of its group and those of all groups. */
export function policiesGuarding(
  { resourcePolicies }: PolicyStore,
  resource: string,
): readonly NamedPolicy[] {
  const ofOne = (arn: string): readonly NamedPolicy[] => resourcePolicies.get(arn) ?? [];
  const group = /^(arn:[^:]+:logs:[^:]+:\d+:log-group:)[^:]*/.exec(resource);
  return group ? [...ofOne(`${group[1]}*`), ...ofOne(group[0])] : ofOne(resource);
}

function readResourcePolicies(
  model: StackModel,
  environment: Environment,
): Map<string, readonly NamedPolicy[]> {
  const policies = new Map<string, readonly NamedPolicy[]>();
  for (const resource of model.resources.values()) {
    for (const { arn, document } of GUARDS[resource.type]?.(resource, model, environment) ?? []) {
      if (arn === undefined || document === undefined) continue;
      policies.set(arn, [...(policies.get(arn) ?? []), named(resource.logicalId, document, 'resource')]);
    }
  }
  return policies;
}

/** Puts one policy in the place of all that guard a resource. @throws PolicyError of a document that is none */
export function replaceResourcePolicy(
  { resourcePolicies }: PolicyStore,
  arn: string,
  document: JsonValue | undefined,
): void {
  if (document === undefined) resourcePolicies.delete(arn);
  else resourcePolicies.set(arn, [named(arn, document, 'resource')]);
}

function named(name: string, document: JsonValue, kind: PolicyKind): NamedPolicy {
  return { name, document: parsePolicy(document, kind) };
}
