import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { NestedCall, type ServiceHost } from '../../core/operations.ts';
import { parseResource, runtimeError, type TaskCall } from '../../languages/asl/index.ts';
import { TemplateError, type TemplateProblem } from '../../template/problems.ts';
import type { StatesContext } from './context.ts';
import type { ExecutionRecord } from './executions.ts';
import { toStatesError } from './integrations/failures.ts';
import type { Integration, TaskOrigin } from './integrations/integration.ts';
import { integrationFor, SUPPORTED_RESOURCES } from './integrations/table.ts';
import type { StateMachines } from './machines.ts';

/** The integrations that the machines' tasks use, looked up once. */
export class Tasks {
  private readonly byResource = new Map<string, Integration>();
  private readonly host: ServiceHost;
  private readonly machines: StateMachines;

  /** @throws TemplateError for a task whose resource is not among the integrations */
  constructor(machines: StateMachines, host: ServiceHost) {
    this.host = host;
    this.machines = machines;
    const problems: TemplateProblem[] = [];
    for (const { logicalId, machine } of machines.all()) {
      for (const { stateName, resource } of machine.tasks) {
        const integration = integrationFor(resource);
        if (integration) this.byResource.set(resource.text, integration);
        else problems.push(unknownResource(logicalId, stateName, resource.text));
      }
    }
    if (problems.length > 0) throw new TemplateError(problems);
  }

  /** @throws TemplateError for a task that calls an operation that no service offers */
  check(): void {
    const problems: TemplateProblem[] = [];
    for (const { logicalId, machine } of this.machines.all()) {
      for (const { stateName, resource } of machine.tasks) {
        const missing = this.byResource
          .get(resource.text)
          ?.operations.filter((name) => !this.host.operations.has(name));
        if (missing?.length) {
          problems.push({
            code: 'TEMPLATE_UNSUPPORTED',
            message: `Resource '${logicalId}' state '${stateName}': ${resource.text} needs ${missing.join(', ')}, which lambdaless does not implement`,
          });
        }
      }
    }
    if (problems.length > 0) throw new TemplateError(problems);
  }

  /** Makes one call in the name of the machine's role. @throws StatesError */
  invoke(task: TaskCall, execution: ExecutionRecord, context: StatesContext): Promise<JsonValue> {
    const integration = this.byResource.get(task.resource) as Integration;
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
    const integration = integrationFor(parseResource(task.resource));
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

function unknownResource(logicalId: string, stateName: string, resource: string): TemplateProblem {
  const reason = resource.includes(':aws-sdk:apigatewaymanagementapi:')
    ? 'Step Functions refuses it; use arn:aws:states:::apigateway:invoke with the path /@connections/{id}'
    : `lambdaless has ${SUPPORTED_RESOURCES}`;
  return {
    code: 'TEMPLATE_UNSUPPORTED',
    message: `Resource '${logicalId}' state '${stateName}': the resource '${resource}' cannot be called: ${reason}`,
  };
}
