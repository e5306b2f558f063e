import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { type Condition, parseConditions } from './conditions.ts';

/** Where a policy stands: at a role, at a role as its trust policy, at a resource. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

export type Effect = 'Allow' | 'Deny';

/** Whom a statement of a trust or resource policy is about. */
export interface Principals {
  /** `"*"` or `{"AWS": "*"}` */
  readonly everyone: boolean;
  /** Account ids, and ARNs of roles, users and account roots. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

export interface Statement {
  readonly sid?: string;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly effect: Effect;
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

export interface PolicyProblem {
  /** "Statement[0].Action" */
  readonly path: string;
  readonly message: string;
}

/** What AWS, or this evaluator, would not accept about a policy document; empty if nothing. */
export function policyProblems(document: unknown, kind: PolicyKind): readonly PolicyProblem[] {
  return new DocumentReader(kind).read(document).problems;
}

/**
 * Parses a policy document.
 * @throws SyntaxError that lists the problems {@link policyProblems} would give.
 */
export function parsePolicy(document: unknown, kind: PolicyKind): PolicyDocument {
  const { policy, problems } = new DocumentReader(kind).read(document);
  if (problems.length === 0) return policy;
  throw new SyntaxError(problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
}

const VERSIONS = ['2012-10-17', '2008-10-17'];
const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
const RESOURCE = /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|arn:.*\*)$/s;

class DocumentReader {
  private readonly kind: PolicyKind;
  private readonly problems: PolicyProblem[] = [];

  constructor(kind: PolicyKind) {
    this.kind = kind;
  }

  read(document: unknown): { policy: PolicyDocument; problems: readonly PolicyProblem[] } {
    const object = isJsonObject(document) ? document : {};
    if (object !== document) this.complain('PolicyDocument', 'must be an object');
    for (const key of Object.keys(object)) {
      if (!['Version', 'Id', 'Statement'].includes(key)) this.complain(key, 'is no element of a policy');
    }
    const version = object['Version'] ?? '2008-10-17';
    if (!VERSIONS.includes(String(version)))
      this.complain('Version', `must be one of ${VERSIONS.join(', ')}`);
    const list = Array.isArray(object['Statement']) ? object['Statement'] : [object['Statement'] ?? null];
    const statements = list.map((statement, index) => this.statement(statement, index));
    return { policy: { variables: version === '2012-10-17', statements }, problems: this.problems };
  }

  private statement(value: JsonValue, index: number): Statement {
    const path = `Statement[${index}]`;
    const statement = isJsonObject(value) ? value : {};
    if (statement !== value) this.complain(path, 'must be an object');
    for (const key of Object.keys(statement)) {
      if (!STATEMENT_KEYS.has(key)) this.complain(`${path}.${key}`, 'is no element of a statement');
    }
    const effect = statement['Effect'];
    if (effect !== 'Allow' && effect !== 'Deny') this.complain(`${path}.Effect`, 'must be "Allow" or "Deny"');
    const principals = this.principals(statement, path);
    const [conditions, conditionProblems] = parseConditions(statement['Condition'], `${path}.Condition`);
    this.problems.push(...conditionProblems);
    const resources = this.resources(statement, path);
    return {
      ...(typeof statement['Sid'] === 'string' && { sid: statement['Sid'] }),
      index,
      effect: effect === 'Deny' ? 'Deny' : 'Allow',
      ...(principals && { principals }),
      notPrincipals: 'NotPrincipal' in statement,
      actions: this.patterns(statement, 'Action', path, ACTION, '"service:Action", with * and ?'),
      notActions: 'NotAction' in statement,
      ...(resources && { resources }),
      notResources: 'NotResource' in statement,
      conditions,
    };
  }

  private resources(statement: JsonObject, path: string): readonly string[] | undefined {
    if (this.kind !== 'trust') return this.patterns(statement, 'Resource', path, RESOURCE, 'an ARN or "*"');
    for (const key of ['Resource', 'NotResource']) {
      if (key in statement)
        this.complain(`${path}.${key}`, 'has no place in a trust policy: the resource is the role');
    }
    return undefined;
  }

  private principals(statement: JsonObject, path: string): Principals | undefined {
    const key = this.either(statement, 'Principal');
    const value = statement[key];
    if (this.kind === 'identity') {
      if (value !== undefined) this.complain(`${path}.${key}`, 'has no place in a policy of a role');
      return undefined;
    }
    if (value === undefined) this.complain(`${path}.Principal`, 'is missing');
    if (value === '*') return { everyone: true, aws: [], services: [] };
    if (!isJsonObject(value)) {
      if (value !== undefined) this.complain(`${path}.${key}`, 'must be "*" or an object of principals');
      return undefined;
    }
    for (const type of Object.keys(value)) {
      if (type !== 'AWS' && type !== 'Service') {
        this.complain(`${path}.${key}.${type}`, 'is a kind of principal that does not exist on a laptop');
      }
    }
    const aws = this.strings(value['AWS'] ?? [], `${path}.${key}.AWS`);
    const services = this.strings(value['Service'] ?? [], `${path}.${key}.Service`);
    return { everyone: aws.includes('*'), aws: aws.filter((item) => item !== '*'), services };
  }

  private patterns(
    statement: JsonObject,
    name: string,
    path: string,
    shape: RegExp,
    wanted: string,
  ): readonly string[] {
    const key = this.either(statement, name);
    const at = `${path}.${key}`;
    if ('Action' in statement && 'NotAction' in statement && name === 'Action') {
      this.complain(at, 'cannot stand beside NotAction');
    }
    if ('Resource' in statement && 'NotResource' in statement && name === 'Resource') {
      this.complain(at, 'cannot stand beside NotResource');
    }
    if (statement[key] === undefined) {
      this.complain(`${path}.${name}`, 'is missing');
      return [];
    }
    const items = this.strings(statement[key], at);
    for (const item of items) if (!shape.test(item)) this.complain(at, `"${item}" must be ${wanted}`);
    return items;
  }

  private either(statement: JsonObject, name: string): string {
    return name in statement ? name : `Not${name}` in statement ? `Not${name}` : name;
  }

  private strings(value: JsonValue, path: string): readonly string[] {
    const list = Array.isArray(value) ? value : [value];
    const strings = list.filter((item) => typeof item === 'string');
    if (strings.length !== list.length) this.complain(path, 'must be a string or a list of strings');
    return strings;
  }

  private complain(path: string, message: string): void {
    this.problems.push({ path, message });
  }
}
