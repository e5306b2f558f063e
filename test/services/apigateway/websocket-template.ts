import type { JsonObject } from '../../../src/core/json.ts';

export interface RouteSpec {
  readonly key: string;
  readonly authorization?: string;
  readonly integration?: JsonObject;
  /** IntegrationResponseKey to its response template; null for none. */
  readonly responses?: Readonly<Record<string, string | null>>;
  readonly twoWay?: boolean;
}

const ROLE = 'arn:aws:iam::123456789012:role/integration';

/** An integration that calls an operation ("dynamodb:PutItem") with a mapped request. */
export function aws(operation: string, template: string, more: JsonObject = {}): JsonObject {
  const [service, action] = operation.split(':');
  return {
    IntegrationType: 'AWS',
    IntegrationUri: `arn:aws:apigateway:us-east-1:${service}:action/${action}`,
    IntegrationMethod: 'POST',
    CredentialsArn: ROLE,
    RequestTemplates: { $default: template },
    TemplateSelectionExpression: '\\$default',
    ...more,
  };
}

export function mock(template = '{"statusCode":200}'): JsonObject {
  return {
    IntegrationType: 'MOCK',
    RequestTemplates: { $default: template },
    TemplateSelectionExpression: '\\$default',
  };
}

/** A template with one WebSocket API, its stage "live", and these routes. */
export function webSocketTemplate(
  routes: readonly RouteSpec[],
  more: { readonly stage?: JsonObject; readonly api?: JsonObject } = {},
): JsonObject {
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: {
          Name: 'test',
          ProtocolType: 'WEBSOCKET',
          RouteSelectionExpression: '$request.body.action',
          ...more.api,
        },
      },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: 'live', AutoDeploy: true, ...more.stage },
      },
      ...Object.assign({}, ...routes.map(resourcesOf)),
    },
  };
}

function resourcesOf(route: RouteSpec, at: number): JsonObject {
  const ApiId = { Ref: 'Api' };
  const responses = Object.entries(route.responses ?? {}).map(([key, template], index) => [
    `R${at}Response${index}`,
    {
      Type: 'AWS::ApiGatewayV2::IntegrationResponse',
      Properties: {
        ApiId,
        IntegrationId: { Ref: `R${at}Integration` },
        IntegrationResponseKey: key,
        ...(template !== null && {
          ResponseTemplates: { $default: template },
          TemplateSelectionExpression: '\\$default',
        }),
      },
    },
  ]);
  return {
    [`R${at}Route`]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId,
        RouteKey: route.key,
        ...(route.authorization && { AuthorizationType: route.authorization }),
        ...(route.integration && { Target: { 'Fn::Sub': `integrations/\${R${at}Integration}` } }),
      },
    },
    ...(route.integration && {
      [`R${at}Integration`]: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ApiId, ...route.integration },
      },
    }),
    ...(route.twoWay && {
      [`R${at}RouteResponse`]: {
        Type: 'AWS::ApiGatewayV2::RouteResponse',
        Properties: { ApiId, RouteId: { Ref: `R${at}Route` }, RouteResponseKey: '$default' },
      },
    }),
    ...Object.fromEntries(responses),
  };
}
