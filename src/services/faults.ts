import * as v from 'valibot';
import { seededRandom } from '../core/environment.ts';
import { LambdalessError } from '../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../core/json.ts';
import type { OperationName } from '../core/operations.ts';
import { mostSimilar } from '../core/similar.ts';
import { matchesAction, matchesArn } from '../languages/iam-policy/index.ts';
import { documentedErrors } from './fault-errors.ts';

/** What shall go wrong, how often, and with which calls. */
export interface FaultRule {
  /** "events:TestEventPattern"; `*` and `?` are wildcards. */
  readonly operation: string;
  /** An ARN that the call is about; `*` and `?` are wildcards. @default - any */
  readonly resource?: string;
  /** JSON pointers into the call's input, and the value that each must have. @default - any input */
  readonly match?: Readonly<Record<string, JsonValue>>;
  /** The error to answer instead of making the call. @default - the call is made */
  readonly error?: { readonly code: string; readonly message?: string; readonly statusCode?: number };
  /** Time to let pass before the error or the call. @default 0 */
  readonly latencyMs?: number;
  /** Share of the calls concerned, from 0 to 1. @default 1 */
  readonly probability?: number;
  /** How many of the calls concerned are let through before the first fault. @default 0 */
  readonly after?: number;
  /** How many faults there are in all. @default - no end */
  readonly count?: number;
}

/** A faults file: `{"seed": 1, "faults": [{"operation": …}]}`. */
export interface FaultPlan {
  /** Decides, with `probability`, which calls fail: the same calls in the same order fail alike. @default 0 */
  readonly seed?: number;
  readonly faults: readonly FaultRule[];
}

/** What happens to one call. */
export interface Fault {
  readonly rule: FaultRule;
  readonly latencyMs: number;
  readonly error?: { readonly code: string; readonly message: string; readonly statusCode: number };
}

export interface FaultInjector {
  /** The rules in force. */
  readonly rules: readonly FaultRule[];
  /** The fault, if any, of the call now being made: the first rule that concerns it and is due. */
  next(operation: OperationName, resources: readonly string[], input: JsonObject): Fault | undefined;
  /** Adds rules while running; the function returned takes them out again. */
  add(...rules: readonly FaultRule[]): () => void;
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const natural = v.pipe(v.number(), v.integer(), v.minValue(0));

const errorMembers = {
  code: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  message: v.optional(v.string()),
  statusCode: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
};

const ruleMembers = {
  operation: v.pipe(v.string(), v.regex(/^(\*|[a-z0-9*?-]+:[A-Za-z0-9*?]+)$/, 'must be "service:Operation"')),
  resource: v.optional(v.string()),
  match: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^\//, 'must be a JSON pointer, as "/ConnectionId"')), v.unknown()),
  ),
  error: v.optional(v.strictObject(errorMembers)),
  latencyMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  probability: v.optional(share),
  after: v.optional(natural),
  count: v.optional(natural),
};

const ruleSchema = v.pipe(
  v.strictObject(ruleMembers),
  v.check(
    (rule) => rule.error !== undefined || rule.latencyMs !== undefined,
    'needs an error, a latencyMs or both',
  ),
);

const planSchema = v.strictObject({
  seed: v.optional(v.pipe(v.number(), v.integer())),
  faults: v.array(ruleSchema),
});

/**
 * Checks a fault plan that came from outside.
 * @throws LambdalessError BAD_ARGUMENT naming each wrong member.
 */
export function parseFaultPlan(value: unknown): FaultPlan {
  const result = v.safeParse(planSchema, value);
  if (result.success) return result.output as FaultPlan;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the plan'} ${problemIn(issue)}`);
  throw invalidFaults(problems);
}

function invalidFaults(problems: readonly string[]): LambdalessError {
  const lines = problems.map((text) => `  - ${text}`);
  return new LambdalessError('BAD_ARGUMENT', ['The faults are not valid:', ...lines].join('\n'));
}

const MEMBERS = ['seed', 'faults', ...Object.keys(ruleMembers), ...Object.keys(errorMembers)];

function problemIn({ expected, received, message, path }: v.BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid ')) return message;
  if (expected === 'never') {
    const meant = mostSimilar(String(path?.at(-1)?.key), MEMBERS);
    return meant ? `is unknown. Did you mean ${meant}?` : 'is unknown';
  }
  return received === 'undefined' ? 'is missing' : `is ${received}, but must be ${expected}`;
}

/**
 * Refuses rules that concern no operation there is, and errors that no service concerned answers: a fault that never
 * happens, or never could, proves nothing. An error with a `statusCode` is the author's own and taken as it is.
 * @throws LambdalessError BAD_ARGUMENT with all problems.
 */
