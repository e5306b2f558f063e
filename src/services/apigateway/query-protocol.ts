import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../core/json.ts';
import type { OperationName } from '../../core/operations.ts';
import type { AwsRequest } from './aws-integration.ts';

/**
 * SQS's query protocol, as API Gateway integrations use it: `Action=SendMessage&MessageBody=…` in the body or
 * the query string, with the queue in the URI's path (`{account}/{queue}`).
 */
export function requestFromQuery({ body, query }: AwsRequest, path: string | undefined): JsonObject {
  const input: JsonObject = {};
  for (const [name, value] of [...Object.entries(query), ...new URLSearchParams(body)])
    setMember(input, name, value);
  if (path !== undefined && path !== '' && input['QueueUrl'] === undefined) {
    setOwn(input, 'QueueUrl', `https://sqs.amazonaws.com/${path}`);
  }
  delete input['Version'];
  return input;
}

const NUMBERS = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds']);

function setMember(input: JsonObject, name: string, value: string): void {
  const attribute = /^MessageAttributes?\.(?:entry\.)?(\d+)\.(Name|Value\.(\w+))$/.exec(name);
  if (!attribute) {
    setOwn(input, name, NUMBERS.has(name) ? Number(value) : value);
    return;
  }
  const entries = (input['MessageAttributes'] ?? {}) as JsonObject;
  input['MessageAttributes'] = entries;
  setOwn(entries, attribute[1] as string, value);
}

/** An answer in the shape that API Gateway gives a query service's XML as JSON. */
export function responseForQuery(name: OperationName, output: JsonValue): JsonValue {
  const action = name.slice(name.indexOf(':') + 1);
  const result =
    isJsonObject(output) && Object.keys(output).length > 0 ? { [`${action}Result`]: output } : {};
  return { [`${action}Response`]: { ...result, ResponseMetadata: {} } };
}
