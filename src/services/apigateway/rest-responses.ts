import { pathFor } from '../../languages/vtl/index.ts';
import type { Resource } from '../../template/model.ts';
import type {
  RestIntegration,
  RestIntegrationResponse,
  RestMethodProperties,
} from '../../template/resources/apigateway.ts';
import { type Exchange, type IntegrationAnswer, IntegrationFailure } from './exchange.ts';
import { headerOf } from './headers.ts';
import type { HttpResponse } from './http-types.ts';
import { refuse } from './load-error.ts';
import { headerOverrides, statusOverride } from './overrides.ts';
import { wholePattern } from './patterns.ts';
import { jsonOf, memberAt, parameterText } from './payload.ts';
import { compileTemplates, renderTemplate, type Templates } from './templates.ts';

type MapAnswer = (answer: IntegrationAnswer, exchange: Exchange) => HttpResponse;

/**
 * A method's integration responses: the first whose pattern matches the whole status code, else the one
 * without a pattern.
 * Source: API Gateway developer guide, "Set up an integration response".
 */
export function compileRestResponses(
  method: Resource<RestMethodProperties>,
  integration: RestIntegration,
): MapAnswer {
  const responses = (integration.IntegrationResponses ?? []).map((response, at) => {
    checkMethodResponse(method, response, at);
    return { pattern: patternOf(method, response, at), map: compileResponse(method, response, at) };
  });
  return (answer, exchange) => {
    const response =
      responses.find(({ pattern }) => pattern?.test(String(answer.statusCode))) ??
      responses.find(({ pattern }) => pattern === undefined);
    if (response) return response.map(answer, exchange);
    throw new IntegrationFailure(
      `No integration response is for status ${answer.statusCode}: ${answer.body}`,
    );
  };
}

/** AWS refuses to deploy an integration response without its method response. */
function checkMethodResponse(
  method: Resource<RestMethodProperties>,
  { StatusCode }: RestIntegrationResponse,
  at: number,
): void {
  if (method.properties.MethodResponses?.some((response) => response.StatusCode === StatusCode)) return;
  refuse(
    method,
    `Integration.IntegrationResponses[${at}].StatusCode`,
    `there is no method response ${StatusCode}`,
    'TEMPLATE_INVALID',
  );
}

function patternOf(
  method: Resource<RestMethodProperties>,
  { SelectionPattern }: RestIntegrationResponse,
  at: number,
): RegExp | undefined {
  if (SelectionPattern === undefined || SelectionPattern === '') return undefined;
  const property = `Integration.IntegrationResponses[${at}].SelectionPattern`;
  return (
    wholePattern(SelectionPattern) ??
    refuse(method, property, `"${SelectionPattern}" is no regular expression`, 'TEMPLATE_INVALID')
  );
}

function compileResponse(
  method: Resource<RestMethodProperties>,
  response: RestIntegrationResponse,
  at: number,
): MapAnswer {
  const property = `Integration.IntegrationResponses[${at}]`;
  const templates = compileTemplates(method, `${property}.ResponseTemplates`, response.ResponseTemplates);
  const parameters = compileResponseParameters(method, `${property}.ResponseParameters`, response);
  const statusCode = Number(response.StatusCode);
  return (answer, exchange) => {
    const [contentType, template] = chosenTemplate(templates, headerOf(exchange.params.header, 'accept'));
    const body = template
      ? renderTemplate(template, `${method.logicalId}.ResponseTemplates`, exchange, answer.body)
      : answer.body;
    return {
      statusCode: statusOverride(exchange.context) ?? statusCode,
      headers: {
        'Content-Type': contentType,
        ...parameters(answer, exchange),
        ...headerOverrides(exchange.context),
      },
      body,
    };
  };
}

/** The template for what the client accepts, else the one for JSON, else the first. */
function chosenTemplate(
  templates: Templates,
  accept: string | undefined,
): readonly [string, ReturnType<Templates['get']>] {
  const wanted = accept?.split(',').map((type) => type.split(';')[0]?.trim() ?? '') ?? [];
  const type =
    [...wanted, 'application/json'].find((candidate) => templates.has(candidate)) ?? [...templates.keys()][0];
  return [type ?? 'application/json', type === undefined ? undefined : templates.get(type)];
}

type HeaderSource = (answer: IntegrationAnswer, exchange: Exchange) => string | undefined;

function compileResponseParameters(
  method: Resource<RestMethodProperties>,
  property: string,
  { ResponseParameters = {}, StatusCode }: RestIntegrationResponse,
): (answer: IntegrationAnswer, exchange: Exchange) => Record<string, string> {
  const declared = method.properties.MethodResponses?.find((response) => response.StatusCode === StatusCode);
  const rows = Object.entries(ResponseParameters).map(([target, source]) => {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const from = headerSource(source);
    if (name === undefined || !from) {
      return refuse(method, property, `cannot map "${source}" to "${target}"`, 'TEMPLATE_INVALID');
    }
    // CloudFormation user guide, IntegrationResponse: "The destination must be an existing response parameter".
    if (!Object.hasOwn(declared?.ResponseParameters ?? {}, target)) {
      const advice = `Add it to the ResponseParameters of the method response ${StatusCode}`;
      refuse(
        method,
        property,
        `Invalid mapping expression parameter specified: ${target}. ${advice}`,
        'TEMPLATE_INVALID',
      );
    }
    return { name, from };
  });
  return (answer, exchange) => {
    const values = rows.map(({ name, from }) => [name, from(answer, exchange)] as const);
    return Object.fromEntries(
      values.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
    );
  };
}

function headerSource(source: string): HeaderSource | undefined {
  const constant = /^'([\s\S]*)'$/.exec(source)?.[1];
  if (constant !== undefined) return () => constant;
  const header = /^integration\.response\.(?:multivalue)?header\.(.+)$/.exec(source)?.[1]?.toLowerCase();
  if (header !== undefined) return ({ headers }) => headers?.[header];
  const path = /^integration\.response\.body(?:\.(.+))?$/.exec(source);
  if (path) return bodySource(path[1]);
  const [, root, name] = /^(context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (name === undefined) return undefined;
  return (_answer, { context, stageVariables }) =>
    root === 'context' ? parameterText(memberAt(context, name)) : stageVariables[name];
}

function bodySource(path: string | undefined): HeaderSource {
  if (path === undefined) return ({ body }) => body;
  const compiled = pathFor(path);
  return ({ body }) => {
    const document = jsonOf(body);
    return document === undefined ? undefined : parameterText(compiled.read(document));
  };
}
