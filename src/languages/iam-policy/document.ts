import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { type Condition, readConditions } from './conditions.ts';
import { type Principals, readPrincipals } from './principals.ts';

/** Where a policy stands: at a role, at a role as its trust policy, at a resource. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

export interface Statement {
  readonly sid?: string;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  /** Absent in a policy of a role: it is about the role. */
  readonly principals?: Principals;
  /** The principals are those it is *not* about. */
  readonly notPrincipals: boolean;
  readonly actions: readonly string[];
  readonly notActions: boolean;
  /** Absent in a trust policy: the resource is the role. */
  readonly resources?: readonly string[];
  readonly notResources: boolean;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  /** Only the language of 2012-10-17 has policy variables. */
  readonly variables: boolean;
  readonly statements: readonly Statement[];
}

/** `["Statement", 0, "Action"]` */
export type PolicyPath = readonly (string | number)[];

export interface PolicyProblem {
  readonly path: PolicyPath;
  readonly message: string;
}

/** Notes a problem and reads on. */
export type Complain = (path: PolicyPath, message: string) => void;

/** What AWS, or this evaluator, would not accept about a policy document; empty if nothing. */
export function policyProblems(document: unknown, kind: PolicyKind): readonly PolicyProblem[] {
  return read(document, kind).problems;
}

/**
 * Parses a policy document.
 * @throws SyntaxError that lists the problems {@link policyProblems} would give.
 */
export function parsePolicy(document: unknown, kind: PolicyKind): PolicyDocument {
  const { policy, problems } = read(document, kind);
  if (problems.length === 0) return policy;
  throw new SyntaxError(problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

const VERSIONS: readonly JsonValue[] = ['2012-10-17', '2008-10-17'];

function read(
  document: unknown,
  kind: PolicyKind,
): { readonly policy: PolicyDocument; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const complain: Complain = (path, message) => void problems.push({ path, message });
  const object = isJsonObject(document) ? document : {};
  onlyKeys(object, ['Version', 'Id', 'Statement'], [], complain);
  const { Version: version = '2008-10-17', Statement: statement = null } = object;
  if (!VERSIONS.includes(version)) complain(['Version'], `must be one of ${VERSIONS.join(', ')}`);
  const statements = Array.isArray(statement)
    ? statement.map((item, index) => readStatement(item, index, kind, ['Statement', index], complain))
    : [readStatement(statement, 0, kind, ['Statement'], complain)];
  return { policy: { variables: version === '2012-10-17', statements }, problems };
}

const STATEMENT_KEYS: Readonly<Record<PolicyKind, readonly string[]>> = {
  identity: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  trust: ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Condition'],
  resource: [
    'Sid',
    'Effect',
    'Principal',
    'NotPrincipal',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
  ],
};

const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
/** An ARN, or as much of one as a `*` at its end completes. */
const RESOURCE = /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|arn:.*\*)$/s;

function readStatement(
  statement: JsonValue,
  index: number,
  kind: PolicyKind,
  path: PolicyPath,
  complain: Complain,
): Statement {
  if (!isJsonObject(statement)) {
    complain(path, 'must be an object');
    return readStatement({}, index, kind, path, () => undefined);
  }
  onlyKeys(statement, STATEMENT_KEYS[kind], path, complain);
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') complain([...path, 'Effect'], 'must be "Allow" or "Deny"');
  const action = element(statement, 'Action', path, complain);
  const principal = kind === 'identity' ? undefined : element(statement, 'Principal', path, complain);
  const resource = kind === 'trust' ? undefined : element(statement, 'Resource', path, complain);
  return {
    ...(typeof sid === 'string' && { sid }),
    index,
    effect: effect === 'Deny' ? 'Deny' : 'Allow',
    ...(principal && { principals: readPrincipals(principal.value, principal.path, complain) }),
    notPrincipals: principal?.negated ?? false,
    actions: patterns(action, ACTION, '"service:Action", where * and ? are wildcards', complain),
    notActions: action?.negated ?? false,
    ...(resource && { resources: patterns(resource, RESOURCE, 'an ARN or "*"', complain) }),
    notResources: resource?.negated ?? false,
    conditions: condition === undefined ? [] : readConditions(condition, [...path, 'Condition'], complain),
  };
}

/** One of `X` and `NotX`. */
interface Element {
  readonly value: JsonValue;
  readonly negated: boolean;
  readonly path: PolicyPath;
}

function element(
  statement: JsonObject,
  name: string,
  path: PolicyPath,
  complain: Complain,
): Element | undefined {
  const [positive, negative] = [statement[name], statement[`Not${name}`]];
  if (positive !== undefined && negative !== undefined) {
    complain([...path, `Not${name}`], `cannot stand beside ${name}`);
  }
  if (positive !== undefined) return { value: positive, negated: false, path: [...path, name] };
  if (negative !== undefined) return { value: negative, negated: true, path: [...path, `Not${name}`] };
  complain([...path, name], 'is missing');
  return undefined;
}

function patterns(
  found: Element | undefined,
  shape: RegExp,
  wanted: string,
  complain: Complain,
): readonly string[] {
  if (!found) return [];
  return (Array.isArray(found.value) ? found.value : [found.value]).flatMap((item) => {
    if (typeof item === 'string' && shape.test(item)) return [item];
    complain(found.path, `${JSON.stringify(item)} must be ${wanted}`);
    return [];
  });
}

function onlyKeys(object: JsonObject, known: readonly string[], path: PolicyPath, complain: Complain): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key)) complain([...path, key], `has no place here; known are ${known.join(', ')}`);
  }
}
