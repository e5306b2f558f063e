import * as v from 'valibot';
import {
  cfnBoolean,
  cfnNumber,
  type NamingContext,
  type ResourceTypes,
  withoutEffect,
} from '../resource-type.ts';

type Templates = Readonly<Record<string, string>>;
type Optional<Value> = Value | undefined;

export interface WebSocketApiProperties {
  readonly Name: string;
  readonly ProtocolType: 'WEBSOCKET';
  readonly RouteSelectionExpression: string;
}

export interface WebSocketRouteProperties {
  readonly ApiId: string;
  readonly RouteKey: string;
  readonly Target?: Optional<string>;
  readonly AuthorizationType?: Optional<'NONE' | 'AWS_IAM'>;
  readonly ApiKeyRequired?: Optional<boolean>;
  readonly RouteResponseSelectionExpression?: Optional<string>;
}

export type PassthroughBehavior = 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
export type IntegrationType = 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';

export interface WebSocketIntegrationProperties {
  readonly ApiId: string;
  readonly IntegrationType: IntegrationType;
  readonly IntegrationUri?: Optional<string>;
  readonly IntegrationMethod?: Optional<string>;
  readonly CredentialsArn?: Optional<string>;
  readonly RequestParameters?: Optional<Templates>;
  readonly RequestTemplates?: Optional<Templates>;
  readonly TemplateSelectionExpression?: Optional<string>;
  readonly PassthroughBehavior?: Optional<PassthroughBehavior>;
  readonly TimeoutInMillis?: Optional<number>;
}

export interface WebSocketIntegrationResponseProperties {
  readonly ApiId: string;
  readonly IntegrationId: string;
  readonly IntegrationResponseKey: string;
  readonly ResponseTemplates?: Optional<Templates>;
  readonly TemplateSelectionExpression?: Optional<string>;
}

export interface WebSocketRouteResponseProperties {
  readonly ApiId: string;
  readonly RouteId: string;
  readonly RouteResponseKey: string;
}

export interface RouteSettings {
  readonly ThrottlingBurstLimit?: Optional<number>;
  readonly ThrottlingRateLimit?: Optional<number>;
}

export interface WebSocketStageProperties {
  readonly ApiId: string;
  readonly StageName: string;
  readonly AutoDeploy?: Optional<boolean>;
  readonly DeploymentId?: Optional<string>;
  readonly StageVariables?: Optional<Readonly<Record<string, string>>>;
  readonly DefaultRouteSettings?: Optional<RouteSettings>;
  readonly RouteSettings?: Optional<Readonly<Record<string, RouteSettings>>>;
  readonly AccessLogSettings?: Optional<AccessLogSettings>;
}

export interface AccessLogSettings {
  readonly DestinationArn?: Optional<string>;
  /** One line, with `$context.…` in it. */
  readonly Format?: Optional<string>;
}

export interface WebSocketDeploymentProperties {
  readonly ApiId: string;
  readonly StageName?: Optional<string>;
}

export interface ApiGatewayV2Properties {
  'AWS::ApiGatewayV2::Api': WebSocketApiProperties;
  'AWS::ApiGatewayV2::Route': WebSocketRouteProperties;
  'AWS::ApiGatewayV2::Integration': WebSocketIntegrationProperties;
  'AWS::ApiGatewayV2::IntegrationResponse': WebSocketIntegrationResponseProperties;
  'AWS::ApiGatewayV2::RouteResponse': WebSocketRouteResponseProperties;
  'AWS::ApiGatewayV2::Stage': WebSocketStageProperties;
  'AWS::ApiGatewayV2::Deployment': WebSocketDeploymentProperties;
}

const templates = v.record(v.string(), v.string());
const DESCRIPTION = withoutEffect('it is a note for people');
const TAGS = withoutEffect('nothing reads them');
const LOGS = withoutEffect('there is no CloudWatch here; the trace shows every request');
const contentHandling = withoutEffect('a WebSocket message is text at both ends');

const api = v.strictObject({
  Name: v.string(),
  ProtocolType: v.literal('WEBSOCKET'),
  RouteSelectionExpression: v.string(),
  ApiKeySelectionExpression: withoutEffect('routes that need an API key are not executed'),
  DisableExecuteApiEndpoint: v.optional(v.pipe(cfnBoolean, v.literal(false))),
  Description: DESCRIPTION,
  DisableSchemaValidation: withoutEffect('routes with a model are not executed, so there is no schema'),
  IpAddressType: withoutEffect('it says how AWS is reached'),
  Tags: TAGS,
  Version: DESCRIPTION,
});

