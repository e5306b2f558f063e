import { AwsError } from '../../core/errors.ts';
import { type JsonObject, type JsonValue, textFrom } from '../../core/json.ts';
import type { Operation, Service, ServiceHost } from '../../core/operations.ts';
import type { Resource, StackModel } from '../../template/model.ts';

/** CloudFormation's view of the one stack that runs here, so that tools find its outputs by the stack's name. */
export function createCloudFormation(model: StackModel, { environment }: ServiceHost): Service {
  const createdSeconds = environment.clock.now() / 1000;

  const stack = (): JsonObject => ({
    StackId: model.stackId,
    StackName: model.stackName,
    CreationTime: createdSeconds,
    StackStatus: 'CREATE_COMPLETE',
    DisableRollback: false,
    Outputs: model.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      ...(description !== undefined && { Description: description }),
      ...(exportName !== undefined && { ExportName: exportName }),
    })),
    Tags: [],
  });

  const resourceOf = ({ logicalId, type, ref }: Resource): JsonObject => ({
    StackName: model.stackName,
    StackId: model.stackId,
    LogicalResourceId: logicalId,
    PhysicalResourceId: ref,
    ResourceType: type,
    Timestamp: createdSeconds,
    ResourceStatus: 'CREATE_COMPLETE',
  });

  const invocations: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
    DescribeStacks: (input) => {
      checkName(model, input['StackName']);
      return { Stacks: [stack()] };
    },
    DescribeStackResources: (input) => {
      checkName(model, input['StackName']);
      return { StackResources: [...model.resources.values()].map(resourceOf) };
    },
  };
  const operations = Object.entries(invocations).map(
    ([name, invoke]): Operation => ({
      name: `cloudformation:${name}`,
      permissions: () => [{ action: `cloudformation:${name}`, resource: model.stackId }],
      invoke: async (input) => invoke(input),
    }),
  );
  return { operations, close: async () => undefined };
}

/** @throws AwsError ValidationError in CloudFormation's words */
function checkName(model: StackModel, name: JsonValue | undefined): void {
  if (name === undefined || name === model.stackName || name === model.stackId) return;
  throw new AwsError('ValidationError', `Stack with id ${textFrom(name)} does not exist`);
}
