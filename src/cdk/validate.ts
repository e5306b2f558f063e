import { Annotations, Duration, Stack, Token } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { messageOf } from '../core/errors.ts';
import { matches, parsePattern } from '../languages/event-pattern/index.ts';
import { CONNECTION_MAX_HOURS, PAGE_MAX_ROWS, PATTERN_MAX_CHARACTERS } from './limits.ts';
import type { LambdalessWebSocketProps } from './props.ts';

/** A prop, what is wrong with it, and what it may be. */
type Finding = readonly [prop: keyof LambdalessWebSocketProps, problem: string];

/**
 * Checks what CloudFormation would refuse late, or accept and then not do. Values that are known only at
 * deployment (tokens) pass.
 * @throws Error that names the first wrong prop.
 */
export function validate(scope: Construct, props: LambdalessWebSocketProps): void {
  const [finding] = findings(scope, props);
  if (finding) throw new Error(`LambdalessWebSocket: ${finding[0]} ${finding[1]}`);
}

function* findings(scope: Construct, props: LambdalessWebSocketProps): Generator<Finding> {
  yield* oneOf('matching', props.matching, ['jsonata', 'testEventPattern']);
  yield* oneOf('deliveryType', props.deliveryType, ['express', 'standard']);
  yield* oneOf('authorization', props.authorization, ['iam', 'anyone-with-the-url']);
  yield* oneOf('logLevel', props.logLevel, ['OFF', 'FATAL', 'ERROR', 'ALL']);
  yield* stageName(props.stageName);
  yield* pageSize(props.pageSize);
  yield* throttling(props.throttling);
  yield* connectionTtl(props.connectionTtl);
  yield* eventPattern(scope, props);
  yield* archive(scope, props.archive);
  if (props.deadLetterQueue?.fifo) {
    yield ['deadLetterQueue', 'is a FIFO queue, but must be a standard one: EventBridge sends to no other'];
  }
}

function* oneOf(
  prop: keyof LambdalessWebSocketProps,
  value: string | undefined,
  allowed: readonly string[],
): Generator<Finding> {
  if (value === undefined || allowed.includes(value)) return;
  yield [prop, `is '${value}', but must be one of ${allowed.map((name) => `'${name}'`).join(', ')}`];
}

function* stageName(value: string | undefined): Generator<Finding> {
  if (value === undefined || Token.isUnresolved(value) || /^[\w-]{1,128}$/.test(value)) return;
  yield ['stageName', `is '${value}', but must be 1 to 128 letters, digits, '-' or '_'`];
}

function* pageSize(value: number | undefined): Generator<Finding> {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= 1 && value <= PAGE_MAX_ROWS) return;
  yield ['pageSize', `is ${value}, but must be a whole number from 1 to ${PAGE_MAX_ROWS}`];
}

function* throttling(value: LambdalessWebSocketProps['throttling']): Generator<Finding> {
  if (value === undefined) return;
  for (const name of ['rateLimit', 'burstLimit'] as const) {
    if (Token.isUnresolved(value[name]) || value[name] > 0) continue;
    yield ['throttling', `has ${name} ${value[name]}, but must be above 0: 0 refuses every message`];
  }
}

function* connectionTtl(value: Duration | undefined): Generator<Finding> {
  if (value === undefined || value.isUnresolved()) return;
  if (value.toSeconds() >= Duration.hours(CONNECTION_MAX_HOURS).toSeconds()) return;
  yield [
    'connectionTtl',
    `is ${value.toHumanString()}, but must be at least ${CONNECTION_MAX_HOURS} hours: ` +
      'a connection lives that long and would silently receive nothing any more',
  ];
}

function* eventPattern(scope: Construct, props: LambdalessWebSocketProps): Generator<Finding> {
  if (props.eventPattern && Object.keys(props.eventPattern).length === 0) {
    yield ['eventPattern', 'is empty: leave it out to let every event through'];
  }
  yield* validPattern(scope, 'eventPattern', props.eventPattern);
  if (props.deliveryType === 'standard' && letsThrough(scope, props.eventPattern, STATUS_CHANGE)) {
    yield [
      'eventPattern',
      "lets events of source 'aws.states' through, with deliveryType 'standard': a Standard workflow reports its " +
        "own status with that source and would trigger itself without end. Use 'express'",
    ];
  }
}

const STATUS_CHANGE = 'Step Functions Execution Status Change';
const CALL_ON_RECORD = 'AWS API Call via CloudTrail';

/** Warns of what works in one account and not in another. */
export function warn(scope: Construct, { eventBus, eventPattern: pattern }: LambdalessWebSocketProps): void {
  if (!eventBus || !letsThrough(scope, pattern, CALL_ON_RECORD)) return;
  Annotations.of(scope).addWarningV2(
    'lambdaless:eventPattern',
    `LambdalessWebSocket: eventPattern lets '${CALL_ON_RECORD}' of source 'aws.states' through. Where a trail of ` +
      'CloudTrail records StartExecution, each delivery would cause another. Leave that source or detailType out.',
  );
}

/** Whether a pattern that asks for a source may let through what Step Functions, or CloudTrail of it, reports. */
function letsThrough(scope: Construct, pattern: EventPattern | undefined, type: string): boolean {
  if (pattern?.source === undefined) return false;
  const { source, detailType } = pattern;
  const text = patternOf(scope, { source, ...(detailType && { detailType }) });
  return text !== undefined && matches(parsePattern(text), { source: 'aws.states', 'detail-type': type });
}

function* validPattern(
  scope: Construct,
  prop: keyof LambdalessWebSocketProps,
  pattern: EventPattern | undefined,
): Generator<Finding> {
  const text = pattern && patternOf(scope, pattern);
  if (text === undefined) return;
  if (text.length > PATTERN_MAX_CHARACTERS) {
    yield [prop, `has ${text.length} characters as JSON, but a rule takes ${PATTERN_MAX_CHARACTERS}`];
  }
  try {
    parsePattern(text);
  } catch (error) {
    yield [prop, `is one that EventBridge refuses: ${messageOf(error)}`];
  }
}

/** A pattern's text, as EventBridge gets it; nothing if a part of it is known only at deployment. */
function patternOf(scope: Construct, { detailType, ...rest }: EventPattern): string | undefined {
  const pattern = Stack.of(scope).resolve({ ...rest, ...(detailType && { 'detail-type': detailType }) });
  const text = JSON.stringify(pattern);
  return /"(Ref|Fn::\w+)":/.test(text) ? undefined : text;
}

function* archive(scope: Construct, value: LambdalessWebSocketProps['archive']): Generator<Finding> {
  yield* validPattern(scope, 'archive', value?.eventPattern);
  const { retention } = value ?? {};
  if (retention === undefined || retention.isUnresolved()) return;
  const days = retention.toDays({ integral: false });
  if (Number.isInteger(days) && days >= 1) return;
  yield ['archive', `has retention ${retention.toHumanString()}, but must be one of whole days`];
}
