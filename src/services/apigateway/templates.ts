import { compileTemplate, type MappingTemplate, VtlRenderError } from '../../languages/vtl/index.ts';
import type { Resource } from '../../template/model.ts';
import type { PassthroughBehavior } from '../../template/resources/apigatewayv2.ts';
import { type Exchange, IntegrationFailure } from './exchange.ts';
import { naming } from './load-error.ts';

export type Templates = ReadonlyMap<string, MappingTemplate>;

/** @throws TemplateError for a template that does not compile */
export function compileTemplates(
  resource: Pick<Resource<unknown>, 'logicalId'>,
  property: string,
  texts: Readonly<Record<string, string>> | undefined,
): Templates {
  return new Map(
    Object.entries(texts ?? {}).map(([key, text]) => [
      key,
      naming(resource, `${property}.${key}`, () => compileTemplate(text)),
    ]),
  );
}

/**
 * The text that a template makes of a payload; it is recorded in a span of its own.
 * @throws IntegrationFailure if the template fails.
 */
export function renderTemplate(
  template: MappingTemplate,
  name: string,
  exchange: Exchange,
  body: string,
): string {
  const span = exchange.span.child('template', name);
  try {
    const { context, params, stageVariables } = exchange;
    const text = template.render({ input: { body, params }, context, stageVariables });
    if (span.recording) span.note({ input: body, text });
    span.end();
    return text;
  } catch (error) {
    if (!(error instanceof VtlRenderError)) throw error;
    span.end({ code: 'VtlRenderError', message: error.message });
    throw new IntegrationFailure(`Mapping template ${name}: ${error.message}`, 500, { cause: error });
  }
}

/**
 * What becomes of a payload for which no template is chosen.
 * Source: API Gateway developer guide, "Method request behavior for payloads without mapping templates".
 * @throws IntegrationFailure with status 415 where it is refused.
 */
export function passThrough(behavior: PassthroughBehavior, templates: Templates, body: string): string {
  if (behavior === 'WHEN_NO_MATCH') return body;
  if (behavior === 'WHEN_NO_TEMPLATES' && templates.size === 0) return body;
  throw new IntegrationFailure('Unsupported Media Type', 415);
}
