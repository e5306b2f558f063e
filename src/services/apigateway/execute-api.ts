import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { NestedCall, type ServiceHost } from '../../core/operations.ts';
import {
  gatewayResponse,
  type HttpRequest,
  type HttpResponse,
  jsonResponse,
  MISSING_TOKEN,
} from './http-types.ts';
import { managementOperation } from './management.ts';
import type { RestApi } from './rest-api.ts';

const CONNECTION_PATH = /^\/@connections\/([^/]+)\/?$/;

/** The connection id of a path `/@connections/{connectionId}`; undefined for other paths. */
export function connectionIdOf(path: string): string | undefined {
  const id = CONNECTION_PATH.exec(path)?.[1];
  if (id === undefined) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    // No valid escape: no connection has such an id.
    return id;
  }
}

/** What answers HTTP requests to APIs. */
export interface ExecuteApi {
  /**
   * Answers a request; never throws for what a client did.
   * @param isAuthorized the caller's policies were asked already
   */
  handle(request: HttpRequest, isAuthorized?: boolean): Promise<HttpResponse>;
}

/** REST APIs, and the `@connections` of WebSocket APIs. */
export function createExecuteApi(
  restApis: ReadonlyMap<string, RestApi>,
  isWebSocketStage: (apiId: string, stage: string) => boolean,
  host: ServiceHost,
): ExecuteApi {
  const manage = async (request: HttpRequest): Promise<HttpResponse> => {
    const connectionId = connectionIdOf(request.path);
    const name = managementOperation(request.method);
    if (connectionId === undefined || !name || !request.caller) return MISSING_TOKEN;
    const { apiId, stage, body, caller, span } = request;
    const input: JsonObject = { ApiId: apiId, Stage: stage, ConnectionId: connectionId };
    if (request.method === 'POST') input['Data'] = body;
    const call = new NestedCall(caller, span, request.within);
    try {
      // Through the table whoever asks, so that injected faults and the trace show it as the operation that it is.
      return managementResponse(request.method, await host.operations.call(name, input, call));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return errorResponse(error);
    }
  };
  return {
    async handle(request, isAuthorized = false) {
      const restApi = restApis.get(request.apiId);
      if (restApi) return restApi.handle(request, isAuthorized);
      if (isWebSocketStage(request.apiId, request.stage)) return manage(request);
      return gatewayResponse(403, 'ForbiddenException', 'Forbidden');
    },
  };
}

function managementResponse(method: string, output: JsonValue): HttpResponse {
  if (method === 'GET') return jsonResponse(200, lowerFirst(output));
  return { statusCode: method === 'DELETE' ? 204 : 200, headers: {}, body: '' };
}

/** On the wire the members begin in lower case. */
function lowerFirst(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    lowerFirst(member),
  ]);
  return Object.fromEntries(members);
}

/** SDKs make their exception from the header `x-amzn-ErrorType`. */
function errorResponse({ code, message, statusCode }: AwsError): HttpResponse {
  if (code === 'AccessDeniedException') return gatewayResponse(403, 'ForbiddenException', message);
  return gatewayResponse(statusCode, code, message);
}
