import type { MappingTemplate } from '../../languages/vtl/index.ts';
import type { Resource } from '../../template/model.ts';
import type {
  WebSocketIntegrationProperties,
  WebSocketIntegrationResponseProperties,
} from '../../template/resources/apigatewayv2.ts';
import {
  type AwsIntegration,
  type AwsPropertyNames,
  type AwsRequest,
  compileAwsIntegration,
} from './aws-integration.ts';
import { type Exchange, type IntegrationAnswer, IntegrationFailure } from './exchange.ts';
import { type Integration, integrationOf } from './integration.ts';
import { refuse } from './load-error.ts';
import type { LoadScope } from './load-scope.ts';
import { mockAnswer } from './mock-integration.ts';
import { wholePattern } from './patterns.ts';
import { compileParameters } from './request-parameters.ts';
import { compileSelection, type SelectionExpression } from './selection-expression.ts';
import { compileTemplates, passThrough, renderTemplate, type Templates } from './templates.ts';

/** An integration of a WebSocket API, with its responses. */
export type WebSocketIntegration = Integration<MappedAnswer>;

export interface MappedAnswer {
  readonly statusCode: number;
  readonly body: string;
}

const PROPERTY_NAMES: AwsPropertyNames = {
  uri: 'IntegrationUri',
  method: 'IntegrationMethod',
  credentials: 'CredentialsArn',
  parameters: 'RequestParameters',
};

/** @throws TemplateError for what the runtime does not execute */
export function compileWebSocketIntegration(
  integration: Resource<WebSocketIntegrationProperties>,
  responses: readonly Resource<WebSocketIntegrationResponseProperties>[],
  scope: LoadScope,
): WebSocketIntegration {
  return integrationOf(
    {
      mapRequest: compileRequest(integration),
      call: compileCall(integration, scope),
      mapAnswer: compileResponses(responses),
      timeoutMs: integration.properties.TimeoutInMillis,
    },
    scope.host.environment,
  );
}

function compileCall(
  integration: Resource<WebSocketIntegrationProperties>,
  scope: LoadScope,
): AwsIntegration {
  const { IntegrationType, IntegrationUri, IntegrationMethod, CredentialsArn, RequestParameters } =
    integration.properties;
  if (IntegrationType === 'MOCK') return async ({ body }) => mockAnswer(body);
  if (IntegrationType !== 'AWS')
    return refuseIntegrationType(integration, 'IntegrationType', IntegrationType);
  return compileAwsIntegration(
    integration,
    {
      uri: IntegrationUri,
      method: IntegrationMethod,
      credentials: CredentialsArn,
      parameters: RequestParameters,
    },
    PROPERTY_NAMES,
    scope,
  );
}

export function refuseIntegrationType(resource: Resource<unknown>, property: string, type: string): never {
  return refuse(
    resource,
    property,
    type === 'AWS_PROXY'
      ? 'AWS_PROXY calls a Lambda function; lambdaless executes templates without any. Use AWS or MOCK'
      : `${type} calls a server elsewhere; lambdaless executes AWS and MOCK`,
  );
}

function compileRequest(
  integration: Resource<WebSocketIntegrationProperties>,
): (exchange: Exchange) => AwsRequest {
  const { properties } = integration;
  const templates = compileTemplates(integration, 'RequestTemplates', properties.RequestTemplates);
  const select = selection(integration, properties.TemplateSelectionExpression);
  const parameters = compileParameters(integration, 'RequestParameters', properties.RequestParameters);
  const behavior = properties.PassthroughBehavior ?? 'WHEN_NO_MATCH';
  return (exchange) => {
    const template = chosen(templates, select({ body: exchange.body }));
    const body = template
      ? renderTemplate(template, `${integration.logicalId}.RequestTemplates`, exchange, exchange.body)
      : passThrough(behavior, templates, exchange.body);
    return { body, ...parameters(exchange) };
  };
}

/** The chosen template, else the one of all payloads; "application/json" is what a payload is taken for. */
function chosen(templates: Templates, key: string | undefined): MappingTemplate | undefined {
  return (
    (key === undefined ? undefined : templates.get(key)) ??
    templates.get('$default') ??
    templates.get('application/json')
  );
}

function selection(resource: Resource<unknown>, text: string | undefined): SelectionExpression {
  try {
    return compileSelection(text ?? '\\$default');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(resource, 'TemplateSelectionExpression', error.message, 'TEMPLATE_INVALID');
  }
}

type MapAnswer = (answer: IntegrationAnswer, exchange: Exchange) => MappedAnswer;

/** Without an integration response for it, an answer goes no further; a service's error is a failure then. */
function compileResponses(responses: readonly Resource<WebSocketIntegrationResponseProperties>[]): MapAnswer {
  const compiled = responses.map((response) => ({
    matches: responseKey(response),
    map: compileResponse(response),
  }));
  return (answer, exchange) => {
    const response =
      compiled.find(({ matches }) => matches !== 'default' && matches.test(String(answer.statusCode))) ??
      compiled.find(({ matches }) => matches === 'default');
    if (response) return response.map(answer, exchange);
    if (answer.statusCode < 400) return { statusCode: answer.statusCode, body: '' };
    throw new IntegrationFailure(`The integration answered ${answer.statusCode}: ${answer.body}`);
  };
}

/** `$default`, or a status or pattern of statuses between slashes: `/2\d\d/`. */
function responseKey(response: Resource<WebSocketIntegrationResponseProperties>): RegExp | 'default' {
  const key = response.properties.IntegrationResponseKey;
  if (key === '$default') return 'default';
  const pattern = /^\/(.+)\/$/.exec(key)?.[1] ?? (/^\d{3}$/.test(key) ? key : undefined);
  const compiled = pattern === undefined ? undefined : wholePattern(pattern);
  if (compiled) return compiled;
  return refuse(
    response,
    'IntegrationResponseKey',
    `"${key}" is neither $default nor a pattern of status codes between slashes, as /2\\d\\d/`,
    'TEMPLATE_INVALID',
  );
}

function compileResponse(response: Resource<WebSocketIntegrationResponseProperties>): MapAnswer {
  const { ResponseTemplates, TemplateSelectionExpression } = response.properties;
  const templates = compileTemplates(response, 'ResponseTemplates', ResponseTemplates);
  const select = selection(response, TemplateSelectionExpression);
  return (answer, exchange) => {
    const { statusCode } = answer;
    const template = chosen(templates, select({ body: exchange.body, answer }));
    if (!template) return answer;
    const body = renderTemplate(template, `${response.logicalId}.ResponseTemplates`, exchange, answer.body);
    return { statusCode, body };
  };
}
