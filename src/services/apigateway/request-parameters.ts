import { pathFor } from '../../languages/vtl/index.ts';
import type { Resource } from '../../template/model.ts';
import type { AwsRequest } from './aws-integration.ts';
import type { Exchange } from './exchange.ts';
import { headerOf } from './headers.ts';
import { refuse } from './load-error.ts';
import { requestOverrides } from './overrides.ts';
import { jsonOf, memberAt, parameterText } from './payload.ts';

type Source = (exchange: Exchange) => string | undefined;

/** Where a mapped request's parameters come from. */
export type Parameters = (exchange: Exchange) => Pick<AwsRequest, 'headers' | 'query' | 'path'>;

const TARGET = /^integration\.request\.(header|querystring|path)\.(.+)$/;

/**
 * Request parameter mappings: `integration.request.header.X-Amz-Target: "'…'"`, from constants, the request,
 * `context` and `stageVariables`.
 * Source: API Gateway developer guide, "Parameter mapping source reference".
 */
export function compileParameters(
  resource: Pick<Resource<unknown>, 'logicalId'>,
  property: string,
  mappings: Readonly<Record<string, string>> | undefined,
): Parameters {
  const rows = Object.entries(mappings ?? {}).map(([target, source]) => {
    const [, kind, name] = TARGET.exec(target) ?? [];
    if (kind === undefined || name === undefined) {
      return refuse(
        resource,
        property,
        `"${target}" is no place in an integration's request`,
        'TEMPLATE_INVALID',
      );
    }
    const from = compileSource(source);
    if (!from)
      return refuse(
        resource,
        `${property}.${target}`,
        `"${source}" is no source of a parameter`,
        'TEMPLATE_INVALID',
      );
    return { kind, name, from };
  });
  return (exchange) => {
    const request = { header: {}, querystring: {}, path: {} } as Record<string, Record<string, string>>;
    for (const { kind, name, from } of rows) {
      const value = from(exchange);
      if (value !== undefined) (request[kind] as Record<string, string>)[name] = value;
    }
    const { context } = exchange;
    return {
      headers: { ...request['header'], ...requestOverrides(context, 'header') },
      query: { ...request['querystring'], ...requestOverrides(context, 'querystring') },
      path: { ...request['path'], ...requestOverrides(context, 'path') },
    };
  };
}

function compileSource(source: string): Source | undefined {
  const constant = /^'([\s\S]*)'$/.exec(source)?.[1];
  if (constant !== undefined) return () => constant;
  const [, root, name] = /^(context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (name !== undefined && root === 'context')
    return ({ context }) => parameterText(memberAt(context, name));
  if (name !== undefined) return ({ stageVariables }) => stageVariables[name];
  return requestSource(source);
}

const REQUEST =
  /^(?:route|method)\.request\.(header|querystring|path|multivalueheader|multivaluequerystring)\.(.+)$/;

function requestSource(source: string): Source | undefined {
  if (/^(?:route|method)\.request\.body$/.test(source)) return ({ body }) => body;
  const path = /^(?:route|method)\.request\.body\.(.+)$/.exec(source)?.[1];
  if (path !== undefined) return bodySource(path);
  const [, place, name] = REQUEST.exec(source) ?? [];
  if (place === undefined || name === undefined) return undefined;
  const kind = place.endsWith('header') ? 'header' : place.endsWith('querystring') ? 'querystring' : 'path';
  if (kind === 'header') return ({ params }) => headerOf(params.header, name);
  return ({ params }) => (Object.hasOwn(params[kind], name) ? params[kind][name] : undefined);
}

function bodySource(path: string): Source {
  const compiled = pathFor(path);
  return ({ body }) => {
    const document = jsonOf(body);
    return document === undefined ? undefined : parameterText(compiled.read(document));
  };
}
