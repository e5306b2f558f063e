import { holds } from './conditions.ts';
import type { PolicyDocument, Statement } from './document.ts';
import { matchesAction, matchesArn } from './pattern.ts';
import { type Principal, type Reach, reachOf } from './principals.ts';
import { expandVariables, type RequestContext } from './request-context.ts';

export interface PolicyRequest {
  /** Not needed for identity policies: they are the principal's own. */
  readonly principal?: Principal;
  /** "dynamodb:PutItem" */
  readonly action: string;
  /** An ARN, or "*" where the action knows no resources. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** A policy and what to call it in an explanation. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

export interface Grant {
  readonly policy: NamedPolicy;
  readonly statement: Statement;
}

/** `delegated`: the statements that allow do so to the caller's account, whose own policies must allow too. */
export type Decision =
  | { readonly kind: 'allow'; readonly grants: readonly Grant[]; readonly delegated: boolean }
  | { readonly kind: 'explicitDeny'; readonly by: Grant }
  | { readonly kind: 'implicitDeny' };

/** An explicit Deny in any policy wins; else any Allow; else the request is denied for want of one. */
export function evaluate(request: PolicyRequest, policies: readonly NamedPolicy[]): Decision {
  const grants: Grant[] = [];
  let delegated = true;
  for (const policy of policies) {
    for (const statement of policy.document.statements) {
      const reach = applies(statement, request, policy.document.variables);
      if (reach === 'none') continue;
      if (statement.effect === 'Deny') return { kind: 'explicitDeny', by: { policy, statement } };
      grants.push({ policy, statement });
      delegated &&= reach === 'account';
    }
  }
  return grants.length > 0 ? { kind: 'allow', grants, delegated } : { kind: 'implicitDeny' };
}

function applies(statement: Statement, request: PolicyRequest, variables: boolean): Reach {
  const reach = reaches(statement, request.principal);
  if (reach === 'none') return 'none';
  const action = statement.actions.some((pattern) => matchesAction(pattern, request.action));
  if (action === statement.notActions) return 'none';
  if (statement.resources && resourceMatches(statement, request, variables) === statement.notResources)
    return 'none';
  const met = statement.conditions.every((condition) => holds(condition, request.context, variables));
  return met ? reach : 'none';
}

/** Whether the resource is among those that the statement lists. */
function resourceMatches(statement: Statement, request: PolicyRequest, variables: boolean): boolean {
  return (statement.resources ?? []).some((pattern) => {
    const expanded = variables ? expandVariables(pattern, request.context) : pattern;
    return expanded !== undefined && matchesArn(expanded, request.resource);
  });
}

function reaches({ principals, notPrincipals }: Statement, principal: Principal | undefined): Reach {
  if (!principals) return 'direct';
  const reach = principal ? reachOf(principals, principal) : 'none';
  if (!notPrincipals) return reach;
  return reach === 'none' ? 'direct' : 'none';
}
