import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { MachineType, QueryLanguage } from '../definition.ts';
import { parseResource, type TaskResource } from '../resource.ts';
import { jsonataTemplate } from './jsonata.ts';
import { OPTIMIZED, type RequestMembers } from './optimized.ts';
import { payloadTemplate } from './paths.ts';
import type { Report } from './report.ts';

const ARN = /^arn:[^:]+:/;
const ACTIVITY = /^arn:[^:]+:states:[^:]*:[^:]*:activity:/;
const INTEGRATION = /^arn:[^:]+:states:::/;

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
  const members = OPTIMIZED[service]?.[operation];
  if (members) checkMembers(given, members, `${at}/${field}`, report);
}

function checkMembers(
  given: JsonObject,
  { required, optional }: RequestMembers,
  at: string,
  report: Report,
): void {
  const names = Object.keys(given).map((name) => name.replace(/\.\$$/, ''));
  for (const name of required) {
    if (!names.includes(name)) report.schema(`The field '${name}' is required but was missing`, at);
  }
  for (const name of names) {
    if (!required.includes(name) && !optional.includes(name)) {
      report.schema(`The field '${name}' is not supported by Step Functions`, at);
    }
  }
}
