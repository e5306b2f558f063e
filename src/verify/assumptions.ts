import { type Fact, facts } from './facts.ts';
import type { CheckResult } from './run.ts';

/** A fact that is not certain, and what tells whether it holds. */
export interface Assumption extends Fact {
  /** All of them pass only if it holds. Empty where no check can tell. */
  readonly checks: readonly string[];
  /** Why no check can tell. */
  readonly untested?: string;
}

export interface Judgement {
  readonly finding: 'confirmed' | 'refuted' | 'not tested';
  /** What failed, or why it was not tested. */
  readonly reason?: string;
}

const BY_ITS_BILL = 'only the bill shows it: compare it with `lambdaless cost`';
const OF_REST_APIS = 'it is about REST APIs, and the stack has none';
const EITHER_WAY = 'nothing that can be seen from outside depends on it';
const NEEDS_DENIAL = 'it needs a principal without permissions';
const NEEDS_TRANSFORMER = 'it needs a rule with an input transformer, which the stack has not';
const NEEDS_TEMPLATE = 'it needs a template of its own, and a deployment';

const NEEDS_VERSIONS = 'it would make versions of a workflow';
const OF_OTHER_MACHINES = 'no workflow of the stack does so';
const OF_TEST_STATE = 'it is about TestState itself, on which no stack relies';

