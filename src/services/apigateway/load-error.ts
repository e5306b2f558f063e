import { VtlSyntaxError } from '../../languages/vtl/index.ts';
import type { Resource } from '../../template/model.ts';
import { TemplateError, type TemplateProblem } from '../../template/problems.ts';

export function problemAt(
  resource: Pick<Resource<unknown>, 'logicalId'>,
  property: string,
  message: string,
): string {
  return `Resource '${resource.logicalId}' property ${property}: ${message}`;
}

/** A property of a resource that API Gateway, or this engine, would refuse. */
export function refuse(
  resource: Pick<Resource<unknown>, 'logicalId'>,
  property: string,
  message: string,
  code: TemplateProblem['code'] = 'TEMPLATE_UNSUPPORTED',
): never {
  throw new TemplateError([
    { code, message: `Resource '${resource.logicalId}' property ${property}: ${message}` },
  ]);
}

/** Runs `load`, and names the property whose mapping template was refused. */
export function naming<Result>(
  resource: Pick<Resource<unknown>, 'logicalId'>,
  property: string,
  load: () => Result,
): Result {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof VtlSyntaxError)) throw error;
    return refuse(resource, property, error.message, 'TEMPLATE_INVALID');
  }
}
