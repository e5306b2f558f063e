import * as v from 'valibot';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { checkProperties } from '../check.ts';
import type { Problems } from '../problems.ts';
import { defined, trust } from './parts.ts';

/** One member of the `Events` of a state machine. */
export interface MachineEvent {
  readonly machineId: string;
  readonly eventId: string;
  readonly event: JsonObject;
  readonly attributes: JsonObject;
  /** Of the machine, which holds for the roles of its events too. */
  readonly permissionsBoundary: JsonValue | undefined;
}

/** The end of a target's id, which has 64 characters at most. */
const TARGET = 'StepFunctionsTarget';

const unchecked = v.optional(v.unknown());

const target = {
  Input: unchecked,
  RetryPolicy: unchecked,
  DeadLetterConfig: v.optional(
    v.strictObject({
      Arn: unchecked,
      Type: v.optional(v.picklist(['SQS'])),
      QueueLogicalId: v.optional(v.string()),
    }),
  ),
  State: unchecked,
  Target: v.optional(v.strictObject({ Id: v.unknown() })),
};

const pattern = v.strictObject({
  ...target,
  EventBusName: unchecked,
  InputPath: unchecked,
  InputTransformer: unchecked,
  Pattern: unchecked,
  RuleName: unchecked,
});

const schedule = v.strictObject({
  ...target,
  Description: unchecked,
  Enabled: v.optional(v.boolean()),
  Name: unchecked,
  RoleArn: unchecked,
  Schedule: v.unknown(),
});

const SCHEMAS: Readonly<Record<string, v.GenericSchema<unknown, object>>> = {
  CloudWatchEvent: pattern,
  EventBridgeRule: pattern,
  Schedule: schedule,
};

/**
 * A rule whose target is the state machine, under the id of machine and event; a role with which EventBridge
 * starts it; and a dead-letter queue where one is asked for without an ARN.
 */
export function expandEvent(machineEvent: MachineEvent, problems: Problems): JsonObject {
  const { machineId, eventId, event, attributes, permissionsBoundary } = machineEvent;
  const owner = `Resource '${machineId}'`;
  const { Type: type, Properties: given = {} } = event;
  const schema = typeof type === 'string' && Object.hasOwn(SCHEMAS, type) && SCHEMAS[type];
  if (!schema) {
    const known = Object.keys(SCHEMAS).join(', ');
    const message = `${owner} property Events.${eventId}.Type is ${JSON.stringify(type)}; lambdaless executes only ${known}`;
    problems.add('TEMPLATE_UNSUPPORTED', message);
    return {};
  }
  const place = { owner, path: ['Events', eventId, 'Properties'] };
  const properties = checkProperties(schema, given, 'AWS::Serverless::StateMachine', place, problems) as
    | JsonObject
    | undefined;
  if (properties === undefined) return {};
  const id = `${machineId}${eventId}`;
  const queue = deadLetterQueue(id, properties['DeadLetterConfig']);
  const resources: JsonObject = {
    [id]: rule(id, machineId, properties, queue?.arn),
    ...(properties['RoleArn'] === undefined && {
      [`${id}Role`]: startRole(id, machineId, permissionsBoundary),
    }),
    ...queue?.resources,
  };
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) => [
      logicalId,
      { ...attributes, ...(resource as JsonObject) },
    ]),
  );
}

function rule(
  id: string,
  machineId: string,
  properties: JsonObject,
  deadLetterArn: JsonValue | undefined,
): JsonObject {
  const { Input, InputPath, InputTransformer, RetryPolicy, Target: target, Enabled: enabled } = properties;
  const state = enabled === undefined ? properties['State'] : enabled === true ? 'ENABLED' : 'DISABLED';
  return {
    Type: 'AWS::Events::Rule',
    Properties: defined({
      Name: properties['RuleName'] ?? properties['Name'],
      Description: properties['Description'],
      EventBusName: properties['EventBusName'],
      EventPattern: properties['Pattern'],
      ScheduleExpression: properties['Schedule'],
      State: state,
      Targets: [
        defined({
          Arn: { Ref: machineId },
          Id:
            (isJsonObject(target) ? target['Id'] : undefined) ??
            `${id.slice(0, 64 - TARGET.length)}${TARGET}`,
          RoleArn: properties['RoleArn'] ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
          Input,
          InputPath,
          InputTransformer,
          RetryPolicy,
          DeadLetterConfig: deadLetterArn === undefined ? undefined : { Arn: deadLetterArn },
        }),
      ],
    }),
  };
}

function startRole(id: string, machineId: string, boundary: JsonValue | undefined): JsonObject {
  return {
    Type: 'AWS::IAM::Role',
    Properties: defined({
      AssumeRolePolicyDocument: trust('events.amazonaws.com'),
      Policies: [
        {
          PolicyName: `${id}RoleStartExecutionPolicy`,
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: machineId } }],
          },
        },
      ],
      PermissionsBoundary: boundary,
    }),
  };
}

interface DeadLetterQueue {
  readonly arn: JsonValue;
  readonly resources: JsonObject;
}

/** Its ARN; with `Type: SQS` instead, a queue of its own, to which the rule may send. */
function deadLetterQueue(id: string, config: JsonValue | undefined): DeadLetterQueue | undefined {
  if (!isJsonObject(config)) return undefined;
  if (config['Arn'] !== undefined) return { arn: config['Arn'], resources: {} };
  const name = config['QueueLogicalId'];
  const queueId = typeof name === 'string' ? name : `${id}Queue`;
  const arn = { 'Fn::GetAtt': [queueId, 'Arn'] };
  return {
    arn,
    resources: { [queueId]: { Type: 'AWS::SQS::Queue' }, [`${id}QueuePolicy`]: queuePolicy(id, queueId) },
  };
}

function queuePolicy(id: string, queueId: string): JsonObject {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queueId }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [queueId, 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [id, 'Arn'] } } },
          },
        ],
      },
    },
  };
}
