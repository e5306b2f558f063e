import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export type Integration =
  | { readonly integrationType: 'AWS'; readonly integrationUri: string; readonly role: iam.IRole }
  | { readonly integrationType: 'MOCK' };

export interface RouteProps {
  readonly api: apigatewayv2.IWebSocketApi;
  readonly routeKey: string;
  /** Only `$connect` can ask for more than NONE. */
  readonly authorizationType?: 'NONE' | 'AWS_IAM';
  readonly integration: Integration;
  /** The mapping template that makes the integration's request. */
  readonly request: string;
  /** The mapping template that makes the client's reply; without one, only HTTP 200 counts as success. */
  readonly response?: string;
}

const TEMPLATE_KEY = '$default';
/** A backslash makes a selection expression a literal. */
const TEMPLATE_SELECTION = '\\$default';

/**
 * A route with its integration and both responses. The CDK's own WebSocket integrations make no integration
 * response, without which a client gets the integration's bare answer.
 */
export function addRoute(scope: Construct, id: string, props: RouteProps): Construct {
  const parent = new Construct(scope, `${id}Route`);
  const { apiId } = props.api;
  const integration = addIntegration(parent, apiId, props);
  const route = new apigatewayv2.CfnRoute(parent, 'Route', {
    apiId,
    routeKey: props.routeKey,
    authorizationType: props.authorizationType ?? 'NONE',
    target: `integrations/${integration.ref}`,
    ...(props.response && { routeResponseSelectionExpression: '$default' }),
  });
  new apigatewayv2.CfnIntegrationResponse(parent, 'IntegrationResponse', {
    apiId,
    integrationId: integration.ref,
    templateSelectionExpression: TEMPLATE_SELECTION,
    ...(props.response
      ? { integrationResponseKey: '$default', responseTemplates: { [TEMPLATE_KEY]: props.response } }
      : { integrationResponseKey: '/200/' }),
  });
  new apigatewayv2.CfnRouteResponse(parent, 'RouteResponse', {
    apiId,
    routeId: route.ref,
    routeResponseKey: '$default',
  });
  return parent;
}

function addIntegration(parent: Construct, apiId: string, props: RouteProps): apigatewayv2.CfnIntegration {
  const { integration } = props;
  return new apigatewayv2.CfnIntegration(parent, 'Integration', {
    apiId,
    integrationType: integration.integrationType,
    ...(integration.integrationType === 'AWS' && {
      integrationMethod: 'POST',
      integrationUri: integration.integrationUri,
      credentialsArn: integration.role.roleArn,
    }),
    passthroughBehavior: 'NEVER',
    templateSelectionExpression: TEMPLATE_SELECTION,
    requestTemplates: { [TEMPLATE_KEY]: props.request },
  });
}
