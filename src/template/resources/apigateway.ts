import * as v from 'valibot';
import {
  cfnBoolean,
  cfnNumber,
  type NamingContext,
  type ResourceTypes,
  withoutEffect,
} from '../resource-type.ts';
import type { IntegrationType, PassthroughBehavior } from './apigatewayv2.ts';

type Optional<Value> = Value | undefined;
type Strings = Readonly<Record<string, string>>;

export interface RestApiProperties {
  readonly Name?: Optional<string>;
  /** Set, it lets requests be compressed. */
  readonly MinimumCompressionSize?: Optional<number>;
}

export interface RestResourceProperties {
  readonly RestApiId: string;
  readonly ParentId: string;
  readonly PathPart: string;
}

export interface RestIntegrationResponse {
  readonly StatusCode: string;
  readonly SelectionPattern?: Optional<string>;
  readonly ResponseTemplates?: Optional<Strings>;
  readonly ResponseParameters?: Optional<Strings>;
}

export interface RestIntegration {
  readonly Type: IntegrationType;
  readonly Uri?: Optional<string>;
  readonly IntegrationHttpMethod?: Optional<string>;
  readonly Credentials?: Optional<string>;
  readonly RequestParameters?: Optional<Strings>;
  readonly RequestTemplates?: Optional<Strings>;
  readonly PassthroughBehavior?: Optional<PassthroughBehavior>;
  readonly TimeoutInMillis?: Optional<number>;
  readonly IntegrationResponses?: Optional<readonly RestIntegrationResponse[]>;
}

export interface MethodResponse {
  readonly StatusCode: string;
  readonly ResponseParameters?: Optional<Readonly<Record<string, boolean>>>;
}

export interface RestMethodProperties {
  readonly RestApiId: string;
  readonly ResourceId: string;
  readonly HttpMethod: string;
  readonly AuthorizationType?: Optional<'NONE' | 'AWS_IAM'>;
  readonly RequestParameters?: Optional<Readonly<Record<string, boolean>>>;
  /** Content types to names of models. */
  readonly RequestModels?: Optional<Strings>;
  readonly RequestValidatorId?: Optional<string>;
  readonly Integration?: Optional<RestIntegration>;
  readonly MethodResponses?: Optional<readonly MethodResponse[]>;
}

export interface RestDeploymentProperties {
  readonly RestApiId: string;
  readonly StageName?: Optional<string>;
}

export interface RestStageProperties {
  readonly RestApiId: string;
  readonly StageName: string;
  readonly DeploymentId: string;
  readonly Variables?: Optional<Strings>;
}

export interface RequestValidatorProperties {
  readonly RestApiId: string;
  readonly ValidateRequestBody?: Optional<boolean>;
  readonly ValidateRequestParameters?: Optional<boolean>;
}

export interface RestModelProperties {
  readonly RestApiId: string;
  readonly Name?: Optional<string>;
  /** A JSON schema, or its text. */
  readonly Schema?: unknown;
}

export interface ApiGatewayProperties {
  'AWS::ApiGateway::RestApi': RestApiProperties;
  'AWS::ApiGateway::Resource': RestResourceProperties;
  'AWS::ApiGateway::Method': RestMethodProperties;
  'AWS::ApiGateway::Deployment': RestDeploymentProperties;
  'AWS::ApiGateway::Stage': RestStageProperties;
  'AWS::ApiGateway::Account': { readonly CloudWatchRoleArn?: Optional<string> };
  'AWS::ApiGateway::Model': RestModelProperties;
  'AWS::ApiGateway::RequestValidator': RequestValidatorProperties;
}

const strings = v.record(v.string(), v.string());
const DESCRIPTION = withoutEffect('it is a note for people');
const TAGS = withoutEffect('nothing reads them');
const LOGS = withoutEffect('there is no CloudWatch here; the trace shows every request');
const CACHE = withoutEffect('a cache only makes answers faster, and costs');
const RESPONSE_MODELS = withoutEffect('a response is not validated');
const contentHandling = v.optional(v.literal('CONVERT_TO_TEXT'));

const restApi = v.strictObject({
  Name: v.optional(v.string()),
  DisableExecuteApiEndpoint: v.optional(v.pipe(cfnBoolean, v.literal(false))),
  ApiKeySourceType: withoutEffect('methods that need an API key are not executed'),
  BinaryMediaTypes: v.optional(
    v.pipe(v.array(v.string()), v.maxLength(0, 'Binary media types are not executed.')),
  ),
  Description: DESCRIPTION,
  EndpointConfiguration: withoutEffect('there is one endpoint, on this machine'),
  FailOnWarnings: withoutEffect('it is about imported definitions'),
  // Answers are not compressed: loopback has bandwidth enough.
  MinimumCompressionSize: v.optional(v.pipe(cfnNumber, v.minValue(0), v.maxValue(10_485_760))),
  Tags: TAGS,
});

const resource = v.strictObject({ RestApiId: v.string(), ParentId: v.string(), PathPart: v.string() });

