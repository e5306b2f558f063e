import { Aws, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { mappingTemplate } from './files.ts';
import { PATTERN_MAX_CHARACTERS } from './limits.ts';
import type { Throttling } from './props.ts';
import { createRole, type RoleProps } from './roles.ts';
import { addRoute, type Integration } from './routes.ts';

/** What an account allows unless it has asked for more: used where AWS wants a number beside another setting. */
const ACCOUNT_THROTTLING: Throttling = { rateLimit: 10_000, burstLimit: 5_000 };

/** One JSON document a line; nothing that a client sent. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestTime: '$context.requestTime',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  status: '$context.status',
  connectionId: '$context.connectionId',
  requestId: '$context.requestId',
  sourceIp: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
});

export interface StageSettings {
  readonly stageName?: string;
  readonly throttling?: Throttling;
  readonly accessLog?: logs.ILogGroup;
  readonly executionLogs?: boolean;
}

export function createStage(
  scope: Construct,
  api: apigatewayv2.WebSocketApi,
  settings: StageSettings,
): apigatewayv2.WebSocketStage {
  const stage = new apigatewayv2.WebSocketStage(scope, 'Stage', {
    webSocketApi: api,
    stageName: settings.stageName ?? 'live',
    autoDeploy: true,
  });
  const cfnStage = stage.node.defaultChild as apigatewayv2.CfnStage;
  if (settings.accessLog) {
    cfnStage.accessLogSettings = {
      destinationArn: settings.accessLog.logGroupArn,
      format: ACCESS_LOG_FORMAT,
    };
  }
  if (settings.throttling || settings.executionLogs) {
    const { rateLimit, burstLimit } = settings.throttling ?? ACCOUNT_THROTTLING;
    cfnStage.defaultRouteSettings = {
      // Both, always: a limit that is left out beside other settings counts as zero.
      throttlingRateLimit: rateLimit,
      throttlingBurstLimit: burstLimit,
      ...(settings.executionLogs && { loggingLevel: 'ERROR', dataTraceEnabled: false }),
    };
  }
  return stage;
}

/**
 * The role with which API Gateway writes logs: one for the whole account and region. Role and setting stay when they
 * leave the stack. CloudFormation would delete the role and not take back the setting, and with that end the logs of
 * every other API of the account.
 * Source: aws-cdk issues 6194 and 12769; `RestApi` of the CDK keeps both by default, too.
 */
export function accountCloudWatchRole(scope: Construct): apigateway.CfnAccount {
  const role = new iam.Role(scope, 'AccountCloudWatchRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [
      iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
    ],
  });
  const account = new apigateway.CfnAccount(scope, 'Account', { cloudWatchRoleArn: role.roleArn });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return account;
}

export interface RoutesProps {
  readonly api: apigatewayv2.WebSocketApi;
  readonly table: dynamodb.ITable;
  readonly subscribe: sfn.IStateMachine;
  readonly connectAuthorization: 'AWS_IAM' | 'NONE';
  readonly connectionTtl: Duration;
  readonly encryptionKey?: kms.IKey;
}

/** The routes of the contract. Each that calls AWS has a role that allows this one call. */
export function addRoutes(scope: Construct, props: RoutesProps): Construct[] {
  const { api, table, subscribe, encryptionKey } = props;
  const { tableArn, tableName } = table;
  const ofTable = { encryptionKeys: [encryptionKey] };
  const connect = addRoute(scope, 'Connect', {
    api,
    routeKey: '$connect',
    authorizationType: props.connectAuthorization,
    integration: awsIntegration(scope, 'Connect', 'dynamodb:PutItem', tableArn, ofTable),
    request: mappingTemplate('connect', {
      TableName: tableName,
      ConnectionTtlSeconds: props.connectionTtl.toSeconds(),
    }),
  });
  const disconnect = addRoute(scope, 'Disconnect', {
    api,
    routeKey: '$disconnect',
    integration: awsIntegration(scope, 'Disconnect', 'dynamodb:DeleteItem', tableArn, ofTable),
    request: mappingTemplate('disconnect', { TableName: tableName }),
  });
  const pattern = addRoute(scope, 'Pattern', {
    api,
    routeKey: 'pattern',
    integration: awsIntegration(scope, 'Pattern', 'states:StartSyncExecution', subscribe.stateMachineArn, {
      // Its answer holds the output of an execution that the key encrypts.
      ...(encryptionKey && { allow: { 'kms:Decrypt': [encryptionKey.keyArn] } }),
    }),
    request: mappingTemplate('pattern.request', {
      StateMachineArn: subscribe.stateMachineArn,
      PatternMaxCharacters: PATTERN_MAX_CHARACTERS,
    }),
    response: mappingTemplate('pattern.response'),
  });
  return [
    connect,
    disconnect,
    pattern,
    addConstantRoute(scope, 'Ping', api, 'ping', 'ping.response'),
    addConstantRoute(scope, 'Default', api, '$default', 'default.response'),
  ];
}

/** A route that always gives the same reply, and calls nobody for it. */
function addConstantRoute(
  scope: Construct,
  id: string,
  api: apigatewayv2.WebSocketApi,
  routeKey: string,
  template: string,
): Construct {
  return addRoute(scope, id, {
    api,
    routeKey,
    integration: { integrationType: 'MOCK' },
    request: mappingTemplate('mock.request'),
    response: mappingTemplate(template),
  });
}

/** An integration that calls one action of one service on one resource, with a role that allows this and its key. */
function awsIntegration(
  scope: Construct,
  id: string,
  action: `${string}:${string}`,
  resource: string,
  also: Partial<Pick<RoleProps, 'allow' | 'encryptionKeys'>> = {},
): Integration {
  return {
    integrationType: 'AWS',
    integrationUri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:${action.replace(':', ':action/')}`,
    role: createRole(scope, `${id}Role`, {
      service: 'apigateway',
      ...also,
      allow: { [action]: [resource], ...also.allow },
    }),
  };
}
