import type { Environment } from '../../core/environment.ts';
import type { JsonObject } from '../../core/json.ts';
import { extendedId, requestTime } from './identifiers.ts';
import type { ClientIdentity } from './websocket-connection.ts';

export interface WebSocketContextInput {
  readonly apiId: string;
  readonly stageName: string;
  readonly connectionId: string;
  readonly connectedAtMs: number;
  readonly identity: ClientIdentity;
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
}

/**
 * `$context` of a WebSocket request.
 * Source: API Gateway developer guide, "WebSocket API mapping template reference".
 */
export function webSocketContext(input: WebSocketContextInput, environment: Environment): JsonObject {
  const { apiId, stageName, connectionId, connectedAtMs, identity, routeKey, eventType } = input;
  const { random, clock, region, urlSuffix } = environment;
  const nowMs = clock.now();
  const requestId = extendedId(random);
  return {
    apiId,
    stage: stageName,
    connectionId,
    connectedAt: connectedAtMs,
    domainName: `${apiId}.execute-api.${region}.${urlSuffix}`,
    eventType,
    messageDirection: 'IN',
    ...(eventType === 'MESSAGE' && { messageId: extendedId(random) }),
    requestId,
    extendedRequestId: requestId,
    requestTime: requestTime(nowMs),
    requestTimeEpoch: nowMs,
    routeKey,
    identity: { ...identity },
    authorizer: {},
    requestOverride: { header: {}, path: {}, querystring: {} },
    responseOverride: { header: {} },
  };
}
