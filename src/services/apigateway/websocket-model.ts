import type { Resource, StackModel } from '../../template/model.ts';
import type {
  WebSocketApiProperties,
  WebSocketRouteProperties,
  WebSocketStageProperties,
} from '../../template/resources/apigatewayv2.ts';
import { refuse } from './load-error.ts';
import type { LoadScope } from './load-scope.ts';
import { compileSelection, type SelectionExpression } from './selection-expression.ts';
import { compileWebSocketIntegration, type WebSocketIntegration } from './websocket-integration.ts';

/** A stage of a WebSocket API with all that its routes need, compiled. */
export interface WebSocketStage {
  readonly apiId: string;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly selectRoute: SelectionExpression;
  readonly routes: ReadonlyMap<string, WebSocketRoute>;
  readonly settings: WebSocketStageProperties;
}

export interface WebSocketRoute {
  readonly key: string;
  readonly requiresIam: boolean;
  readonly integration: WebSocketIntegration | undefined;
  /** With a RouteResponse the integration's answer goes to the client; without, nothing does. */
  readonly isTwoWay: boolean;
}

/** @throws TemplateError for what the runtime does not execute, or what the template forgot */
export function webSocketStages(model: StackModel, scope: LoadScope): readonly WebSocketStage[] {
  const apis = new Map(model.ofType('AWS::ApiGatewayV2::Api').map((api) => [api.ref, api]));
  const routesByApi = new Map([...apis.values()].map((api) => [api.ref, compileRoutes(model, api, scope)]));
  return model.ofType('AWS::ApiGatewayV2::Stage').map((stage) => {
    const { properties } = stage;
    const api = apis.get(properties.ApiId);
    if (!api)
      return refuse(
        stage,
        'ApiId',
        `there is no API "${properties.ApiId}" in the template`,
        'TEMPLATE_INVALID',
      );
    if (!properties.AutoDeploy && properties.DeploymentId === undefined) {
      refuse(
        stage,
        'DeploymentId',
        'is missing, and AutoDeploy is not set: AWS would serve no route',
        'TEMPLATE_INVALID',
      );
    }
    return {
      apiId: api.ref,
      stageName: properties.StageName,
      stageVariables: properties.StageVariables ?? {},
      selectRoute: routeSelection(api),
      routes: routesByApi.get(api.ref) ?? new Map(),
      settings: properties,
    };
  });
}

function routeSelection(api: Resource<WebSocketApiProperties>): SelectionExpression {
  try {
    return compileSelection(api.properties.RouteSelectionExpression);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(api, 'RouteSelectionExpression', error.message, 'TEMPLATE_INVALID');
  }
}

function compileRoutes(
  model: StackModel,
  api: Resource<WebSocketApiProperties>,
  scope: LoadScope,
): ReadonlyMap<string, WebSocketRoute> {
  const integrations = new Map(compileIntegrations(model, api.ref, scope));
  const twoWay = new Set(
    model.ofType('AWS::ApiGatewayV2::RouteResponse').map(({ properties }) => properties.RouteId),
  );
  const routes = new Map<string, WebSocketRoute>();
  for (const route of model.ofType('AWS::ApiGatewayV2::Route')) {
    if (route.properties.ApiId !== api.ref) continue;
    const { RouteKey, AuthorizationType = 'NONE' } = route.properties;
    if (routes.has(RouteKey))
      refuse(route, 'RouteKey', `there is already a route "${RouteKey}"`, 'TEMPLATE_INVALID');
    if (AuthorizationType !== 'NONE' && RouteKey !== '$connect') {
      refuse(
        route,
        'AuthorizationType',
        'only the route $connect can have an authorizer',
        'TEMPLATE_INVALID',
      );
    }
    if (route.properties.ApiKeyRequired) refuse(route, 'ApiKeyRequired', 'API keys are not implemented here');
    routes.set(RouteKey, {
      key: RouteKey,
      requiresIam: AuthorizationType === 'AWS_IAM',
      integration: integrationOf(route, integrations),
      isTwoWay: twoWay.has(route.ref),
    });
  }
  return routes;
}

function integrationOf(
  route: Resource<WebSocketRouteProperties>,
  integrations: ReadonlyMap<string, WebSocketIntegration>,
): WebSocketIntegration | undefined {
  const target = route.properties.Target;
  if (target === undefined) return undefined;
  const id = /^integrations\/(.+)$/.exec(target)?.[1];
  const integration = id === undefined ? undefined : integrations.get(id);
  if (integration) return integration;
  return refuse(route, 'Target', `"${target}" is no integration of the API`, 'TEMPLATE_INVALID');
}

function compileIntegrations(
  model: StackModel,
  apiId: string,
  scope: LoadScope,
): (readonly [string, WebSocketIntegration])[] {
  const responses = model.ofType('AWS::ApiGatewayV2::IntegrationResponse');
  return model
    .ofType('AWS::ApiGatewayV2::Integration')
    .filter(({ properties }) => properties.ApiId === apiId)
    .map((integration) => {
      const own = responses.filter(({ properties }) => properties.IntegrationId === integration.ref);
      return [integration.ref, compileWebSocketIntegration(integration, own, scope)] as const;
    });
}
