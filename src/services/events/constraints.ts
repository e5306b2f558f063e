import { AwsError } from '../../core/errors.ts';
import { isJsonNumber, type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';

/** What EventBridge's service model says about a member of a request. */
interface Constraint {
  readonly kind: 'text' | 'list' | 'number' | 'object' | 'boolean';
  readonly required?: true;
  /** Of a text or list its length, of a number its value. */
  readonly min?: number;
  readonly max?: number;
  /** The model's own text; it must match the whole value. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

type Members = Readonly<Record<string, Constraint>>;

const NAME = '[\\.\\-_A-Za-z0-9]+';
const BUS_NAME = '[/\\.\\-_A-Za-z0-9]+';
const BUS_NAME_OR_ARN = `(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?${BUS_NAME}`;
const SOURCE_ARN = '^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:.+\\/.+$';

const text = (max: number, more: Partial<Constraint> = {}): Constraint => ({ kind: 'text', max, ...more });
const ruleName = text(64, { min: 1, pattern: NAME });
const busName = text(256, { min: 1, pattern: BUS_NAME });
const bus = text(1600, { min: 1, pattern: BUS_NAME_OR_ARN });
const ownBus = text(256, { min: 1, pattern: NAME });
const archiveName = text(48, { min: 1, pattern: NAME });
const sourceArn = text(1600, { min: 1, pattern: SOURCE_ARN });
const arn = text(1600, { min: 1 });
const eventPattern = text(4096);
const description = text(512);
const statementId = text(64, { min: 1, pattern: '[a-zA-Z0-9-_]+' });
const tags: Constraint = { kind: 'list' };
const paged: Members = {
  NextToken: text(2048, { min: 1 }),
  Limit: { kind: 'number', min: 1, max: 100 },
};

const required = (constraint: Constraint): Constraint => ({ ...constraint, required: true });

const onRule: Members = { Name: required(ruleName), EventBusName: bus };
const ofRule: Members = { Rule: required(ruleName), EventBusName: bus };
const describesBus: Members = {
  Description: description,
  KmsKeyIdentifier: text(2048),
  DeadLetterConfig: { kind: 'object' },
  LogConfig: { kind: 'object' },
};
const describesArchive: Members = {
  Description: description,
  EventPattern: eventPattern,
  RetentionDays: { kind: 'number', min: 0 },
  KmsKeyIdentifier: text(2048),
};

/** The members of each operation's request (botocore 1.43.11, events/2015-10-07). */
const INPUTS: Readonly<Record<string, Members>> = {
  ListEventBuses: { NamePrefix: busName, ...paged },
  DescribeEventBus: { Name: bus },
  CreateEventBus: { Name: required(busName), EventSourceName: text(256), ...describesBus, Tags: tags },
  UpdateEventBus: { Name: busName, ...describesBus },
  DeleteEventBus: { Name: required(busName) },
  ListRules: { NamePrefix: ruleName, EventBusName: bus, ...paged },
  DescribeRule: onRule,
  PutRule: {
    ...onRule,
    ScheduleExpression: text(256),
    EventPattern: eventPattern,
    State: {
      kind: 'text',
      values: ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'],
    },
    Description: description,
    RoleArn: arn,
    Tags: tags,
  },
  DeleteRule: { ...onRule, Force: { kind: 'boolean' } },
  EnableRule: onRule,
  DisableRule: onRule,
  ListTargetsByRule: { ...ofRule, ...paged },
  ListRuleNamesByTarget: { TargetArn: required(arn), EventBusName: bus, ...paged },
  PutTargets: { ...ofRule, Targets: { kind: 'list', required: true, min: 1, max: 100 } },
  RemoveTargets: {
    ...ofRule,
    Ids: { kind: 'list', required: true, min: 1, max: 100 },
    Force: { kind: 'boolean' },
  },
  PutPermission: {
    EventBusName: ownBus,
    Action: text(64, { min: 1, pattern: 'events:[a-zA-Z]+' }),
    Principal: text(12, { min: 1, pattern: '(\\d{12}|\\*)' }),
    StatementId: statementId,
    Condition: { kind: 'object' },
    Policy: { kind: 'text' },
  },
  RemovePermission: {
    StatementId: statementId,
    RemoveAllPermissions: { kind: 'boolean' },
    EventBusName: ownBus,
  },
  TagResource: { ResourceARN: required(arn), Tags: required(tags) },
  UntagResource: { ResourceARN: required(arn), TagKeys: { kind: 'list', required: true } },
  ListTagsForResource: { ResourceARN: required(arn) },
  CreateArchive: {
    ArchiveName: required(archiveName),
    EventSourceArn: required(sourceArn),
    ...describesArchive,
  },
  UpdateArchive: { ArchiveName: required(archiveName), ...describesArchive },
  DescribeArchive: { ArchiveName: required(archiveName) },
  DeleteArchive: { ArchiveName: required(archiveName) },
  ListArchives: { NamePrefix: archiveName, EventSourceArn: sourceArn, State: { kind: 'text' }, ...paged },
  StartReplay: {
    ReplayName: required(ruleName),
    Description: description,
    EventSourceArn: required(sourceArn),
    EventStartTime: { kind: 'number', required: true },
    EventEndTime: { kind: 'number', required: true },
    Destination: { kind: 'object', required: true },
  },
  DescribeReplay: { ReplayName: required(ruleName) },
  CancelReplay: { ReplayName: required(ruleName) },
  ListReplays: { NamePrefix: ruleName, EventSourceArn: sourceArn, State: { kind: 'text' }, ...paged },
};

/**
 * Checks a request's members as EventBridge does before it looks at anything else; all violations are told at once.
 * @throws AwsError ValidationException, SerializationException
 */
export function checkInput(operation: string, input: JsonObject): void {
  const violations = Object.entries(INPUTS[operation] ?? {}).flatMap(([member, constraint]) => {
    const reason = violationOf(member, constraint, input[member] ?? null);
    return reason === undefined ? [] : [describe(input[member] ?? null, lowerFirst(member), reason)];
  });
  if (violations.length === 0) return;
  const plural = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  throw new AwsError('ValidationException', `${plural} detected: ${violations.join('; ')}`);
}

/** One violation alone, of a member that has no place in the table. */
export function constraint(value: string, member: string, reason: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${reason}`,
  );
}

function violationOf(member: string, wanted: Constraint, value: JsonValue): string | undefined {
  if (value === null) return wanted.required ? 'Member must not be null' : undefined;
  if (!IS_KIND[wanted.kind](value)) {
    throw new AwsError('SerializationException', `${member} has a value of the wrong type.`);
  }
  if (wanted.kind === 'number') return outOfBounds(Number(value), wanted, 'value');
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
  return outOfBounds(length, wanted, 'length') ?? mismatch(textFrom(value), wanted);
}

const IS_KIND: Readonly<Record<Constraint['kind'], (value: JsonValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  list: Array.isArray,
  // A timestamp may come as text, from a task of a state machine.
  number: (value) => isJsonNumber(value) || typeof value === 'string',
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  boolean: (value) => typeof value === 'boolean',
};

function outOfBounds(size: number, { min, max }: Constraint, what: 'length' | 'value'): string | undefined {
  if (max !== undefined && size > max) return `Member must have ${what} less than or equal to ${max}`;
  if (min !== undefined && size < min) return `Member must have ${what} greater than or equal to ${min}`;
  return undefined;
}

function mismatch(value: string, { pattern, values }: Constraint): string | undefined {
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    return `Member must satisfy regular expression pattern: ${pattern}`;
  }
  if (values && !values.includes(value)) return `Member must satisfy enum value set: [${values.join(', ')}]`;
  return undefined;
}

function describe(value: JsonValue, member: string, reason: string): string {
  const shown = Array.isArray(value)
    ? `'[${value.map((each) => textFrom(each)).join(', ')}]'`
    : `'${textFrom(value)}'`;
  return `Value ${value === null ? 'null' : shown} at '${member}' failed to satisfy constraint: ${reason}`;
}

function lowerFirst(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