export function checkFaults(rules: readonly FaultRule[], names: Iterable<OperationName>): void {
  const known = [...names].filter((name) => !name.includes('$'));
  const problems = rules.flatMap((rule, index) => {
    const concerned = known.filter((name) => matchesAction(rule.operation, name));
    const problem = concerned.length === 0 ? unknownOperation(rule, known) : unknownError(rule, concerned);
    return problem === undefined ? [] : [`faults.${index}.${problem}`];
  });
  if (problems.length > 0) throw invalidFaults(problems);
}

function unknownOperation({ operation }: FaultRule, known: readonly OperationName[]): string {
  const meant = mostSimilar(operation, known);
  const ofService = known.filter((name) => serviceOf(name) === serviceOf(operation)).sort();
  const offered =
    ofService.length > 0 ? ofService : [...new Set(known.map((name) => `${serviceOf(name)}:*`))];
  const advice = meant ? `Did you mean ${meant}?` : `There are ${offered.join(', ')}.`;
  return `operation: there is no operation ${operation} here. ${advice}`;
}

function unknownError({ error }: FaultRule, concerned: readonly OperationName[]): string | undefined {
  if (error === undefined || error.statusCode !== undefined) return undefined;
  const services = [...new Set(concerned.map(serviceOf))];
  const documented = services.map(documentedErrors);
  if (documented.some((errors) => errors === undefined || errors.includes(error.code))) return undefined;
  const meant = mostSimilar(
    error.code,
    documented.flatMap((errors) => errors ?? []),
  );
  const advice = meant ? `Did you mean ${meant}? ` : '';
  return `error.code: ${services.join(', ')} knows no error ${error.code}. ${advice}With a statusCode beside it, any error is taken.`;
}

function serviceOf(operation: string): string {
  return operation.slice(0, operation.indexOf(':'));
}

export function createFaults(plan: FaultPlan = { faults: [] }): FaultInjector {
  const random = seededRandom(plan.seed ?? 0);
  const active = new Set(plan.faults.map((rule) => new ActiveRule(rule)));
  return {
    get rules() {
      return [...active].map(({ rule }) => rule);
    },
    next(operation, resources, input) {
      for (const rule of active) {
        if (rule.concerns(operation, resources, input) && rule.isDue(random.next)) return rule.fault();
      }
      return undefined;
    },
    add(...rules) {
      const added = rules.map((rule) => new ActiveRule(rule));
      for (const rule of added) active.add(rule);
      return () => {
        for (const rule of added) active.delete(rule);
      };
    },
  };
}

/** A rule and how often it was asked and struck. */
class ActiveRule {
  readonly rule: FaultRule;
  private asked = 0;
  private struck = 0;

  constructor(rule: FaultRule) {
    this.rule = rule;
  }

  concerns(operation: OperationName, resources: readonly string[], input: JsonObject): boolean {
    const { operation: pattern, resource, match = {} } = this.rule;
    return (
      matchesAction(pattern, operation) &&
      (resource === undefined || resources.some((arn) => matchesArn(resource, arn))) &&
      Object.entries(match).every(([pointer, value]) => sameJson(valueAt(input, pointer), value))
    );
  }

  isDue(chance: () => number): boolean {
    const { after = 0, count = Infinity, probability = 1 } = this.rule;
    if (this.asked++ < after || this.struck >= count) return false;
    if (probability < 1 && chance() >= probability) return false;
    this.struck++;
    return true;
  }

  fault(): Fault {
    const { rule } = this;
    const { latencyMs = 0, error } = rule;
    if (!error) return { rule, latencyMs };
    const { code, message = `Injected fault: ${code}`, statusCode = statusCodeOf(code) } = error;
    return { rule, latencyMs, error: { code, message, statusCode } };
  }
}

/** HTTP status codes of errors that AWS does not answer with 400. */
const STATUS_CODES: Readonly<Record<string, number>> = {
  ForbiddenException: 403,
  GoneException: 410,
  InternalFailure: 500,
  InternalServerError: 500,
  InternalException: 500,
  LimitExceededException: 429,
  PayloadTooLargeException: 413,
  ServiceUnavailable: 503,
};

function statusCodeOf(code: string): number {
  return STATUS_CODES[code] ?? 400;
}

/** RFC 6901; undefined where it leads nowhere. */
function valueAt(value: JsonValue, pointer: string): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const step of pointer.slice(1).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(here)) here = here[Number(key)];
    else if (isJsonObject(here) && Object.hasOwn(here, key)) here = here[key];
    else return undefined;
  }
  return here;
}

function sameJson(left: JsonValue | undefined, right: JsonValue): boolean {
  return left !== undefined && stringifyJson(left) === stringifyJson(right);
}
