import type { Caller, Permission } from '../../core/operations.ts';
import { type Grant, matchesAction, matchesArn, type NamedPolicy } from '../../languages/iam-policy/index.ts';
import type { AccessDenied } from './access-denied.ts';
import type { PolicyStore } from './policy-store.ts';

/** One action on one resource, as a statement of the template grants it. */
export interface GrantedPermission {
  /** The logical id of the policy or role, with the inline policy's name after a slash. */
  readonly policy: string;
  /** The statement's `Sid`, if it has one. */
  readonly sid?: string;
  /** The statement's place in the policy, from 0. */
  readonly statement: number;
  /** As written; "not …" for what a NotAction or NotResource leaves out. */
  readonly action: string;
  /** As written, with the template's references resolved. */
  readonly resource: string;
  /** For a service that does not run here (logs, xray, kms): no call can need it. */
  readonly elsewhere: boolean;
  /** How many calls needed it. */
  uses: number;
}

/** A call that was refused. */
export interface Denial {
  /** The role's or service's name. */
  readonly principal: string;
  /** What it may not do: `dynamodb:Query`. */
  readonly action: string;
  /** To which ARN. */
  readonly resource: string;
  /** The statement to add, and where. */
  readonly advice: string;
}

/** What a template grants, against what was used of it. */
export interface PermissionUsage {
  /** Every permission that the template grants. Those without uses, and not for elsewhere, are superfluous or untested. */
  readonly granted: readonly GrantedPermission[];
  /** What was asked for and not granted, each once. */
  readonly denied: readonly Denial[];
}

/** Keeps count of which grants were needed. */
export class UsageRecorder {
  private readonly byPolicy = new Map<NamedPolicy, readonly GrantedPermission[]>();
  private readonly denials = new Map<string, Denial>();

  constructor(store: PolicyStore) {
    const roles = [...store.roles.values()].flatMap(({ trust, policies }) => [trust, ...policies]);
    for (const policy of [...roles, ...[...store.resourcePolicies.values()].flat()]) {
      this.byPolicy.set(policy, grantsOf(policy));
    }
  }

  /** Those of the permissions granted that a call needs. */
  needed(grants: readonly Grant[], permission: Permission): readonly GrantedPermission[] {
    return grants.flatMap(({ policy, statement }) =>
      (this.byPolicy.get(policy) ?? []).filter(
        (granted) => granted.statement === statement.index && covers(granted, permission),
      ),
    );
  }

  denied(caller: Caller, { action, resource }: Permission, { advice }: AccessDenied): void {
    const principal =
      caller.kind === 'role' ? caller.roleArn : caller.kind === 'service' ? caller.service : 'account';
    this.denials.set(`${principal} ${action} ${resource}`, { principal, action, resource, advice });
  }

  usage(): PermissionUsage {
    return { granted: [...this.byPolicy.values()].flat(), denied: [...this.denials.values()] };
  }
}

/** A trust policy's statement is needed by whatever call assumed the role. */
function covers({ action, resource }: GrantedPermission, permission: Permission): boolean {
  if (action === 'sts:AssumeRole') return true;
  return (
    (action.startsWith('not ') || matchesAction(action, permission.action)) &&
    (resource.startsWith('not ') || matchesArn(resource, permission.resource))
  );
}

function grantsOf(policy: NamedPolicy): readonly GrantedPermission[] {
  return policy.document.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const actions = statement.notActions ? [`not ${statement.actions.join(', ')}`] : statement.actions;
      const resources = statement.resources ?? ['*'];
      const named = statement.notResources ? [`not ${resources.join(', ')}`] : resources;
      return actions.flatMap((action) =>
        named.map((resource) => ({
          policy: policy.name,
          ...(statement.sid !== undefined && { sid: statement.sid }),
          statement: statement.index,
          action,
          resource,
          elsewhere: isElsewhere(action),
          uses: 0,
        })),
      );
    });
}

/** IAM prefixes of the services that the runtime has. */
const HERE: ReadonlySet<string> = new Set(['dynamodb', 'events', 'execute-api', 'sqs', 'states', 'sts']);

function isElsewhere(action: string): boolean {
  const [service = '', name] = action.split(':');
  return name !== undefined && !action.startsWith('not ') && !HERE.has(service.toLowerCase());
}
