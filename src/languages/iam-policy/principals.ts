import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Complain, PolicyPath } from './document.ts';

/** Whom a statement of a trust or resource policy is about. */
export interface Principals {
  /** `"*"` or `{"AWS": "*"}` */
  readonly everyone: boolean;
  /** Account ids, and ARNs of roles, users and account roots. */
  readonly aws: readonly string[];
  /** "states.amazonaws.com" */
  readonly services: readonly string[];
}

/** Who asks. */
export type Principal =
  | { readonly kind: 'service'; readonly service: string; readonly region?: string }
  | { readonly kind: 'role'; readonly roleArn: string; readonly accountId: string };

/**
 * How a statement's principals reach someone: by name, or through their account, which leaves the decision to
 * the account's own policies.
 */
export type Reach = 'none' | 'direct' | 'account';

export function reachOf(principals: Principals, principal: Principal): Reach {
  if (principals.everyone) return 'direct';
  if (principal.kind === 'service') return namesService(principals.services, principal) ? 'direct' : 'none';
  if (principals.aws.includes(principal.roleArn)) return 'direct';
  return principals.aws.some((item) => isAccount(item, principal.accountId)) ? 'account' : 'none';
}

/** By its name, or by the name of its part in one region, "states.us-east-1.amazonaws.com", as older stacks have it. */
function namesService(
  services: readonly string[],
  { service, region }: Extract<Principal, { kind: 'service' }>,
): boolean {
  return services.includes(service) || (region !== undefined && services.includes(regional(service, region)));
}

function regional(service: string, region: string): string {
  const [name = '', ...suffix] = service.split('.');
  return [name, region, ...suffix].join('.');
}

/** "123456789012" or "arn:aws:iam::123456789012:root" */
function isAccount(item: string, accountId: string): boolean {
  return item === accountId || (item.endsWith(':root') && item.split(':')[4] === accountId);
}

const NOBODY: Principals = { everyone: false, aws: [], services: [] };
const AWS_PRINCIPAL = /^(\*|\d{12}|arn:[^:]+:(iam|sts)::\d{12}:.+)$/;
const SERVICE_PRINCIPAL = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;

/** Reads the value of Principal or NotPrincipal. */
export function readPrincipals(value: JsonValue, path: PolicyPath, complain: Complain): Principals {
  if (value === '*') return { ...NOBODY, everyone: true };
  if (!isJsonObject(value)) {
    complain(path, 'must be "*" or an object of principals');
    return NOBODY;
  }
  for (const type of Object.keys(value)) {
    if (type !== 'AWS' && type !== 'Service') {
      complain([...path, type], 'is a kind of principal that does not exist on a laptop');
    }
  }
  const aws = members(value, 'AWS', AWS_PRINCIPAL, 'an account id, an ARN of a role, or "*"', path, complain);
  const services = members(
    value,
    'Service',
    SERVICE_PRINCIPAL,
    'a service, as "states.amazonaws.com"',
    path,
    complain,
  );
  return { everyone: aws.includes('*'), aws: aws.filter((item) => item !== '*'), services };
}

function members(
  principals: JsonObject,
  type: string,
  shape: RegExp,
  wanted: string,
  path: PolicyPath,
  complain: Complain,
): readonly string[] {
  const value = principals[type] ?? [];
  return (Array.isArray(value) ? value : [value]).flatMap((item) => {
    if (typeof item === 'string' && shape.test(item)) return [item];
    complain([...path, type], `${JSON.stringify(item)} must be ${wanted}`);
    return [];
  });
}