const integrationResponse = v.strictObject({
  StatusCode: v.string(),
  SelectionPattern: v.optional(v.string()),
  ResponseTemplates: v.optional(strings),
  ResponseParameters: v.optional(strings),
  ContentHandling: contentHandling,
});

const integration = v.strictObject({
  Type: v.picklist(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']),
  Uri: v.optional(v.string()),
  IntegrationHttpMethod: v.optional(v.string()),
  Credentials: v.optional(v.string()),
  RequestParameters: v.optional(strings),
  RequestTemplates: v.optional(strings),
  PassthroughBehavior: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.toUpperCase()),
      v.picklist(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']),
    ),
  ),
  TimeoutInMillis: v.optional(v.pipe(cfnNumber, v.minValue(50), v.maxValue(29_000))),
  IntegrationResponses: v.optional(v.array(integrationResponse)),
  ConnectionType: v.optional(v.literal('INTERNET')),
  CacheKeyParameters: CACHE,
  CacheNamespace: CACHE,
  ContentHandling: contentHandling,
});

const method = v.strictObject({
  RestApiId: v.string(),
  ResourceId: v.string(),
  HttpMethod: v.string(),
  AuthorizationType: v.optional(v.picklist(['NONE', 'AWS_IAM'])),
  RequestParameters: v.optional(v.record(v.string(), cfnBoolean)),
  Integration: v.optional(integration),
  MethodResponses: v.optional(
    v.array(
      v.strictObject({
        StatusCode: v.string(),
        ResponseParameters: v.optional(v.record(v.string(), cfnBoolean)),
        ResponseModels: RESPONSE_MODELS,
      }),
    ),
  ),
  ApiKeyRequired: v.optional(v.pipe(cfnBoolean, v.literal(false))),
  OperationName: DESCRIPTION,
  RequestModels: v.optional(strings),
  RequestValidatorId: v.optional(v.string()),
});

const deployment = v.strictObject({
  RestApiId: v.string(),
  StageName: v.optional(v.string()),
  Description: DESCRIPTION,
  StageDescription: LOGS,
});

const stage = v.strictObject({
  RestApiId: v.string(),
  StageName: v.string(),
  DeploymentId: v.string(),
  Variables: v.optional(strings),
  AccessLogSetting: LOGS,
  CacheClusterEnabled: CACHE,
  CacheClusterSize: CACHE,
  Description: DESCRIPTION,
  MethodSettings: withoutEffect("logging and throttling of a laptop are not AWS's"),
  TracingEnabled: LOGS,
  Tags: TAGS,
});

const RESOURCE_ID_LENGTH = 6;
const API_ID_LENGTH = 10;
const resourceId = (_properties: unknown, { stableId }: NamingContext): string =>
  stableId(RESOURCE_ID_LENGTH);

/** The id of an API's resource "/". */
function rootResourceId(restApiId: string): string {
  return [...restApiId].reverse().join('');
}

export const apiGatewayTypes: ResourceTypes<ApiGatewayProperties> = {
  'AWS::ApiGateway::RestApi': {
    properties: restApi,
    ref: (_properties, { stableId }) => stableId(API_ID_LENGTH),
    attributes: (_properties, _naming, ref) => ({ RestApiId: ref, RootResourceId: rootResourceId(ref) }),
  },
  'AWS::ApiGateway::Resource': {
    properties: resource,
    ref: resourceId,
    attributes: (_properties, _naming, ref) => ({ ResourceId: ref }),
  },
  'AWS::ApiGateway::Method': {
    properties: method,
    ref: (_properties, { generatedName }) => generatedName(),
    attributes: () => ({}),
  },
  'AWS::ApiGateway::Deployment': {
    properties: deployment,
    ref: resourceId,
    attributes: (_properties, _naming, ref) => ({ DeploymentId: ref }),
  },
  'AWS::ApiGateway::Stage': {
    properties: stage,
    ref: ({ StageName }) => StageName,
    attributes: () => ({}),
  },
  'AWS::ApiGateway::Account': {
    properties: v.strictObject({ CloudWatchRoleArn: v.optional(v.string()) }),
    ref: (_properties, { generatedName }) => generatedName(),
    attributes: (_properties, _naming, ref) => ({ Id: ref }),
  },
  'AWS::ApiGateway::Model': {
    properties: v.strictObject({
      RestApiId: v.string(),
      Name: v.optional(v.string()),
      ContentType: withoutEffect('methods say for which content type a model is'),
      Description: DESCRIPTION,
      Schema: v.optional(v.unknown()),
    }),
    ref: ({ Name }, { generatedName }) => Name ?? generatedName(),
    attributes: () => ({}),
  },
  'AWS::ApiGateway::RequestValidator': {
    properties: v.strictObject({
      RestApiId: v.string(),
      Name: v.optional(v.string()),
      ValidateRequestBody: v.optional(cfnBoolean),
      ValidateRequestParameters: v.optional(cfnBoolean),
    }),
    ref: resourceId,
    attributes: (_properties, _naming, ref) => ({ RequestValidatorId: ref }),
  },
};
