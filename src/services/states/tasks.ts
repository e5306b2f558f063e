import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { NestedCall, type ServiceHost } from '../../core/operations.ts';
import { type Machine, parseResource, runtimeError, type TaskCall } from '../../languages/asl/index.ts';
import { TemplateError, type TemplateProblem } from '../../template/problems.ts';
import type { StatesContext } from './context.ts';
import type { ExecutionRecord } from './executions.ts';
import { toStatesError } from './integrations/failures.ts';
import type { Integration, TaskOrigin } from './integrations/integration.ts';
import { integrationFor, SUPPORTED_RESOURCES } from './integrations/table.ts';
import type { StateMachines } from './machines.ts';

/** Calls the integrations of tasks. */
export class Tasks {
  private readonly byResource = new Map<string, Integration>();
  private readonly host: ServiceHost;
  private readonly machines: StateMachines;

  /** @throws TemplateError for a task whose resource is not among the integrations */
  constructor(machines: StateMachines, host: ServiceHost) {
    this.host = host;
    this.machines = machines;
    this.refuse(unknownResources);
  }

  /** @throws TemplateError for a task that calls an operation that no service offers */
  check(): void {
    this.refuse((machine) => this.missingOperations(machine));
  }

  /** Why the tasks of a machine cannot be called, one line each. */
  problemsOf(machine: Machine): string[] {
    return [...unknownResources(machine), ...this.missingOperations(machine)];
  }

  private refuse(problemsOf: (machine: Machine) => string[]): void {
    const problems = this.machines.all().flatMap(({ current, logicalId }) =>
      problemsOf(current.machine).map(
        (problem): TemplateProblem => ({
          code: 'TEMPLATE_UNSUPPORTED',
          message: `Resource '${logicalId}' ${problem}`,
        }),
      ),
    );
    if (problems.length > 0) throw new TemplateError(problems);
  }

  private missingOperations({ tasks }: Machine): string[] {
    return tasks.flatMap(({ stateName, resource }) => {
      const { operations = [] } = integrationFor(resource) ?? {};
      const missing = operations.filter((name) => !this.host.operations.has(name));
      if (missing.length === 0) return [];
      return [
        `state '${stateName}': ${resource.text} needs ${missing.join(', ')}, which lambdaless does not implement`,
      ];
    });
  }

  /** Makes one call in the name of the machine's role. @throws StatesError */
  invoke(task: TaskCall, execution: ExecutionRecord, context: StatesContext): Promise<JsonValue> {
    const integration = this.integrationOf(task.resource) as Integration;
    const { roleArn, arn } = execution.machine;
    return this.run(
      integration,
      task,
      task.roleArn ?? roleArn,
      { machineArn: arn, executionArn: execution.arn },
      context,
    );
  }

  /** Makes one call for a state that belongs to no machine. @throws StatesError */
  invokeAs(task: TaskCall, roleArn: string, context: StatesContext): Promise<JsonValue> {
    const integration = this.integrationOf(task.resource);
    if (!integration)
      throw runtimeError(
        `The resource ${task.resource} cannot be called: lambdaless has ${SUPPORTED_RESOURCES}`,
      );
    return this.run(
      integration,
      task,
      task.roleArn ?? roleArn,
      { machineArn: '', executionArn: '' },
      context,
    );
  }

  /** Looked up once for each resource. */
  private integrationOf(resource: string): Integration | undefined {
    const known = this.byResource.get(resource) ?? integrationFor(parseResource(resource));
    if (known) this.byResource.set(resource, known);
    return known;
  }

  private async run(
    integration: Integration,
    task: TaskCall,
    roleArn: string,
    origin: TaskOrigin,
    context: StatesContext,
  ): Promise<JsonValue> {
    if (!isJsonObject(task.arguments)) throw runtimeError('The Parameters of the Task must be a JSON object');
    const call = new NestedCall(
      { kind: 'role', roleArn, service: 'states.amazonaws.com', sourceArn: origin.machineArn },
      task.span,
      task,
    );
    try {
      return await integration.run(task.arguments, {
        environment: context.environment,
        machines: context.machines,
        executions: context.executions,
        tokens: context.tokens,
        tasks: context.tasks,
        origin,
        task,
        call: (name, input) => this.host.operations.call(name, input, call),
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw toStatesError(error, integration.failure, this.host.environment.random.uuid());
    }
  }
}

function unknownResources({ tasks }: Machine): string[] {
  return tasks
    .filter(({ resource }) => !integrationFor(resource))
    .map(({ stateName, resource: { text } }) => {
      const reason = text.includes(':aws-sdk:apigatewaymanagementapi:')
        ? 'Step Functions refuses it; use arn:aws:states:::apigateway:invoke with the path /@connections/{id}'
        : `lambdaless has ${SUPPORTED_RESOURCES}`;
      return `state '${stateName}': the resource '${text}' cannot be called: ${reason}`;
    });
}
