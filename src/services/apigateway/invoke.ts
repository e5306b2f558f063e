import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
  textFrom,
} from '../../core/json.ts';
import type { Call, Operation, Permission } from '../../core/operations.ts';
import { executeApiArn } from './authorize.ts';
import { connectionIdOf, type ExecuteApi } from './execute-api.ts';
import type { HttpResponse } from './http-types.ts';
import { managePermission } from './management.ts';

/** What is called, out of the members of Step Functions' `apigateway:invoke`. */
interface InvokeTarget {
  readonly apiId: string;
  readonly method: string;
  readonly stage: string;
  readonly path: string;
  readonly isSigned: boolean;
}

/**
 * The request that Step Functions' `apigateway:invoke` sends: `{ApiEndpoint, Method, Stage, Path,
 * QueryParameters, Headers, RequestBody, AuthType}`. The answer is `{StatusCode, StatusText,
 * Headers, ResponseBody}` whatever the status: Step Functions makes `ApiGateway.<status>` of those from 400.
 * Source: Step Functions developer guide, "Create API Gateway REST APIs with Step Functions".
 */
export function invokeOperation(
  api: ExecuteApi,
  isWebSocketApi: (apiId: string) => boolean,
  environment: Environment,
): Operation {
  const bodies = new Bodies();
  return {
    name: 'execute-api:Invoke',
    // A method may start an execution and wait for it.
    waitsOnClock: true,
    permissions: (input) => permissions(targetOf(input), isWebSocketApi, environment),
    async invoke(input, call) {
      const { apiId, stage, method, path, isSigned } = targetOf(input);
      const response = await api.handle(
        {
          apiId,
          stage,
          method,
          path,
          query: lastValues(input['QueryParameters']),
          headers: headersOf(input),
          body: bodies.textOf(input, call),
          sourceIp: SOURCE_IP,
          caller: isSigned ? call.caller : undefined,
          span: call.span,
          within: call,
        },
        isSigned,
      );
      return outputOf(response);
    },
  };
}

/** An address of the documentation range (RFC 5737): Step Functions' own are nobody's business. */
const SOURCE_IP = '192.0.2.1';

function permissions(
  { apiId, stage, method, path, isSigned }: InvokeTarget,
  isWebSocketApi: (apiId: string) => boolean,
  environment: Environment,
): readonly Permission[] {
  if (!isSigned) return [];
  if (connectionIdOf(path) !== undefined && isWebSocketApi(apiId)) {
    return [managePermission(environment, `${apiId}/${stage}/${method}`)];
  }
  return [
    {
      action: 'execute-api:Invoke',
      resource: executeApiArn(environment, `${apiId}/${stage}/${method}${path}`),
    },
  ];
}

const ENDPOINT = /^(?:https:\/\/)?([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/?$/;

/** @throws AwsError for an endpoint that is none of API Gateway's, or a method that takes no body */
function targetOf(input: JsonObject): InvokeTarget {
  const endpoint = textFrom(input['ApiEndpoint'] ?? '');
  const apiId = ENDPOINT.exec(endpoint)?.[1];
  if (apiId === undefined) {
    throw new AwsError('UnknownHostException', `"${endpoint}" is no endpoint of API Gateway`, 400);
  }
  const method = textFrom(input['Method'] ?? '').toUpperCase();
  return {
    apiId,
    method,
    stage: textFrom(input['Stage'] ?? ''),
    path: `/${textFrom(input['Path'] ?? '').replace(/^\/+/, '')}`,
    isSigned: input['AuthType'] === 'IAM_ROLE',
  };
}

/** Parameters and headers are lists of values, or single ones. */
function lastValues(values: JsonValue | undefined): Record<string, string> {
  if (!isJsonObject(values)) return {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      textFrom((Array.isArray(value) ? value.at(-1) : value) ?? ''),
    ]),
  );
}

function headersOf(input: JsonObject): Record<string, string> {
  const given = isJsonObject(input['Headers']) ? input['Headers'] : {};
  const headers: Record<string, string> = { 'user-agent': 'Amazon|StepFunctions' };
  if (input['RequestBody'] !== undefined) headers['content-type'] = 'application/json';
  for (const [name, value] of Object.entries(given)) {
    headers[name.toLowerCase()] = Array.isArray(value)
      ? value.map((each) => textFrom(each)).join(',')
      : textFrom(value);
  }
  return headers;
}

/**
 * Recorded from AWS: a body is always sent as JSON, a string with its quotes; null is no body. The text made last is
 * kept, because a Map state may send one body to many. Only for what a service sends in a role's name: values of an
 * execution never change, those of another caller may.
 */
class Bodies {
  private last: { readonly body: JsonValue; readonly text: string } | undefined;

  textOf({ RequestBody: body }: JsonObject, { caller }: Call): string {
    if (body === undefined || body === null) return '';
    if (caller.kind !== 'role') return stringifyJson(body);
    if (this.last?.body !== body) this.last = { body, text: stringifyJson(body) };
    return this.last.text;
  }
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  410: 'Gone',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function outputOf({ statusCode, headers, body }: HttpResponse): JsonObject {
  return {
    Headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ResponseBody: responseBody(body),
    StatusCode: statusCode,
    StatusText: STATUS_TEXTS[statusCode] ?? '',
  };
}

function responseBody(body: string): JsonValue {
  if (body === '') return body;
  try {
    return parseJson(body);
  } catch {
    // Not JSON: Step Functions hands on the text.
    return body;
  }
}
