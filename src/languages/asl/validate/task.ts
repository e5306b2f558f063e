import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { MachineType, QueryLanguage } from '../definition.ts';
import { parseResource, type TaskResource } from '../resource.ts';
import { jsonataTemplate } from './jsonata.ts';
import { payloadTemplate } from './paths.ts';
import type { Report } from './report.ts';

const ARN = /^arn:[^:]+:/;
const ACTIVITY = /^arn:[^:]+:states:[^:]*:[^:]*:activity:/;
const INTEGRATION = /^arn:[^:]+:states:::/;

/**
 * What requests of optimized integrations must have, and all operations that these services have. Services that
 * are not here are left alone. Source: Developer Guide, "Integrating optimized services"; measured with
 * ValidateStateMachineDefinition.
 */
const OPTIMIZED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  dynamodb: {
    getItem: ['TableName', 'Key'],
    putItem: ['TableName', 'Item'],
    updateItem: ['TableName', 'Key'],
    deleteItem: ['TableName', 'Key'],
  },
  events: { putEvents: ['Entries'], 'putEvents.waitForTaskToken': ['Entries'] },
  sqs: {
    sendMessage: ['QueueUrl', 'MessageBody'],
    'sendMessage.waitForTaskToken': ['QueueUrl', 'MessageBody'],
  },
  states: {
    startExecution: ['StateMachineArn'],
    'startExecution.sync': ['StateMachineArn'],
    'startExecution.sync:2': ['StateMachineArn'],
    'startExecution.waitForTaskToken': ['StateMachineArn'],
  },
  apigateway: {
    invoke: ['ApiEndpoint', 'Method'],
    'invoke.waitForTaskToken': ['ApiEndpoint', 'Method'],
  },
};

/** Services whose SDK the aws-sdk integrations leave out. */
const NO_SDK: ReadonlySet<string> = new Set(['aws-sdk:apigatewaymanagementapi']);

export function checkTask(
  state: JsonObject,
  language: QueryLanguage,
  type: MachineType,
  at: string,
  report: Report,
): void {
  checkCredentials(state, language, at, report);
  checkHeartbeat(state, at, report);
  const { Resource } = state;
  if (typeof Resource !== 'string') return;
  const place = `${at}/Resource`;
  if (!ARN.test(Resource)) {
    report.schema('Value is not a valid resource ARN', place);
    return;
  }
  if (type === 'EXPRESS') checkExpress(Resource, place, report);
  if (!INTEGRATION.test(Resource)) return;
  const resource = parseResource(Resource);
  if (!isKnown(resource)) {
    report.schema(unknownResource(Resource), place);
    return;
  }
  checkParameters(state, resource, language, at, report);
}

/** Source: Developer Guide, "Task workflow state", HeartbeatSeconds. */
function checkHeartbeat({ TimeoutSeconds, HeartbeatSeconds }: JsonObject, at: string, report: Report): void {
  if (typeof TimeoutSeconds !== 'number' || typeof HeartbeatSeconds !== 'number') return;
  if (HeartbeatSeconds < TimeoutSeconds) return;
  report.schema('HeartbeatSeconds must be smaller than TimeoutSeconds', `${at}/HeartbeatSeconds`);
}

function checkCredentials(
  { Credentials }: JsonObject,
  language: QueryLanguage,
  at: string,
  report: Report,
): void {
  if (!isJsonObject(Credentials)) return;
  const place = `${at}/Credentials`;
  if (Credentials['RoleArn'] === undefined && Credentials['RoleArn.$'] === undefined) {
    report.schema("The field 'RoleArn' is required but was missing", place);
  }
  (language === 'JSONata' ? jsonataTemplate : payloadTemplate)(Credentials, place, report);
}

/** The space before "at" is AWS's. */
function checkExpress(resource: string, at: string, report: Report): void {
  if (ACTIVITY.test(resource)) report.schema('Express state machine does not support Activity ARN', at);
  if (resource.endsWith('.waitForTaskToken')) {
    report.schema("Express state machine does not support '.waitForTaskToken' service integration ", at);
  }
  if (/\.sync(:2)?$/.test(resource)) {
    report.schema("Express state machine does not support '.sync' service integration", at);
  }
}

function isKnown({ service, operation }: TaskResource): boolean {
  if (NO_SDK.has(service)) return false;
  const operations = Object.hasOwn(OPTIMIZED, service) ? OPTIMIZED[service] : undefined;
  return operations === undefined || Object.hasOwn(operations, operation);
}

function unknownResource(resource: string): string {
  return `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
}

function checkParameters(
  state: JsonObject,
  { text, service, operation }: TaskResource,
  language: QueryLanguage,
  at: string,
  report: Report,
): void {
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  const given: JsonValue | undefined = state[field];
  if (given === undefined) {
    report.schema(`${field} field is required for resource ARN: ${text}`, at);
    return;
  }
  if (!isJsonObject(given)) return;
  for (const name of OPTIMIZED[service]?.[operation] ?? []) {
    if (given[name] === undefined && given[`${name}.$`] === undefined) {
      report.schema(`The field '${name}' is required but was missing`, `${at}/${field}`);
    }
  }
}
