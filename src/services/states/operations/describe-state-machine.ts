import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import type { StateMachine } from '../machines.ts';
import { defined, epochSeconds, onExecution, onMachine, pageOf } from './shared.ts';

/** Source: API reference, DescribeStateMachine. */
export function describeStateMachineOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:DescribeStateMachine',
    permissions: onMachine('states:DescribeStateMachine'),
    invoke: async (input) => {
      const machine = machines.get(input['stateMachineArn']);
      return defined({
        ...describe(machine),
        status: 'ACTIVE',
        type: machine.type,
        creationDate: epochSeconds(machine.creationTimeMs),
      });
    },
  };
}

/** Source: API reference, DescribeStateMachineForExecution. */
export function describeStateMachineForExecutionOperation({ executions }: StatesContext): Operation {
  return {
    name: 'states:DescribeStateMachineForExecution',
    permissions: onExecution('states:DescribeStateMachineForExecution'),
    invoke: async (input) => {
      const { machine } = executions.get(input['executionArn']);
      return defined({ ...describe(machine), updateDate: epochSeconds(machine.creationTimeMs) });
    },
  };
}

/** Source: API reference, ListStateMachines. */
export function listStateMachinesOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:ListStateMachines',
    permissions: () => [{ action: 'states:ListStateMachines', resource: '*' }],
    async invoke(input) {
      const { items, nextToken } = pageOf(machines.all(), input);
      return defined({ stateMachines: items.map(summarize), nextToken });
    },
  };
}

function summarize({ arn, name, type, creationTimeMs }: StateMachine): JsonObject {
  return { stateMachineArn: arn, name, type, creationDate: epochSeconds(creationTimeMs) };
}

function describe(machine: StateMachine): Record<string, JsonValue | undefined> {
  const { LoggingConfiguration, TracingConfiguration } = machine.properties;
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: machine.definitionText,
    roleArn: machine.roleArn,
    loggingConfiguration: defined({
      level: LoggingConfiguration?.Level ?? 'OFF',
      includeExecutionData: LoggingConfiguration?.IncludeExecutionData ?? false,
      destinations: LoggingConfiguration?.Destinations?.map(({ CloudWatchLogsLogGroup }) => ({
        cloudWatchLogsLogGroup: { logGroupArn: CloudWatchLogsLogGroup?.LogGroupArn ?? '' },
      })),
    }),
    tracingConfiguration: { enabled: TracingConfiguration?.Enabled ?? false },
    revisionId: machine.revisionId,
  };
}
