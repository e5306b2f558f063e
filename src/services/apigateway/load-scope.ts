import type { OperationName, ServiceHost } from '../../core/operations.ts';
import type { Resource } from '../../template/model.ts';
import { TemplateError, type TemplateProblem } from '../../template/problems.ts';
import { problemAt } from './load-error.ts';

/** What resources are compiled with; it remembers which operations they will call. */
export class LoadScope {
  readonly host: ServiceHost;
  private readonly needed: { readonly operation: OperationName; readonly place: string }[] = [];

  constructor(host: ServiceHost) {
    this.host = host;
  }

  /** Notes that an integration calls an operation: at load, not all services are there yet to ask. */
  needs(operation: OperationName, resource: Pick<Resource<unknown>, 'logicalId'>, property: string): void {
    this.needed.push({ operation, place: problemAt(resource, property, '') });
  }

  /** @throws TemplateError for an operation that no service offers */
  check(): void {
    const problems: TemplateProblem[] = this.needed
      .filter(({ operation }) => !this.host.operations.has(operation))
      .map(({ operation, place }) => ({
        code: 'TEMPLATE_UNSUPPORTED',
        message: `${place}needs ${operation}, which lambdaless does not implement`,
      }));
    if (problems.length > 0) throw new TemplateError(problems);
  }
}