/** Ids of facts, as docs/aws-facts.md has them, to the checks that tell, or to why none can. */
const TESTS: Readonly<Record<string, readonly string[] | string>> = {
  // What the deployed stack relies on.
  'response-template-reads-output': ['pattern-accepted', 'pattern-rejected'],
  'mock-answers': ['ping', 'unknown-action', 'not-json'],
  'connect-by-200': ['pattern-accepted'],
  'missing-member-is-empty': ['pattern-missing', 'pattern-null'],
  'messages-overlap': 'which answer comes first is chance; that it does not matter, patterns-in-a-row shows',
  'time-outs-close-with-1001': ['idle-time-out', 'two-hours'],
  'frame-limit-closes': ['frame-over-32-kib', 'binary-refused'],
  'frames-of-32-kib': ['size-33-kib', 'size-100-kib', 'size-127-kib', 'frames'],
  'url-for-a-day': ['url-for-a-day'],
  'both-throttling-limits': NEEDS_TEMPLATE,
  'too-large-for-a-workflow': ['size-300-kib', 'size-1000-kib', 'dead-letter'],
  'workflow-asks-testeventpattern': ['pattern-accepted', 'pattern-rejected'],
  'testeventpattern-quota': 'it would throttle the account; `CallCount` in `AWS/Usage` tells',
  'nulls-with-allow-null-values': ['content-nulls', 'content-nested-arrays'],
  'input-in-any-state': ['match-and-no-match'],
  'input-passes-unchanged': ['content-large-numbers'],
  'query-language-of-the-machine': ['match-and-no-match'],
  'data-limit-by-its-name': ['state-data-limit-by-all', 'state-data-limit-by-name'],
  'missing-path-is-runtime': ['state-missing-path', 'state-runtime-by-name'],
  'unmodelled-errors': 'it needs a service that fails',
  'matcher-within-bounds': [
    'match-and-no-match',
    'fifty-clients',
    'jsonata-depth-100',
    'jsonata-depth-101',
    'jsonata-memory',
  ],
  'map-of-40': 'it needs a workflow whose iterations take time',
  'puts-log-events': ['reported-metrics'],
  'logs-have-causes': 'it needs a delivery that fails',
  'key-for-start-execution': ['encrypted-workflow'],
  'key-for-publishers': ['encrypted-bus'],
  'start-by-cloudtrail': 'it needs a trail, and a rule for its events',

  // Event patterns and EventBridge.
  'or-with-shared-prefix': 'it needs a pattern at the very bound, and an answer recorded for it',
  'numbers-as-doubles': ['testeventpattern-numbers'],
  'spellings-of-time': ['testeventpattern-times'],
  'pattern-before-event': ['testeventpattern-two-errors'],
  'exactly-is-refused': ['testeventpattern-exactly'],
  'putevents-size': ['putevents-size'],
  'detail-depth': ['putevents-detail-depth'],
  'unreadable-time': ['putevents-unreadable-time'],
  'violations-together': ['violations-together'],
  'archive-replays': 'it needs an archive, and minutes; a replay would reach the clients of the stack',
  'delete-bus-with-rules': 'if it were wrong, the bus would be gone',
  'rule-names': ['rule-name'],
  'id-from-bus-to-bus': 'it needs a second bus',
  'dead-letter-attributes': ['dead-letter'],
  'dead-letter-code': ['dead-letter'],
  'back-off': 'it needs a target that fails for hours',
  'transformer-quotes': NEEDS_TRANSFORMER,
  'input-path-to-nothing': NEEDS_TRANSFORMER,
  'transformer-null': NEEDS_TRANSFORMER,
  'execution-names': ['execution-names'],
  'bus-target-input': 'if it were wrong, a rule would send events to another bus',

  // API Gateway and mapping templates.
  'rest-unsupported-type': OF_REST_APIS,
  'rest-empty-body-valid': OF_REST_APIS,
  'status-override': OF_REST_APIS,
  'input-json-of-nothing': EITHER_WAY,
  'escaped-unicode': EITHER_WAY,
  'velocity-rules': NEEDS_TEMPLATE,
  'velocity-truth': NEEDS_TEMPLATE,
  'request-that-is-no-json': NEEDS_TEMPLATE,
  'velocity-nothing': NEEDS_TEMPLATE,
  'velocity-numbers': NEEDS_TEMPLATE,
  'velocity-arrays': NEEDS_TEMPLATE,
  'velocity-missing-start': NEEDS_TEMPLATE,
  'parse-json-of-nothing': NEEDS_TEMPLATE,
  'mock-status': NEEDS_TEMPLATE,
  'template-choice': NEEDS_TEMPLATE,
  'unmapped-errors': NEEDS_TEMPLATE,
  'connect-refused': 'it needs a table that refuses writes',
  'role-not-assumed': NEEDS_TEMPLATE,
  'throttled-messages': 'it would throttle the clients of the stack',
  'close-reason': 'it is seen by the integration of $disconnect alone',
  'close-codes': ['ended-by-delete'],
  'unsigned-handshake': ['unsigned-handshake'],
  'body-of-410': ['gone'],
  'rest-responses': OF_REST_APIS,
  'rest-content-type': OF_REST_APIS,

  // Step Functions.
  'definition-diagnostics': ['definition-transition', 'definition-schema'],
  'definition-without-end': ['definition-without-end'],
  'definition-duplicate-name': ['definition-duplicate-name'],
  'index-past-the-end': ['state-index-past-the-end'],
  'choice-without-variable': ['state-choice-without-variable'],
  'choice-without-match': ['state-choice-without-match'],
  'intrinsic-failure': ['state-intrinsic-failure'],
  'jsonata-bounds-have-no-code': ['jsonata-depth-101'],
  'jsonata-field-names': ['jsonata-field-name'],
  'runtime-is-not-caught': ['state-runtime-by-name'],
  'large-variables': ['state-large-variable'],
  'dates-of-executions': 'it needs a workflow that starts another',
  'nulls-without-allow-null-values': 'it needs a workflow that posts without AllowNullValues',
  'iam-refusal-in-workflows': NEEDS_DENIAL,
  'json-texts': 'it needs a workflow with such a task',
  'log-lines': ['log-lines'],

  'definition-warnings': ['definition-warnings'],
  'definition-payload-twins': ['definition-payload-twins'],
  'definition-map-twins': ['definition-map-twins'],
  'express-distributed-map': 'it asks for the wording, which only a refused deployment shows',
  'timeout-paths': 'it needs a task with such a path, and a role',
  'string-matches-backslash': ['state-string-matches'],
  'timestamps-beyond-milliseconds': ['state-timestamps'],
  'heartbeat-before-timeout': ['definition-heartbeat'],
  'end-that-is-none': OF_OTHER_MACHINES,
  'optimized-members': ['definition-optimized-member'],
  'names-in-intrinsics': ['definition-name-in-intrinsic'],
  'states-result-elsewhere': ['definition-states-result'],
  'dollar-at-the-top': ['definition-dollar'],
  'wrong-delimiters': ['definition-delimiters'],
  'missing-argument': ['state-missing-argument'],
  'intrinsic-base-64': ['state-base64'],
  'intrinsic-backslash': ['state-intrinsic-backslash'],
  'result-path-failure': ['state-result-path'],
  'map-of-an-object': OF_OTHER_MACHINES,
  'branch-failed': OF_OTHER_MACHINES,
  'refused-headers': OF_OTHER_MACHINES,
  'numbers-out-of-range': ['state-wait-out-of-range'],
  'fail-gives-strings': ['state-fail-gives-strings'],
  'aborted-states': 'it needs a Standard workflow with branches that fail',
  'states-request-validation': ['states-validation'],
  'unchanged-revision': NEEDS_VERSIONS,
  'machine-refusals': NEEDS_VERSIONS,
  'deleted-machine': 'it would delete a workflow',
  'versions-once': NEEDS_VERSIONS,
  'alias-routing': NEEDS_VERSIONS,
  'version-in-use': NEEDS_VERSIONS,
  'missing-alias': NEEDS_VERSIONS,
  'version-description': NEEDS_VERSIONS,
  'states-permissions': NEEDS_DENIAL,
  'mock-one-field': OF_TEST_STATE,
  'mock-of-maps': OF_TEST_STATE,
  'inspection-of-maps': OF_TEST_STATE,
  'mock-wording': OF_TEST_STATE,

  // JSONata.
  'jsonata-depth-of-members': ['jsonata-depth-of-members'],
  'jsonata-time-limit': ['jsonata-endless'],
  'jsonata-hash-length': ['jsonata-hash'],
  'jsonata-function-in-result': ['jsonata-function-in-result'],
  'jsonata-order': ['jsonata-order'],
  'jsonata-empty-group': ['jsonata-empty-group'],
  'jsonata-prototype-names': ['jsonata-prototype'],
  'jsonata-long-integers': ['jsonata-long-integers'],
  'jsonata-regular-expressions': ['jsonata-regular-expressions'],

  // IAM, protocols, CloudFormation.
  'principal-star': 'it needs a queue or a bus with such a policy',
  'deny-names-policy': NEEDS_DENIAL,
  'access-denied-codes': NEEDS_DENIAL,
  'masked-account': OF_REST_APIS,
  'leading-keys-of-an-index': NEEDS_DENIAL,
  'error-namespaces': ['error-types'],
  'error-namespace-of-states': ['error-types-of-states'],
  'status-of-refusals': ['unsigned-handshake', 'unsigned-call'],
  'sqs-wording': ['sqs-wording'],
  'false-condition': NEEDS_TEMPLATE,
  'generated-names': ['generated-names'],

  // What is billed.
  'start-and-end-transitions': BY_ITS_BILL,
  'free-delivery': BY_ITS_BILL,
  'fractions-of-minutes': BY_ITS_BILL,
  'free-refusals': OF_REST_APIS,
  'service-latencies': 'they vary; X-Ray (`tracing`) shows them',
};

