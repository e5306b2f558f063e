import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Problems } from '../problems.ts';

/** What SAM makes of a `Policies` property: `ManagedPolicyArns` and `Policies` of a role. */
export interface RolePolicies {
  readonly ManagedPolicyArns: readonly JsonValue[];
  readonly Policies: readonly JsonObject[];
}

/**
 * Reads the `Policies` of a resource of SAM: names or ARNs of managed policies, policy documents, and SAM's policy
 * templates, one or a list of them.
 */
export function readPolicies(given: JsonValue, logicalId: string, problems: Problems): RolePolicies {
  const entries = Array.isArray(given) ? given : [given];
  const managed: JsonValue[] = [];
  const inline: JsonObject[] = [];
  for (const [index, entry] of entries.entries()) {
    const document = documentOf(entry);
    if (document) inline.push({ PolicyName: `${logicalId}RolePolicy${index}`, PolicyDocument: document });
    else if (typeof entry === 'string') managed.push(managedPolicyArn(entry));
    else if (isIntrinsic(entry)) managed.push(entry);
    else
      problems.add(
        'TEMPLATE_UNSUPPORTED',
        unknown(entry, `Resource '${logicalId}' property Policies[${index}]`),
      );
  }
  return { ManagedPolicyArns: managed, Policies: inline };
}

function documentOf(entry: JsonValue): JsonObject | undefined {
  if (!isJsonObject(entry)) return undefined;
  if (entry['Statement'] !== undefined) return entry;
  const [name = '', ...others] = Object.keys(entry);
  const template = others.length === 0 && Object.hasOwn(POLICY_TEMPLATES, name) && POLICY_TEMPLATES[name];
  const parameters = entry[name];
  return template && isJsonObject(parameters) ? template(parameters) : undefined;
}

/** A name without ARN is one of AWS's policies. */
function managedPolicyArn(entry: string): JsonValue {
  return entry.startsWith('arn:') ? entry : { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${entry}` };
}

function isIntrinsic(entry: JsonValue): boolean {
  const [name = '', ...others] = isJsonObject(entry) ? Object.keys(entry) : [];
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

function unknown(entry: JsonValue, place: string): string {
  const name = isJsonObject(entry) ? Object.keys(entry).join(', ') : JSON.stringify(entry);
  return `${place} is ${name}; lambdaless knows names and ARNs of policies, policy documents, and the policy templates ${Object.keys(POLICY_TEMPLATES).join(', ')}`;
}

type PolicyTemplate = (parameters: JsonObject) => JsonObject;

/** One statement about what a parameter names; `resources` are the ends of ARNs, with `${name}` for that name. */
function allow(
  service: string,
  parameter: string,
  resources: readonly string[],
  actions: readonly string[],
): PolicyTemplate {
  return (parameters) => ({
    Statement: [
      {
        Effect: 'Allow',
        Action: actions.map((action) => `${service}:${action}`),
        Resource: resources.map((resource) => ({
          'Fn::Sub': [
            `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
            { name: parameters[parameter] ?? '' },
          ],
        })),
      },
    ],
  });
}

const TABLE = ['table/${name}', 'table/${name}/index/*'];
const READ = ['GetItem', 'Scan', 'Query', 'BatchGetItem', 'DescribeTable'];
const WRITE = ['PutItem', 'UpdateItem', 'BatchWriteItem'];
const POLL = [
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'DeleteMessage',
  'DeleteMessageBatch',
];
const MACHINE = ['stateMachine:${name}'];

/** Those about services that the runtime has. Source: SAM Developer Guide, "Policy template list". */
const POLICY_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  DynamoDBCrudPolicy: allow('dynamodb', 'TableName', TABLE, [
    ...READ,
    ...WRITE,
    'DeleteItem',
    'ConditionCheckItem',
  ]),
  DynamoDBReadPolicy: allow('dynamodb', 'TableName', TABLE, READ),
  DynamoDBWritePolicy: allow('dynamodb', 'TableName', TABLE, WRITE),
  DynamoDBReconfigurePolicy: allow('dynamodb', 'TableName', ['table/${name}'], ['UpdateTable']),
  EventBridgePutEventsPolicy: allow('events', 'EventBusName', ['event-bus/${name}'], ['PutEvents']),
  SQSPollerPolicy: allow('sqs', 'QueueName', ['${name}'], [...POLL, 'GetQueueAttributes', 'ReceiveMessage']),
  SQSSendMessagePolicy: allow('sqs', 'QueueName', ['${name}'], ['SendMessage*']),
  StepFunctionsExecutionPolicy: allow('states', 'StateMachineName', MACHINE, ['StartExecution']),
  StepFunctionsExecutionPolicy_v2: allow('states', 'StateMachineName', MACHINE, [
    'StartExecution',
    'StartSyncExecution',
  ]),
  StepFunctionsCallbackPolicy: allow('states', 'StateMachineName', MACHINE, [
    'SendTaskFailure',
    'SendTaskHeartbeat',
    'SendTaskSuccess',
  ]),
};
