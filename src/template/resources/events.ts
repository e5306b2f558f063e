import * as v from 'valibot';
import type { Environment } from '../../core/environment.ts';
import { messageOf } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, stringifyJson } from '../../core/json.ts';
import { parsePattern } from '../../languages/event-pattern/index.ts';
import { compileInput, type InputSpecification } from '../../languages/input-transformer/index.ts';
import { compileTemplate, sampleOf } from '../../languages/input-transformer/template.ts';
import { policyDocument, policyStatement } from '../policy-document.ts';
import { cfnNumber, noEffect, type ResourceTypes, withoutEffect } from '../resource-type.ts';

export interface EventBusProperties {
  readonly Name: string;
  readonly Policy?: JsonObject | undefined;
  readonly Description?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface EventBusPolicyProperties {
  readonly StatementId: string;
  /** Name or ARN; the default bus unless given. */
  readonly EventBusName?: string | undefined;
  readonly Statement?: JsonObject | undefined;
  readonly Action?: string | undefined;
  readonly Principal?: string | undefined;
}

export interface TargetProperties extends InputSpecification {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string | undefined;
  readonly RetryPolicy?:
    | {
        readonly MaximumRetryAttempts?: number | undefined;
        readonly MaximumEventAgeInSeconds?: number | undefined;
      }
    | undefined;
  readonly DeadLetterConfig?: { readonly Arn?: string | undefined } | undefined;
  readonly SqsParameters?: { readonly MessageGroupId: string } | undefined;
}

export interface RuleProperties {
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
  /** Name or ARN; the default bus unless given. */
  readonly EventBusName?: string | undefined;
  readonly EventPattern?: JsonObject | undefined;
  readonly ScheduleExpression?: string | undefined;
  readonly State?: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' | undefined;
  readonly Targets?: readonly TargetProperties[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface ArchiveProperties {
  readonly ArchiveName?: string | undefined;
  readonly SourceArn: string;
  readonly EventPattern?: JsonObject | undefined;
  readonly Description?: string | undefined;
  /** 0 or nothing keeps events without end. */
  readonly RetentionDays?: number | undefined;
}

export interface EventsProperties {
  'AWS::Events::EventBus': EventBusProperties;
  'AWS::Events::EventBusPolicy': EventBusPolicyProperties;
  'AWS::Events::Rule': RuleProperties;
  'AWS::Events::Archive': ArchiveProperties;
}

/** What a rule may hand its events to; a bus also takes the rules that another bus's targets are. */
export type TargetKind = 'stateMachine' | 'queue' | 'eventBus' | 'logGroup';

const TARGET_ARNS: readonly (readonly [TargetKind, RegExp])[] = [
  ['stateMachine', /^arn:[^:]+:states:[^:]+:\d+:stateMachine:[^:]+(?::[^:]+)?$/],
  ['queue', /^arn:[^:]+:sqs:[^:]+:\d+:[^:]+$/],
  ['eventBus', /^arn:[^:]+:events:[^:]+:\d+:event-bus\/.+$/],
  // As `Fn::GetAtt` gives it, or without the last part, as the CDK writes it.
  ['logGroup', /^arn:[^:]+:logs:[^:]+:\d+:log-group:[^:]+(?::\*)?$/],
];

export function targetKindOf(arn: string): TargetKind | undefined {
  return TARGET_ARNS.find(([, pattern]) => pattern.test(arn))?.[0];
}

/** Turns what throws on a bad value into a check of a schema. */
function accepts<Value>(parse: (value: Value) => unknown): v.RawCheckAction<Value> {
  return v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      parse(dataset.value);
    } catch (error) {
      addIssue({ message: messageOf(error) });
    }
  });
}

const jsonObject = v.custom<JsonObject>(isJsonObject, 'must be an object');
const eventPattern = v.pipe(
  jsonObject,
  accepts((pattern) => parsePattern(stringifyJson(pattern))),
);
const bounded = (least: number, most: number): v.GenericSchema<number | string, number> =>
  v.pipe(
    cfnNumber,
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );

