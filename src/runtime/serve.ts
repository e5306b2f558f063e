import type { IncomingMessage } from 'node:http';
import { PAGE_HEADERS, type PageFile, pageFile } from '../console/route.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import type { Tracer } from '../core/trace.ts';
import type { ApiLocation } from '../services/apigateway/index.ts';
import { awsJsonRoute } from '../wire/aws-json.ts';
import { awsQueryRoute } from '../wire/aws-query.ts';
import type { AwsWireOptions } from '../wire/aws-request.ts';
import { type HttpRoute, listen } from '../wire/http-server.ts';
import { localQueueUrl } from '../wire/local-urls.ts';
import { webSocketRoute } from '../wire/websocket.ts';
import { executeApiRoute } from '../wire/websocket-http.ts';
import { type LocalApiSources, localApiRoute } from './local-api.ts';
import type { StartOptions } from './options.ts';
import type { Services } from './services.ts';

export interface ServeOptions extends Pick<StartOptions, 'host' | 'port' | 'allowHosts'> {
  readonly wire: AwsWireOptions;
  readonly tracer: Tracer;
  readonly services: Services;
  /** The documents of the local API; `stack` is given the origin, which is known only now. */
  readonly documents: Omit<LocalApiSources, 'tracer' | 'onEvent' | 'stack'> & {
    stack(server: ServedStack): JsonValue;
  };
}

export interface ServedStack {
  /** "http://127.0.0.1:4650" */
  readonly origin: string;
  /** Replaces AWS's addresses of what runs here by local ones. */
  localize(text: string): string;
  close(): Promise<void>;
}

/**
 * Serves everything on one port: AWS's JSON APIs, the WebSocket and REST APIs, `@connections`, the local API, the page.
 * @throws LambdalessError PORT_IN_USE, BAD_ARGUMENT.
 */
export async function serve(options: ServeOptions): Promise<ServedStack> {
  const { tracer, services, documents } = options;
  const { apiGateway, events } = services;
  const wire: AwsWireOptions = {
    ...options.wire,
    localize: (text, origin) => apiGateway.localUrls(text, origin),
  };
  const locate = (request: IncomingMessage, url: URL): ApiLocation | undefined =>
    apiGateway.locate(request.headers.host, url.pathname);
  const server = await listen({
    ...(options.host && { host: options.host }),
    port: options.port ?? 0,
    trustedHosts: { also: [...(options.allowHosts ?? []), ...apiGateway.hostNames] },
    onFailure: (error) =>
      tracer.start('request', 'internal failure').end({ code: 'InternalFailure', message: messageOf(error) }),
    routes: [
      awsJsonRoute(wire),
      awsQueryRoute(wire),
      executeApiRoute({
        ...wire,
        locate: (host, pathname) => apiGateway.locate(host, pathname),
        handleHttp: (request) => apiGateway.handleHttp(request),
      }),
      localApiRoute({
        ...documents,
        stack: () => documents.stack(served),
        tracer,
        onEvent: (listener) => events.onEvent(({ text }, busName) => listener(text, busName)),
      }),
      pageRoute,
    ],
    upgrades: [
      webSocketRoute({
        ...wire,
        endpointOf: (request, url) => {
          const place = locate(request, url);
          return place && apiGateway.webSocketApi(place.apiId, place.stage);
        },
      }),
    ],
  });
  const served: ServedStack = {
    origin: server.origin,
    localize: (text) => localQueueUrl(apiGateway.localUrls(text, server.origin), server.origin),
    close: () => server.close(),
  };
  return served;
}

const pageRoute: HttpRoute = {
  accepts: (request, url) => request.method === 'GET' && pageFile(url.pathname) !== undefined,
  async handle(_request, response, url) {
    const { contentType, body } = pageFile(url.pathname) as PageFile;
    response.writeHead(200, { ...PAGE_HEADERS, 'Content-Type': contentType, 'Content-Length': body.length });
    response.end(body);
  },
};
