import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import { type JsonObject, utf8Length } from '../../core/json.ts';
import type { Call, Operation, Permission } from '../../core/operations.ts';
import { executeApiArn } from './authorize.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import type { WebSocketApi } from './websocket-api.ts';
import type { Connection } from './websocket-connection.ts';

export type FindApi = (apiId: string, stage: string) => WebSocketApi | undefined;

const NORMAL = 1000;
const TRY_AGAIN_LATER = 1013;

/** A call of the API Gateway Management API: the API's members, and whose connection it is about. */
interface Target {
  readonly apiId: string;
  readonly stage: string;
  readonly connectionId: string;
}

/**
 * `@connections`: post to a connection, look at it, end it. Input is `{ApiId, Stage, ConnectionId, Data?}`.
 * Errors: GoneException 410, PayloadTooLargeException 413, LimitExceededException 429.
 * Source: botocore's service model apigatewaymanagementapi.
 */
export function managementOperations(findApi: FindApi, environment: Environment): readonly Operation[] {
  const connectionOf = (target: Target): Connection => {
    const connection = findApi(target.apiId, target.stage)?.connection(target.connectionId);
    if (!connection) throw new AwsError('GoneException', 'Gone', 410);
    return connection;
  };
  return [
    {
      name: 'execute-api:PostToConnection',
      permissions: (input) => permissions(environment, 'POST', targetOf(input)),
      async invoke(input, call) {
        return post(connectionOf(targetOf(input)), String(input['Data'] ?? ''), call);
      },
    },
    {
      name: 'execute-api:GetConnection',
      permissions: (input) => permissions(environment, 'GET', targetOf(input)),
      async invoke(input) {
        return describe(connectionOf(targetOf(input)));
      },
    },
    {
      name: 'execute-api:DeleteConnection',
      permissions: (input) => permissions(environment, 'DELETE', targetOf(input)),
      async invoke(input) {
        connectionOf(targetOf(input)).close(NORMAL, 'Connection Closed Normally');
        return {};
      },
    },
  ];
}

function targetOf(input: JsonObject): Target {
  return {
    apiId: String(input['ApiId']),
    stage: String(input['Stage']),
    connectionId: String(input['ConnectionId']),
  };
}

function permissions(environment: Environment, method: string, target: Target): readonly Permission[] {
  const { apiId, stage, connectionId } = target;
  return [
    {
      action: 'execute-api:ManageConnections',
      resource: executeApiArn(environment, `${apiId}/${stage}/${method}/@connections/${connectionId}`),
    },
  ];
}

function post(connection: Connection, data: string, { span: parent }: Call): JsonObject {
  if (utf8Length(data) > MAX_MESSAGE_BYTES) {
    throw new AwsError('PayloadTooLargeException', 'Message too long', 413);
  }
  const { connectionId } = connection;
  const span = parent.child('message', connectionId, { connectionId, data });
  if (connection.send(data)) {
    span.end();
    return {};
  }
  const error = new AwsError('LimitExceededException', 'The client does not read its messages', 429);
  span.end(error);
  connection.close(TRY_AGAIN_LATER, 'Too slow');
  throw error;
}

function describe(connection: Connection): JsonObject {
  return {
    ConnectedAt: new Date(connection.connectedAtMs).toISOString(),
    Identity: { SourceIp: connection.identity.sourceIp, UserAgent: connection.identity.userAgent },
    LastActiveAt: new Date(connection.lastActiveAtMs).toISOString(),
  };
}
