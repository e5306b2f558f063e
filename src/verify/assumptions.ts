import type { CheckResult } from './run.ts';

/** Something about AWS that the stack relies on and that no AWS page states outright: see docs/aws-facts.md. */
export interface Assumption {
  readonly id: string;
  readonly text: string;
  /** L: likely; U: unverified. */
  readonly confidence: 'L' | 'U';
  /** All of them pass only if it holds. */
  readonly checks: readonly string[];
}

export type Finding = 'confirmed' | 'refuted' | 'not tested';

export const assumptions: readonly Assumption[] = [
  {
    id: 'connect-by-200',
    text: 'A $connect integration response for /200/ lets a successful PutItem through',
    confidence: 'L',
    checks: ['pattern-accepted'],
  },
  {
    id: 'workflow-asks-testeventpattern',
    text: 'An Express workflow may call aws-sdk:eventbridge:testEventPattern, and its error carries the reason',
    confidence: 'L',
    checks: ['pattern-accepted', 'pattern-rejected'],
  },
  {
    id: 'response-template-reads-output',
    text: 'A WebSocket integration response template may read $.output and use $util.parseJson',
    confidence: 'L',
    checks: ['pattern-accepted', 'pattern-rejected'],
  },
  {
    id: 'missing-member-is-empty',
    text: "$input.json('$.x') of a missing member is empty",
    confidence: 'L',
    checks: ['pattern-missing', 'pattern-null'],
  },
  {
    id: 'input-passes-unchanged',
    text: '$$.Execution.Input passes on numbers that no double holds',
    confidence: 'U',
    checks: ['content-large-numbers'],
  },
  {
    id: 'nulls-with-allow-null-values',
    text: 'AllowNullValues keeps nulls at every depth of the posted body',
    confidence: 'L',
    checks: ['content-nulls', 'content-nested-arrays'],
  },
  {
    id: 'matcher-within-bounds',
    text: "The JSONata matcher stays within Step Functions' bounds for whole pages of connections",
    confidence: 'L',
    checks: ['match-and-no-match', 'fifty-clients'],
  },
  {
    id: 'frames-of-32-kib',
    text: 'A message of more than 32 KiB reaches the client in several frames',
    confidence: 'L',
    checks: ['size-33-kib', 'size-100-kib', 'size-127-kib'],
  },
  {
    id: 'frame-limit-closes',
    text: 'A frame over 32 KiB closes with 1009, a binary one with 1003',
    confidence: 'L',
    checks: ['frame-over-32-kib', 'binary-refused'],
  },
  {
    id: 'too-large-for-a-workflow',
    text: 'An event over 256 KiB goes to the dead-letter queue and delays nothing',
    confidence: 'U',
    checks: ['size-300-kib', 'size-1000-kib'],
  },
  {
    id: 'mock-answers',
    text: 'A MOCK integration with a route response answers on a WebSocket API',
    confidence: 'L',
    checks: ['ping', 'unknown-action', 'not-json'],
  },
];

/** What a run says about one assumption. */
export function judge({ checks }: Assumption, results: readonly CheckResult[]): Finding {
  const own = results.filter(({ check }) => checks.includes(check.id));
  if (own.some(({ passed }) => !passed)) return 'refuted';
  return own.length === checks.length ? 'confirmed' : 'not tested';
}
