import { Cache } from '../core/cache.ts';
import type { Environment } from '../core/environment.ts';
import type { JsonValue } from '../core/json.ts';
import type { Caller, Permission } from '../core/operations.ts';
import {
  type Decision,
  dependsOnTime,
  evaluate,
  type Grant,
  type PolicyRequest,
  requestContext,
} from '../languages/iam-policy/index.ts';
import type { StackModel } from '../template/model.ts';
import { type DenialReason, denial } from './authorizer/access-denied.ts';
import {
  allPolicies,
  type PolicyStore,
  policiesGuarding,
  type RoleRecord,
  readPolicies,
  replaceResourcePolicy,
} from './authorizer/policy-store.ts';
import { type GrantedPermission, type PermissionUsage, UsageRecorder } from './authorizer/usage.ts';

export { AccessDenied } from './authorizer/access-denied.ts';
export type { Denial, GrantedPermission, PermissionUsage } from './authorizer/usage.ts';

/** Decides about calls by the policies of the template. */
export interface Authorizer {
  /**
   * Lets an allowed call pass.
   * @throws AccessDenied in AWS's words, with advice on what to add to the template.
   */
  authorize(caller: Caller, permission: Permission): void;
  /** Puts a policy that came by an API in the place of those that guard a resource, or takes them away. */
  setResourcePolicy(resourceArn: string, document: JsonValue | undefined): void;
  /** Permissions granted against permissions used so far. */
  usage(): PermissionUsage;
}

type JudgedCaller = Exclude<Caller, { kind: 'account' }>;
type RoleCaller = Extract<Caller, { kind: 'role' }>;

/** Calls whose permission is remembered: one a connection, and a few. */
const REMEMBERED_CALLS = 10_000;

/**
 * An authorizer over the roles, policies and resource policies of a template. What was allowed once is allowed
 * again without a look at the policies, unless one of them asks for the time: all else that a decision can depend
 * on is in the caller and the permission.
 */
export function createAuthorizer(model: StackModel, environment: Environment): Authorizer {
  const store = readPolicies(model, environment);
  const recorder = new UsageRecorder(store);
  const judge = new Judge(store, environment);
  let isTimeless = !allPolicies(store).some(({ document }) => dependsOnTime(document));
  let allowed = new Cache<string, readonly GrantedPermission[]>(REMEMBERED_CALLS);

  const decide = (caller: JudgedCaller, permission: Permission): readonly GrantedPermission[] => {
    const verdict = judge.decide(caller, permission);
    if (verdict.kind === 'allow') return recorder.needed(verdict.grants, permission);
    const error = denial(caller, permission, verdict.reason, store);
    recorder.denied(caller, permission, error);
    throw error;
  };
  return {
    authorize(caller, permission) {
      if (caller.kind === 'account') return;
      const key = keyOf(caller, permission);
      let needed = allowed.get(key);
      if (!needed) {
        needed = decide(caller, permission);
        if (isTimeless) allowed.set(key, needed);
      }
      for (const granted of needed) granted.uses++;
    },
    setResourcePolicy(arn, document) {
      replaceResourcePolicy(store, arn, document);
      isTimeless = !allPolicies(store).some((policy) => dependsOnTime(policy.document));
      allowed = new Cache(REMEMBERED_CALLS);
    },
    usage: () => recorder.usage(),
  };
}

function keyOf(caller: JudgedCaller, { action, resource, context }: Permission): string {
  const role = caller.kind === 'role' ? caller.roleArn : '';
  return JSON.stringify([caller.kind, role, caller.service, caller.sourceArn, action, resource, context]);
}

type Verdict =
  | { readonly kind: 'allow'; readonly grants: readonly Grant[] }
  | { readonly kind: 'deny'; readonly reason: DenialReason };

const deny = (reason: DenialReason): Verdict => ({ kind: 'deny', reason });

/** IAM's evaluation logic within one account (IAM user guide, "Policy evaluation logic"). */
class Judge {
  private readonly store: PolicyStore;
  private readonly environment: Environment;

