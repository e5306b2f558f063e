import type { Environment } from '../../core/environment.ts';
import type { Operation, OperationName } from '../../core/operations.ts';

/**
 * Not an AWS operation: the question whether a caller may invoke a method or connect. It goes through the
 * operations table like any call, so that policies, faults and traces apply to it.
 */
export const AUTHORIZE: OperationName = 'execute-api:$authorize';

export function authorizeOperation(environment: Environment): Operation {
  return {
    name: AUTHORIZE,
    permissions: ({ resource }) => [
      { action: 'execute-api:Invoke', resource: executeApiArn(environment, String(resource)) },
    ],
    invoke: async () => ({}),
  };
}

/** @param path "{api}/{stage}/{METHOD}/{path}" or "{api}/{stage}/{routeKey}" */
export function executeApiArn({ partition, region, accountId }: Environment, path: string): string {
  return `arn:${partition}:execute-api:${region}:${accountId}:${path}`;
}
