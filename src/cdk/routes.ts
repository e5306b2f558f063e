import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';

export interface RouteProps {
  readonly api: apigatewayv2.IWebSocketApi;
  readonly routeKey: string;
  readonly authorizationType?: 'NONE' | 'AWS_IAM';
  readonly integration: {
    readonly integrationType: 'AWS' | 'MOCK';
    readonly integrationUri?: string;
    readonly credentialsArn?: string;
  };
  /** The mapping template that makes the integration's request. */
  readonly request: string;
  /** The mapping template that makes the client's reply. */
  readonly response?: string;
  /** Which statuses of the integration the response stands for. */
  readonly responseKey: string;
}

const TEMPLATE_KEY = '$default';
const TEMPLATE_SELECTION = '\\$default';

/**
 * A route with its integration and both responses. The CDK's own WebSocket integrations make no integration
 * response, without which a client gets the integration's bare answer.
 */
export function addRoute(scope: Construct, id: string, props: RouteProps): apigatewayv2.CfnRoute {
  const route = new Construct(scope, `${id}Route`);
  const apiId = props.api.apiId;
  const integration = new apigatewayv2.CfnIntegration(route, 'Integration', {
    apiId,
    ...props.integration,
    ...(props.integration.integrationType === 'AWS' && { integrationMethod: 'POST' }),
    passthroughBehavior: 'NEVER',
    templateSelectionExpression: TEMPLATE_SELECTION,
    requestTemplates: { [TEMPLATE_KEY]: props.request },
  });
  const cfnRoute = new apigatewayv2.CfnRoute(route, 'Route', {
    apiId,
    routeKey: props.routeKey,
    authorizationType: props.authorizationType ?? 'NONE',
    target: `integrations/${integration.ref}`,
    ...(props.response && { routeResponseSelectionExpression: '$default' }),
  });
  new apigatewayv2.CfnIntegrationResponse(route, 'IntegrationResponse', {
    apiId,
    integrationId: integration.ref,
    integrationResponseKey: props.responseKey,
    templateSelectionExpression: TEMPLATE_SELECTION,
    ...(props.response && { responseTemplates: { [TEMPLATE_KEY]: props.response } }),
  });
  new apigatewayv2.CfnRouteResponse(route, 'RouteResponse', {
    apiId,
    routeId: cfnRoute.ref,
    routeResponseKey: '$default',
  });
  return cfnRoute;
}
