import type { Environment } from '../../core/environment.ts';
import { AwsError } from '../../core/errors.ts';
import { type JsonObject, textFrom, utf8Length } from '../../core/json.ts';
import type { Call, Operation, OperationName, Permission } from '../../core/operations.ts';
import { executeApiArn } from './authorize.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import type { Connection } from './websocket-connection.ts';

/** Undefined for a connection that is unknown, still connecting, or gone. */
export type FindConnection = (apiId: string, stage: string, connectionId: string) => Connection | undefined;

type Invoke = (connection: Connection, input: JsonObject, call: Call) => JsonObject;

const NORMAL = 1000;
const TRY_AGAIN_LATER = 1013;

const ACTIONS: Readonly<Record<string, { readonly method: string; readonly invoke: Invoke }>> = {
  PostToConnection: { method: 'POST', invoke: post },
  GetConnection: { method: 'GET', invoke: describe },
  DeleteConnection: { method: 'DELETE', invoke: disconnect },
};

const OPERATIONS: ReadonlyMap<string, OperationName> = new Map(
  Object.entries(ACTIONS).map(([name, { method }]) => [method, `execute-api:${name}`]),
);

/** The operation that an HTTP method means at `/@connections/{connectionId}`. */
export function managementOperation(method: string): OperationName | undefined {
  return OPERATIONS.get(method);
}

/**
 * `@connections`: post to a connection, look at it, end it. Input is `{ApiId, Stage, ConnectionId, Data?}`.
 * Errors: GoneException 410, PayloadTooLargeException 413, LimitExceededException 429.
 * Source: botocore's service model apigatewaymanagementapi.
 */
export function managementOperations(find: FindConnection, environment: Environment): readonly Operation[] {
  return Object.entries(ACTIONS).map(([name, { method, invoke }]) => ({
    name: `execute-api:${name}` as const,
    permissions: ({ ApiId, Stage }) => [managePermission(environment, `${ApiId}/${Stage}/${method}`)],
    async invoke(input, call) {
      const connection = find(
        textFrom(input['ApiId']),
        textFrom(input['Stage']),
        textFrom(input['ConnectionId']),
      );
      if (!connection) throw gone();
      return invoke(connection, input, call);
    },
  }));
}

/**
 * The resource ends with the words `{connectionId}` for every connection: a policy cannot tell them apart. That is
 * what AWS names when it refuses a call, and a policy with an actual id is refused.
 * @param methodPath "{api}/{stage}/{METHOD}"
 */
export function managePermission(environment: Environment, methodPath: string): Permission {
  return {
    action: 'execute-api:ManageConnections',
    resource: executeApiArn(environment, `${methodPath}/@connections/{connectionId}`),
  };
}

function post(connection: Connection, { Data }: JsonObject, { span: parent }: Call): JsonObject {
  const data = textFrom(Data ?? '');
  if (utf8Length(data) > MAX_MESSAGE_BYTES) {
    throw new AwsError('PayloadTooLargeException', 'Message too long', 413);
  }
  const { connectionId } = connection;
  const span = parent.child('message', connectionId, { connectionId, data });
  const result = connection.send(data, span);
  if (result === 'sent') {
    span.end();
    return {};
  }
  const error = result === 'closed' ? gone() : tooSlow();
  span.end(error);
  if (result === 'slow') connection.close(TRY_AGAIN_LATER, 'Too slow');
  throw error;
}

function gone(): AwsError {
  return new AwsError('GoneException', 'Gone', 410);
}

function tooSlow(): AwsError {
  return new AwsError('LimitExceededException', 'The client does not read its messages', 429);
}

function describe({ connectedAtMs, lastActiveAtMs, identity }: Connection): JsonObject {
  return {
    ConnectedAt: new Date(connectedAtMs).toISOString(),
    Identity: { SourceIp: identity.sourceIp, UserAgent: identity.userAgent },
    LastActiveAt: new Date(lastActiveAtMs).toISOString(),
  };
}

function disconnect(connection: Connection): JsonObject {
  connection.close(NORMAL, 'Connection Closed Normally');
  return {};
}
