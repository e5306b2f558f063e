import type { Resource } from '../../template/model.ts';
import type { RestIntegration, RestMethodProperties } from '../../template/resources/apigateway.ts';
import {
  type AwsIntegration,
  type AwsPropertyNames,
  type AwsRequest,
  compileAwsIntegration,
} from './aws-integration.ts';
import type { Exchange } from './exchange.ts';
import { headerOf } from './headers.ts';
import type { HttpResponse } from './http-types.ts';
import { type Integration, integrationOf } from './integration.ts';
import { refuse } from './load-error.ts';
import type { LoadScope } from './load-scope.ts';
import { mockAnswer } from './mock-integration.ts';
import { mediaTypeOf } from './payload.ts';
import { compileParameters } from './request-parameters.ts';
import { compileRestResponses } from './rest-responses.ts';
import { compileTemplates, passThrough, renderTemplate } from './templates.ts';
import { refuseIntegrationType } from './websocket-integration.ts';

/** A method's integration, with its responses. */
export type RestMethodIntegration = Integration<HttpResponse>;

const PROPERTY_NAMES: AwsPropertyNames = {
  uri: 'Integration.Uri',
  method: 'Integration.IntegrationHttpMethod',
  credentials: 'Integration.Credentials',
  parameters: 'Integration.RequestParameters',
};

/** @throws TemplateError for what the runtime does not execute */
export function compileRestIntegration(
  method: Resource<RestMethodProperties>,
  scope: LoadScope,
): RestMethodIntegration {
  const integration = method.properties.Integration as RestIntegration;
  return integrationOf(
    {
      mapRequest: compileRequest(method, integration),
      call: compileCall(method, integration, scope),
      mapAnswer: compileRestResponses(method, integration),
      timeoutMs: integration.TimeoutInMillis,
    },
    scope.host.environment,
  );
}

function compileCall(
  method: Resource<RestMethodProperties>,
  integration: RestIntegration,
  scope: LoadScope,
): AwsIntegration {
  const { Type, Uri, IntegrationHttpMethod, Credentials, RequestParameters } = integration;
  if (Type === 'MOCK') return async ({ body }) => mockAnswer(body);
  if (Type !== 'AWS') return refuseIntegrationType(method, 'Integration.Type', Type);
  return compileAwsIntegration(
    method,
    { uri: Uri, method: IntegrationHttpMethod, credentials: Credentials, parameters: RequestParameters },
    PROPERTY_NAMES,
    scope,
  );
}

/** The template is chosen by the request's content type, which is JSON unless the client says otherwise. */
function compileRequest(
  method: Resource<RestMethodProperties>,
  integration: RestIntegration,
): (exchange: Exchange) => AwsRequest {
  const templates = compileTemplates(method, 'Integration.RequestTemplates', integration.RequestTemplates);
  checkSources(method, integration);
  const parameters = compileParameters(
    method,
    'Integration.RequestParameters',
    integration.RequestParameters,
  );
  const behavior = integration.PassthroughBehavior ?? 'WHEN_NO_MATCH';
  return (exchange) => {
    const type = mediaTypeOf(headerOf(exchange.params.header, 'content-type'));
    const template = templates.get(type) ?? templates.get('$default');
    const body = template
      ? renderTemplate(template, `${method.logicalId}.RequestTemplates`, exchange, exchange.body)
      : passThrough(behavior, templates, exchange.body);
    return { body, ...parameters(exchange) };
  };
}

/** "The source must be an existing request parameter": CloudFormation user guide, AWS::ApiGateway::Method Integration. */
function checkSources(
  method: Resource<RestMethodProperties>,
  { RequestParameters = {} }: RestIntegration,
): void {
  for (const [target, source] of Object.entries(RequestParameters)) {
    if (!/^method\.request\.(header|querystring|path)\./.test(source)) continue;
    if (Object.hasOwn(method.properties.RequestParameters ?? {}, source)) continue;
    refuse(
      method,
      `Integration.RequestParameters.${target}`,
      `Invalid mapping expression parameter specified: ${source}. Add it to the method's RequestParameters`,
      'TEMPLATE_INVALID',
    );
  }
}
