import type { JsonObject } from '../../../src/core/json.ts';

export interface MethodSpec {
  /** "/items/{id}" */
  readonly path: string;
  /** @default "GET" */
  readonly method?: string;
  readonly authorization?: string;
  readonly integration: JsonObject;
  /** Status codes of the method responses. @default those of the integration responses, with their headers */
  readonly responses?: readonly string[];
  /** Parameters of the request that the method declares. @default none */
  readonly parameters?: readonly string[];
}

/** An integration with a service's operation ("dynamodb:GetItem"). */
export function restAws(operation: string, template: string, more: JsonObject = {}): JsonObject {
  const [service, action] = operation.split(':');
  return {
    Type: 'AWS',
    Uri: `arn:aws:apigateway:us-east-1:${service}:action/${action}`,
    IntegrationHttpMethod: 'POST',
    Credentials: 'arn:aws:iam::123456789012:role/integration',
    RequestTemplates: { 'application/json': template },
    IntegrationResponses: [{ StatusCode: '200' }],
    ...more,
  };
}

export function restMock(responses: readonly JsonObject[], request = '{"statusCode": 200}'): JsonObject {
  return {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': request },
    IntegrationResponses: [...responses],
  };
}

const declared = (names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, false]));

/** A template with one REST API, its stage "prod", and these methods. */
export function restTemplate(
  methods: readonly MethodSpec[],
  stage: JsonObject = {},
  api: JsonObject = {},
): JsonObject {
  const resources: JsonObject = {};
  const idOf = (path: string): JsonObject => {
    if (path === '/' || path === '') return { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
    const name = `P${path.replace(/[^A-Za-z0-9]/g, (char) => char.charCodeAt(0).toString(16))}`;
    const at = path.lastIndexOf('/');
    resources[name] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ParentId: idOf(path.slice(0, at)),
        PathPart: path.slice(at + 1),
      },
    };
    return { Ref: name };
  };
  for (const [at, spec] of methods.entries()) {
    const integrationResponses = (spec.integration['IntegrationResponses'] ?? []) as JsonObject[];
    const responses =
      spec.responses?.map((StatusCode) => ({ StatusCode })) ??
      integrationResponses.map(({ StatusCode, ResponseParameters = {} }) => ({
        StatusCode: StatusCode as string,
        ResponseParameters: declared(Object.keys(ResponseParameters as JsonObject)),
      }));
    resources[`Method${at}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: idOf(spec.path),
        HttpMethod: spec.method ?? 'GET',
        ...(spec.authorization && { AuthorizationType: spec.authorization }),
        Integration: spec.integration,
        RequestParameters: declared(spec.parameters ?? []),
        MethodResponses: responses,
      },
    };
  }
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'test', ...api } },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: {
          RestApiId: { Ref: 'Api' },
          StageName: 'prod',
          DeploymentId: { Ref: 'Deployment' },
          ...stage,
        },
      },
      ...resources,
    },
  };
}