/** Lengths are those of the service model (events, 2015-10-07). */
const text = (most: number): v.GenericSchema<string> =>
  v.pipe(v.string(), v.maxLength(most, `has more than ${most} characters`));

const inputFields = {
  Input: v.optional(text(8192)),
  InputPath: v.optional(text(256)),
  InputTransformer: v.optional(
    v.strictObject({
      InputPathsMap: v.optional(v.record(v.string(), text(256))),
      InputTemplate: v.string(),
    }),
  ),
};

/** A target, checked alike in templates and in PutTargets. */
export const targetProperties: v.GenericSchema<unknown, TargetProperties> = v.pipe(
  v.strictObject({
    Id: v.pipe(v.string(), v.regex(/^[.\-_A-Za-z0-9]{1,64}$/, 'has 1 to 64 letters, digits and ".-_"')),
    Arn: v.pipe(
      text(1600),
      v.check(
        (arn) => targetKindOf(arn) !== undefined,
        ({ input }) =>
          `'${input}' is not a target that lambdaless can call; it calls state machines, SQS queues, event buses and log groups`,
      ),
    ),
    RoleArn: v.optional(v.string()),
    ...inputFields,
    RetryPolicy: v.optional(
      v.strictObject({
        MaximumRetryAttempts: v.optional(bounded(0, 185)),
        MaximumEventAgeInSeconds: v.optional(bounded(60, 86_400)),
      }),
    ),
    DeadLetterConfig: v.optional(v.strictObject({ Arn: v.optional(v.string()) })),
    SqsParameters: v.optional(v.strictObject({ MessageGroupId: text(100) })),
  }),
  accepts((given) => compileInput(given)),
  v.check(
    ({ Arn, RoleArn }) => targetKindOf(Arn) !== 'stateMachine' || RoleArn !== undefined,
    'needs a RoleArn: EventBridge starts a state machine under a role',
  ),
  v.check(
    ({ Arn, Input, InputPath, InputTransformer }) =>
      targetKindOf(Arn) !== 'eventBus' || (Input ?? InputPath ?? InputTransformer) === undefined,
    'hands whole events to a bus: Input, InputPath and InputTransformer are not possible',
  ),
  accepts((given) => targetKindOf(given.Arn) === 'logGroup' && checkLogGroupTarget(given)),
);

/** EventBridge user guide, "CloudWatch Logs groups as targets" and "Using resource-based policies". */
function checkLogGroupTarget({ RoleArn, Input, InputPath, InputTransformer }: TargetProperties): void {
  if (RoleArn !== undefined) {
    throw new Error(
      'RoleArn is not supported for a log group: an AWS::Logs::ResourcePolicy lets EventBridge write to it',
    );
  }
  const sample = InputTransformer && sampleOf(compileTemplate(InputTransformer.InputTemplate));
  const isEntry = isJsonObject(sample) && Object.keys(sample).sort().join() === 'message,timestamp';
  if ((Input ?? InputPath) !== undefined || (InputTransformer && !isEntry)) {
    throw new Error(
      'a log group takes whole events, or those of the InputTemplate {"timestamp": <time>, "message": <text>}',
    );
  }
}

const tags = v.array(v.strictObject({ Key: v.string(), Value: v.string() }));