export const assumptions: readonly Assumption[] = facts.map((fact) => {
  const test = TESTS[fact.id] ?? 'nobody has said how';
  return typeof test === 'string' ? { ...fact, checks: [], untested: test } : { ...fact, checks: test };
});

/** Ids that are told about and that the ledger does not have, or that it has and nobody tells about. */
export function unmatchedIds(): string[] {
  const known = new Set(facts.map(({ id }) => id));
  return [
    ...Object.keys(TESTS).filter((id) => !known.has(id)),
    ...[...known].filter((id) => TESTS[id] === undefined),
  ];
}

/** What a run says about one assumption. */
export function judge({ checks, untested }: Assumption, results: readonly CheckResult[]): Judgement {
  if (untested !== undefined) return { finding: 'not tested', reason: untested };
  const own = results.filter(({ check }) => checks.includes(check.id));
  const failed = own.find(({ outcome }) => outcome === 'failed');
  if (failed) return { finding: 'refuted', reason: `${failed.check.id}: ${failed.reason}` };
  const skipped = own.find(({ outcome }) => outcome === 'skipped');
  if (skipped) return { finding: 'not tested', reason: skipped.reason ?? 'it was skipped' };
  if (own.length === checks.length) return { finding: 'confirmed' };
  return { finding: 'not tested', reason: `run ${checks.join(', ')}` };
}