  constructor(store: PolicyStore, environment: Environment) {
    this.store = store;
    this.environment = environment;
  }

  decide(caller: JudgedCaller, permission: Permission): Verdict {
    if (caller.kind === 'service') return this.decideForService(caller, permission);
    const role = this.store.roles.get(caller.roleArn);
    if (!role) return deny('unknownRole');
    const trust = this.trust(caller, role);
    return trust.kind === 'deny' ? trust : this.decideForRole(caller, role, permission, trust.grants);
  }

  private decideForService(caller: Extract<Caller, { kind: 'service' }>, permission: Permission): Verdict {
    const request: PolicyRequest = {
      principal: { kind: 'service', service: caller.service, region: this.environment.region },
      action: permission.action,
      resource: permission.resource,
      context: this.contextOf(permission, {
        ...(caller.sourceArn !== '' && { 'aws:SourceArn': caller.sourceArn }),
        'aws:SourceAccount': this.environment.accountId,
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': caller.service,
      }),
    };
    const decision = evaluate(request, policiesGuarding(this.store, permission.resource));
    if (decision.kind === 'allow') return decision;
    return deny(decision.kind === 'explicitDeny' ? 'resourceDeny' : 'resourceSilent');
  }

  /** Whether the role lets the service assume it. */
  private trust(caller: RoleCaller, role: RoleRecord): Verdict {
    const request: PolicyRequest = {
      principal: { kind: 'service', service: caller.service, region: this.environment.region },
      action: 'sts:AssumeRole',
      resource: caller.roleArn,
      context: this.contextOf(undefined, {
        'aws:SourceArn': caller.sourceArn,
        'aws:SourceAccount': this.environment.accountId,
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': caller.service,
      }),
    };
    const decision = evaluate(request, [role.trust]);
    return decision.kind === 'allow' ? decision : deny('trust');
  }

  private decideForRole(
    caller: RoleCaller,
    role: RoleRecord,
    permission: Permission,
    trustGrants: readonly Grant[],
  ): Verdict {
    const request = this.roleRequest(caller, permission);
    const identity = evaluate(request, role.policies);
    const resource = evaluate(request, policiesGuarding(this.store, permission.resource));
    const boundary = role.boundary && evaluate(request, [role.boundary]);
    if (identity.kind === 'explicitDeny') return deny('identityDeny');
    if (resource.kind === 'explicitDeny') return deny('resourceDeny');
    if (boundary?.kind === 'explicitDeny') return deny('boundaryDeny');
    if (boundary && boundary.kind !== 'allow') return deny('boundarySilent');
    const byResource = resource.kind === 'allow' && !resource.delegated;
    if (identity.kind !== 'allow' && !byResource) return deny('identitySilent');
    return { kind: 'allow', grants: [identity, resource, boundary].flatMap(grantsOf).concat(trustGrants) };
  }

  private roleRequest(caller: RoleCaller, permission: Permission): PolicyRequest {
    const { accountId } = this.environment;
    return {
      principal: { kind: 'role', roleArn: caller.roleArn, accountId },
      action: permission.action,
      resource: permission.resource,
      context: this.contextOf(permission, {
        'aws:PrincipalArn': caller.roleArn,
        'aws:PrincipalType': 'AssumedRole',
        'aws:PrincipalIsAWSService': 'false',
        'aws:PrincipalAccount': accountId,
      }),
    };
  }

  private contextOf(
    permission: Permission | undefined,
    values: Readonly<Record<string, string>>,
  ): PolicyRequest['context'] {
    const now = this.environment.clock.now();
    return requestContext({
      'aws:CurrentTime': new Date(now).toISOString(),
      'aws:EpochTime': String(Math.floor(now / 1000)),
      'aws:RequestedRegion': this.environment.region,
      'aws:ResourceAccount': this.environment.accountId,
      'aws:SecureTransport': 'true',
      ...values,
      ...permission?.context,
    });
  }
}

function grantsOf(decision: Decision | undefined): readonly Grant[] {
  return decision?.kind === 'allow' ? decision.grants : [];
}