const route = v.strictObject({
  ApiId: v.string(),
  RouteKey: v.string(),
  Target: v.optional(v.string()),
  AuthorizationType: v.optional(v.picklist(['NONE', 'AWS_IAM'])),
  ApiKeyRequired: v.optional(cfnBoolean),
  // Declares what a mapping may use; nobody says what becomes of a request without a required one.
  RequestParameters: v.optional(
    v.record(v.string(), v.strictObject({ Required: v.optional(v.pipe(cfnBoolean, v.literal(false))) })),
  ),
  RouteResponseSelectionExpression: v.optional(v.literal('$default')),
  OperationName: DESCRIPTION,
});

const integration = v.strictObject({
  ApiId: v.string(),
  IntegrationType: v.picklist(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']),
  IntegrationUri: v.optional(v.string()),
  IntegrationMethod: v.optional(v.string()),
  CredentialsArn: v.optional(v.string()),
  RequestParameters: v.optional(templates),
  RequestTemplates: v.optional(templates),
  TemplateSelectionExpression: v.optional(v.string()),
  PassthroughBehavior: v.optional(v.picklist(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])),
  TimeoutInMillis: v.optional(v.pipe(cfnNumber, v.minValue(50), v.maxValue(29_000))),
  ConnectionType: v.optional(v.literal('INTERNET')),
  ContentHandlingStrategy: contentHandling,
  Description: DESCRIPTION,
});

const integrationResponse = v.strictObject({
  ApiId: v.string(),
  IntegrationId: v.string(),
  IntegrationResponseKey: v.string(),
  ResponseTemplates: v.optional(templates),
  TemplateSelectionExpression: v.optional(v.string()),
  ContentHandlingStrategy: contentHandling,
});

const routeResponse = v.strictObject({
  ApiId: v.string(),
  RouteId: v.string(),
  RouteResponseKey: v.literal('$default'),
});

const routeSettings = v.strictObject({
  ThrottlingBurstLimit: v.optional(cfnNumber),
  ThrottlingRateLimit: v.optional(cfnNumber),
  DataTraceEnabled: LOGS,
  DetailedMetricsEnabled: LOGS,
  LoggingLevel: LOGS,
});

const stage = v.strictObject({
  ApiId: v.string(),
  StageName: v.string(),
  AutoDeploy: v.optional(cfnBoolean),
  DeploymentId: v.optional(v.string()),
  StageVariables: v.optional(v.record(v.string(), v.string())),
  DefaultRouteSettings: v.optional(routeSettings),
  RouteSettings: v.optional(v.record(v.string(), routeSettings)),
  AccessLogSettings: v.optional(
    v.strictObject({
      DestinationArn: v.optional(v.string()),
      Format: v.optional(
        v.pipe(
          v.string(),
          v.regex(
            /\$context\.(requestId|extendedRequestId)\b/,
            'must hold $context.requestId or $context.extendedRequestId',
          ),
        ),
      ),
    }),
  ),
  AccessPolicyId: withoutEffect('it is for HTTP APIs'),
  Description: DESCRIPTION,
  Tags: TAGS,
});

const deployment = v.strictObject({
  ApiId: v.string(),
  StageName: v.optional(v.string()),
  Description: DESCRIPTION,
});

const API_ID_LENGTH = 10;
const PART_ID_LENGTH = 7;
const partId = (_properties: unknown, { stableId }: NamingContext): string => stableId(PART_ID_LENGTH);

/** WebSocket APIs. HTTP APIs have neither mapping templates nor WebSockets. */
export const apiGatewayV2Types: ResourceTypes<ApiGatewayV2Properties> = {
  'AWS::ApiGatewayV2::Api': {
    properties: api,
    ref: (_properties, { stableId }) => stableId(API_ID_LENGTH),
    attributes: (_properties, { environment: { region, urlSuffix } }, ref) => ({
      ApiId: ref,
      ApiEndpoint: `wss://${ref}.execute-api.${region}.${urlSuffix}`,
    }),
  },
  'AWS::ApiGatewayV2::Route': {
    properties: route,
    ref: partId,
    attributes: (_properties, _naming, ref) => ({ RouteId: ref }),
  },
  'AWS::ApiGatewayV2::Integration': {
    properties: integration,
    ref: partId,
    attributes: (_properties, _naming, ref) => ({ IntegrationId: ref }),
  },
  'AWS::ApiGatewayV2::IntegrationResponse': {
    properties: integrationResponse,
    ref: partId,
    attributes: (_properties, _naming, ref) => ({ IntegrationResponseId: ref }),
  },
  'AWS::ApiGatewayV2::RouteResponse': {
    properties: routeResponse,
    ref: partId,
    attributes: (_properties, _naming, ref) => ({ RouteResponseId: ref }),
  },
  'AWS::ApiGatewayV2::Stage': {
    properties: stage,
    ref: ({ StageName }) => StageName,
    attributes: () => ({}),
  },
  'AWS::ApiGatewayV2::Deployment': {
    properties: deployment,
    ref: partId,
    attributes: (_properties, _naming, ref) => ({ DeploymentId: ref }),
  },
};
