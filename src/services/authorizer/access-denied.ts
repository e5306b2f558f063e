import { AwsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Caller, Permission } from '../../core/operations.ts';
import type { PolicyStore } from './policy-store.ts';

/** Which policies did not allow, or did deny. */
export type DenialReason =
  | 'unknownRole'
  | 'trust'
  | 'identitySilent'
  | 'identityDeny'
  | 'boundarySilent'
  | 'boundaryDeny'
  | 'resourceSilent'
  | 'resourceDeny';

/** A call that the template's policies do not allow. The message is AWS's; `advice` says what to change. */
export class AccessDenied extends AwsError {
  override readonly name = 'AccessDenied';
  readonly advice: string;

  constructor(code: string, message: string, statusCode: number, advice: string) {
    super(code, message, statusCode);
    this.advice = advice;
  }
}

type DeniedCaller = Exclude<Caller, { kind: 'account' }>;

export function denial(
  caller: DeniedCaller,
  permission: Permission,
  reason: DenialReason,
  store: PolicyStore,
): AccessDenied {
  const [code, statusCode] = codeOf(permission.action);
  const message = wording(caller, permission, reason);
  return new AccessDenied(code, message, statusCode, advice(caller, permission, reason, store));
}

/** The services' own error codes for a request that policies refuse. */
function codeOf(action: string): readonly [string, number] {
  if (action.startsWith('sqs:')) return ['AccessDenied', 403];
  if (action.startsWith('execute-api:')) return ['AccessDeniedException', 403];
  return ['AccessDeniedException', 400];
}

/** IAM user guide, "Access denied error message examples". */
function wording(caller: DeniedCaller, { action, resource }: Permission, reason: DenialReason): string {
  const request = `${userOf(caller)} is not authorized to perform: ${action} on resource: ${resource}`;
  const because: Record<DenialReason, string> = {
    unknownRole: `because no identity-based policy allows the ${action} action`,
    trust: 'because no role trust policy allows the sts:AssumeRole action',
    identitySilent: `because no identity-based policy allows the ${action} action`,
    identityDeny: 'with an explicit deny in an identity-based policy',
    boundarySilent: `because no permissions boundary allows the ${action} action`,
    boundaryDeny: 'with an explicit deny in a permissions boundary',
    resourceSilent: `because no resource-based policy allows the ${action} action`,
    resourceDeny: 'with an explicit deny in a resource-based policy',
  };
  if (reason !== 'trust') return `${request} ${because[reason]}`;
  const service = caller.kind === 'role' ? caller.service : '';
  const role = caller.kind === 'role' ? caller.roleArn : '';
  return `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${role} ${because.trust}`;
}

function userOf(caller: DeniedCaller): string {
  return caller.kind === 'service' ? `User: ${caller.service}` : `User: ${sessionArn(caller.roleArn)}`;
}

/** "arn:aws:sts::…:assumed-role/Role/lambdaless": a role path does not appear in it. */
function sessionArn(roleArn: string): string {
  const [, partition, , , accountId, resource = ''] = roleArn.split(':');
  return `arn:${partition}:sts::${accountId}:assumed-role/${resource.split('/').at(-1)}/lambdaless`;
}

function advice(
  caller: DeniedCaller,
  permission: Permission,
  reason: DenialReason,
  store: PolicyStore,
): string {
  const { action, resource } = permission;
  if (caller.kind === 'service') return serviceAdvice(caller, permission, reason);
  const role = store.roles.get(caller.roleArn);
  if (!role)
    return `The role ${caller.roleArn} is not in the template, so nothing is known of what it may do.`;
  const name = `Role '${role.logicalId}'`;
  const statement = paste({ Effect: 'Allow', Action: action, Resource: resource });
  const advices: Record<Exclude<DenialReason, 'unknownRole'>, string> = {
    trust: `${name} does not trust ${caller.service} (for ${caller.sourceArn}). Add to its AssumeRolePolicyDocument:\n${paste(
      { Effect: 'Allow', Principal: { Service: caller.service }, Action: 'sts:AssumeRole' },
    )}`,
    identitySilent: `${name} lacks ${action} on ${resource}. Add to one of its policies:\n${statement}`,
    identityDeny: `A policy of ${name} explicitly denies ${action} on ${resource}.`,
    boundarySilent: `The permissions boundary of ${name} lacks ${action} on ${resource}. Add to it:\n${statement}`,
    boundaryDeny: `The permissions boundary of ${name} explicitly denies ${action} on ${resource}.`,
    resourceSilent: `${name} lacks ${action} on ${resource}. Add to one of its policies:\n${statement}`,
    resourceDeny: `A resource policy of ${resource} explicitly denies ${action} to ${name}.`,
  };
  return advices[reason as Exclude<DenialReason, 'unknownRole'>];
}

function serviceAdvice(
  { service, sourceArn }: Extract<DeniedCaller, { kind: 'service' }>,
  { action, resource }: Permission,
  reason: DenialReason,
): string {
  if (reason === 'resourceDeny') {
    return `A resource policy of ${resource} explicitly denies ${action} to ${service}.`;
  }
  const statement = paste({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: action,
    // A policy of CloudWatch Logs names a group with all of its streams.
    Resource: resource.replace(/:log-stream:.*$/, ':*'),
    ...(sourceArn !== '' && { Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } } }),
  });
  const inWhoseName = sourceArn === '' ? '' : ` for ${sourceArn}`;
  return `No resource policy of ${resource} lets ${service} call ${action}${inWhoseName}. Add:\n${statement}`;
}

function paste(statement: JsonObject): string {
  return JSON.stringify(statement, undefined, 2);
}
