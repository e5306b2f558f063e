import type { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../core/json.ts';
import type { OperationName } from '../../core/operations.ts';
import type { AwsRequest } from './aws-integration.ts';

/**
 * SQS's query protocol, as API Gateway integrations use it: `Action=SendMessage&MessageBody=…` in the body or
 * the query string, with the queue in the URI's path (`{account}/{queue}`). SQS answers it in JSON if asked to.
 */
export interface QueryCall {
  readonly action: string;
  readonly input: JsonObject;
}

const NUMBERS = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds']);
const ATTRIBUTE = /^MessageAttribute\.(\d+)\.(?:(Name)|Value\.(\w+))$/;

/** @param path the URI's path behind the service's name */
export function parseQuery({ body, query }: Pick<AwsRequest, 'body' | 'query'>, path = ''): QueryCall {
  const {
    Action = '',
    Version: _version,
    ...members
  } = Object.fromEntries([...Object.entries(query), ...new URLSearchParams(body)]);
  const input: JsonObject = {};
  if (path !== '') input['QueueUrl'] = `https://sqs.amazonaws.com/${path}`;
  const attributes = new Map<string, { name: string; value: JsonObject }>();
  for (const [name, value] of Object.entries(members)) {
    const [, at, isName, member = ''] = ATTRIBUTE.exec(name) ?? [];
    if (at === undefined) {
      setOwn(input, name, NUMBERS.has(name) ? Number(value) : value);
      continue;
    }
    const attribute = attributes.get(at) ?? { name: '', value: {} };
    attributes.set(at, attribute);
    if (isName) attribute.name = value;
    else setOwn(attribute.value, member, value);
  }
  if (attributes.size > 0) {
    const entries = [...attributes.values()].map(({ name, value }) => [name, value] as const);
    input['MessageAttributes'] = Object.fromEntries(entries);
  }
  return { action: Action, input };
}

/** `{"SendMessageResponse": {"SendMessageResult": {…}, "ResponseMetadata": {…}}}` */
export function queryAnswer(name: OperationName, output: JsonValue, requestId: string): JsonValue {
  const action = name.slice(name.indexOf(':') + 1);
  const hasResult = isJsonObject(output) && Object.keys(output).length > 0;
  return {
    [`${action}Response`]: {
      ...(hasResult && { [`${action}Result`]: output }),
      ResponseMetadata: { RequestId: requestId },
    },
  };
}

/** `{"Error": {"Code": …, "Message": …, "Type": …}, "RequestId": …}` */
export function queryError({ code, message, statusCode }: AwsError, requestId: string): JsonValue {
  const Type = statusCode < 500 ? 'Sender' : 'Receiver';
  return { Error: { Code: code, Message: message, Type }, RequestId: requestId };
}