const rule = v.pipe(
  v.strictObject({
    Name: v.optional(v.string()),
    Description: v.optional(v.string()),
    EventBusName: v.optional(v.string()),
    EventPattern: v.optional(eventPattern),
    ScheduleExpression: v.optional(v.string()),
    State: v.optional(v.picklist(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'])),
    Targets: v.optional(v.pipe(v.array(targetProperties), v.maxLength(5, 'a rule has at most 5 targets'))),
    RoleArn: withoutEffect('targets name their own roles'),
    Tags: v.optional(tags),
  }),
  v.check(
    ({ EventPattern, ScheduleExpression }) => EventPattern !== undefined || ScheduleExpression !== undefined,
    'needs an EventPattern or a ScheduleExpression',
  ),
);

/** "bus" of "arn:aws:events:us-east-1:123456789012:event-bus/bus", or the name itself. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.replace(/^arn:.*:event-bus\//, '') ?? 'default';
}

/** The statement of a bus's policy: as it is given, or made of the older form of `Action` and `Principal`. */
export function busStatement({
  Statement,
  StatementId: Sid,
  Action,
  Principal,
}: EventBusPolicyProperties): JsonObject {
  if (Statement) return Statement;
  const principal = Principal === '*' ? '*' : { AWS: Principal ?? '' };
  return { Sid, Effect: 'Allow', Action: Action ?? '', Principal: principal, Resource: '*' };
}

export function eventsArn({ partition, region, accountId }: Environment, resource: string): string {
  return `arn:${partition}:events:${region}:${accountId}:${resource}`;
}

export function busArn(environment: Environment, name: string): string {
  return eventsArn(environment, `event-bus/${name}`);
}

export function archiveArn(environment: Environment, name: string): string {
  return eventsArn(environment, `archive/${name}`);
}

/** Rules of the default bus have no bus in their ARN. */
export function ruleArn(environment: Environment, busName: string, name: string): string {
  return eventsArn(environment, `rule/${busName === 'default' ? '' : `${busName}/`}${name}`);
}

/** An id, an ARN or an alias; empty for a key that AWS owns. */
function kmsKey(reason: string): v.GenericSchema<unknown, string | undefined> {
  return v.pipe(v.optional(v.pipe(v.string(), v.maxLength(2048))), noEffect(reason));
}

export const eventsTypes: ResourceTypes<EventsProperties> = {
  'AWS::Events::EventBus': {
    properties: v.strictObject({
      Name: v.string(),
      Policy: v.optional(policyDocument('resource')),
      Description: v.optional(v.string()),
      DeadLetterConfig: withoutEffect('it is for events that cannot be decrypted, and nothing is encrypted'),
      KmsKeyIdentifier: kmsKey('events live in the memory of one process'),
      LogConfig: withoutEffect('there is no CloudWatch here: traces show what a bus does'),
      Tags: v.optional(tags),
    }),
    ref: ({ Name }) => Name,
    attributes: ({ Name }, { environment }) => ({ Name, Arn: busArn(environment, Name) }),
  },
  'AWS::Events::EventBusPolicy': {
    properties: v.pipe(
      v.strictObject({
        StatementId: v.string(),
        EventBusName: v.optional(v.string()),
        Statement: v.optional(policyStatement()),
        Action: v.optional(v.literal('events:PutEvents')),
        Principal: v.optional(v.pipe(v.string(), v.regex(/^(\*|\d{12})$/, 'must be an account id or "*"'))),
      }),
      v.check(
        ({ Statement, Action, Principal }) =>
          Statement === undefined
            ? Action !== undefined && Principal !== undefined
            : Action === undefined && Principal === undefined,
        'needs either a Statement, or an Action and a Principal',
      ),
    ),
    ref: ({ StatementId }) => StatementId,
    attributes: () => ({}),
  },
  'AWS::Events::Rule': {
    properties: rule,
    // The physical id of a rule on a bus of one's own is "bus|rule".
    ref: (properties, naming) => {
      const bus = busNameOf(properties.EventBusName);
      const name = properties.Name ?? naming.generatedName();
      return bus === 'default' ? name : `${bus}|${name}`;
    },
    attributes: (properties, { environment }, ref) => {
      const bus = busNameOf(properties.EventBusName);
      return { Arn: ruleArn(environment, bus, ref.slice(ref.indexOf('|') + 1)) };
    },
  },
  'AWS::Events::Archive': {
    properties: v.strictObject({
      ArchiveName: v.optional(v.string()),
      SourceArn: v.string(),
      EventPattern: v.optional(eventPattern),
      Description: v.optional(v.string()),
      KmsKeyIdentifier: kmsKey('events live in the memory of one process'),
      RetentionDays: v.optional(v.pipe(cfnNumber, v.minValue(0, 'must be at least 0'))),
    }),
    ref: ({ ArchiveName }, naming) => ArchiveName ?? naming.generatedName(48),
    attributes: (_properties, { environment }, ref) => ({ Arn: archiveArn(environment, ref) }),
  },
};
