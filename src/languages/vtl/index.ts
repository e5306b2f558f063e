/**
 * Mapping templates as API Gateway renders them: the Velocity Template Language with `$input`, `$util`,
 * `$context` and `$stageVariables`. A template is parsed and checked once, when it is loaded; what a client
 * sends is only ever data to it.
 */
import type { JsonObject } from '../../core/json.ts';
import { inputObject, type TemplateInput } from './input.ts';
import { parseTemplate } from './parse-template.ts';
import { Renderer } from './render.ts';
import { VtlRenderError } from './syntax.ts';
import { UTIL } from './util.ts';
import { validate } from './validate.ts';
import { ContextMap, type Value } from './values.ts';

export { NO_PARAMS, pathFor, type TemplateInput, type TemplateParams } from './input.ts';
export { VtlRenderError, VtlSyntaxError } from './syntax.ts';

/** What a template sees. */
export interface TemplateScope {
  readonly input: TemplateInput;
  /**
   * `$context`. Assignments of the template (`#set($context.responseOverride.status = 202)`) change this object:
   * the caller reads the overrides from it, and hands the same object to the response template.
   */
  readonly context: JsonObject;
  readonly stageVariables: Readonly<Record<string, string>>;
}

export interface MappingTemplate {
  /**
   * The template's text for one request.
   * @throws VtlRenderError where API Gateway answers with an internal error.
   */
  render(scope: TemplateScope): string;
}

/** API Gateway's quota for one template, in bytes. */
const MAX_TEMPLATE_BYTES = 300 * 1024;

/**
 * Reads a template.
 * @throws VtlSyntaxError with line and column for a syntax error, or for a function, method or directive that
 * API Gateway or this engine does not have.
 */
export function compileTemplate(text: string): MappingTemplate {
  const { nodes, macros } = parseTemplate(text);
  validate([...nodes, ...[...macros.values()].flatMap(({ body }) => body)], text, MAX_TEMPLATE_BYTES);
  return {
    render({ input, context, stageVariables }) {
      const variables: [string, Value][] = [
        ['input', inputObject(input)],
        ['util', UTIL],
        ['context', new ContextMap(context)],
        ['stageVariables', { ...stageVariables }],
      ];
      const renderer = new Renderer(variables, macros);
      try {
        return renderer.render(nodes);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new VtlRenderError('The payload is nested too deeply', { cause: error });
      }
    },
  };
}
