/** API Gateway: WebSocket APIs and REST APIs whose integrations are AWS services or MOCK. */
import type { Service, ServiceHost } from '../../core/operations.ts';
import type { StackModel } from '../../template/model.ts';
import { authorizeOperation } from './authorize.ts';
import { createExecuteApi } from './execute-api.ts';
import type { HttpRequest, HttpResponse } from './http-types.ts';
import { invokeOperation } from './invoke.ts';
import { LoadScope } from './load-scope.ts';
import { managementOperations } from './management.ts';
import { RestApi } from './rest-api.ts';
import { restApis } from './rest-model.ts';
import { type ApiLocation, localExecuteApiUrls, locateApi } from './urls.ts';
import { WebSocketApi } from './websocket-api.ts';
import { webSocketStages } from './websocket-model.ts';
import type { WebSocketEndpoint } from './websocket-types.ts';

export type { HttpRequest, HttpResponse } from './http-types.ts';
export type { ApiLocation } from './urls.ts';
export type {
  ClientConnection,
  ConnectAnswer,
  ConnectRequest,
  SendResult,
  Transport,
  WebSocketEndpoint,
} from './websocket-types.ts';

export interface ApiGatewayService extends Service {
  /**
   * Call it when every service has registered its operations.
   * @throws TemplateError for an integration with an operation that no service offers
   */
  check(): void;
  /** AWS's host names of the APIs, which a client of the local endpoint may send as `Host`. */
  readonly hostNames: readonly string[];
  /** The API, stage and rest of the path that a request means; undefined if it is not for an API of ours. */
  locate(host: string | undefined, pathname: string): ApiLocation | undefined;
  /** A stage of a WebSocket API. */
  webSocketApi(apiId: string, stage: string): WebSocketEndpoint | undefined;
  /** Bills the time of the WebSocket connections that are open, up to now; it is not billed again. */
  billConnectionTime(): void;
  /** Answers an HTTP request to a REST API, or to the `@connections` of a WebSocket API. */
  handleHttp(request: HttpRequest): Promise<HttpResponse>;
  /**
   * Replaces AWS's execute-api URLs of our APIs in a text by the local ones.
   * @param localOrigin "http://127.0.0.1:4650"
   */
  localUrls(text: string, localOrigin: string): string;
}

/** @throws TemplateError for resources of API Gateway that the runtime does not execute */
export function createApiGateway(model: StackModel, host: ServiceHost): ApiGatewayService {
  const scope = new LoadScope(host);
  const webSockets = new Map(
    webSocketStages(model, scope).map((stage) => [
      `${stage.apiId}/${stage.stageName}`,
      new WebSocketApi(stage, host),
    ]),
  );
  const rest = new Map(restApis(model, scope).map((api) => [api.apiId, new RestApi(api, host)]));
  const webSocketIds = new Set(model.ofType('AWS::ApiGatewayV2::Api').map(({ ref }) => ref));
  const isWebSocketApi = (apiId: string): boolean => webSocketIds.has(apiId);
  const isApi = (apiId: string): boolean => isWebSocketApi(apiId) || rest.has(apiId);
  const find = (apiId: string, stage: string): WebSocketApi | undefined =>
    webSockets.get(`${apiId}/${stage}`);
  const { environment } = host;
  const management = managementOperations(
    (apiId, stage, id) => find(apiId, stage)?.connection(id),
    environment,
  );
  const http = createExecuteApi(rest, (apiId, stage) => find(apiId, stage) !== undefined, host);
  return {
    operations: [
      authorizeOperation(environment),
      invokeOperation(http, isWebSocketApi, environment),
      ...management,
    ],
    check: () => scope.check(),
    hostNames: [...webSocketIds, ...rest.keys()].map(
      (apiId) => `${apiId}.execute-api.${environment.region}.${environment.urlSuffix}`,
    ),
    locate: (hostName, pathname) => locateApi(hostName, pathname, isApi),
    webSocketApi: find,
    billConnectionTime: () => {
      for (const api of webSockets.values()) api.billConnectionTime();
    },
    handleHttp: (request) => http.handle(request),
    localUrls: (text, localOrigin) => localExecuteApiUrls(text, localOrigin, isApi),
    async close() {
      for (const api of webSockets.values()) api.close();
    },
  };
}
