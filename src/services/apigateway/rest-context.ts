import type { Environment } from '../../core/environment.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Caller } from '../../core/operations.ts';
import { extendedId, requestTime } from './identifiers.ts';

export interface RestContextInput {
  readonly apiId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly resourceId: string;
  /** "/items/{id}" */
  readonly resourcePath: string;
  readonly httpMethod: string;
  /** Behind the stage. */
  readonly path: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Of a method with AWS_IAM. */
  readonly signedBy?: Caller | undefined;
}

/** `$context` of a REST request, with the keys that API Gateway gives it (recorded). */
export function restContext(input: RestContextInput, environment: Environment): JsonObject {
  const { apiId, stageName, deploymentId, resourceId, resourcePath, httpMethod, path } = input;
  const { random, clock, accountId, region, urlSuffix } = environment;
  const nowMs = clock.now();
  return {
    resourceId,
    resourcePath,
    httpMethod,
    extendedRequestId: extendedId(random),
    requestTime: requestTime(nowMs),
    path: `/${stageName}${path}`,
    accountId,
    protocol: 'HTTP/1.1',
    requestOverride: { header: {}, path: {}, querystring: {} },
    stage: stageName,
    domainPrefix: apiId,
    requestTimeEpoch: nowMs,
    requestId: random.uuid(),
    identity: restIdentity(input, environment),
    domainName: `${apiId}.execute-api.${region}.${urlSuffix}`,
    deploymentId,
    responseOverride: { header: {} },
    apiId,
  };
}

function restIdentity(
  { sourceIp, userAgent, signedBy }: RestContextInput,
  environment: Environment,
): JsonObject {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent,
    user: null,
    ...(signedBy && iamIdentity(signedBy, environment)),
  };
}

/** What `$context.identity` says of a caller that signed with IAM credentials. */
export function iamIdentity(caller: Caller, { partition, accountId }: Environment): JsonObject {
  const userArn =
    caller.kind === 'role'
      ? caller.roleArn.replace(/:iam:(.*):role\/(?:.*\/)?([^/]+)$/, ':sts:$1:assumed-role/$2/lambdaless')
      : `arn:${partition}:iam::${accountId}:root`;
  return { accountId, caller: accountId, user: accountId, userArn };
}
