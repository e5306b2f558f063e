import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import type { StateMachine } from '../machine.ts';
import { parseMachineArn } from '../machine-arn.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onExecution, onTarget } from './shared.ts';

/** Source: API reference, DescribeStateMachine: of a machine, or of one of its versions. */
export function describeStateMachineOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:DescribeStateMachine',
    permissions: onTarget('states:DescribeStateMachine'),
    async invoke(input) {
      checkRequest(input, { stateMachineArn: members.arn, includedData: members.includedData });
      const { text, machineArn, qualifier } = parseMachineArn(input['stateMachineArn']);
      const version = qualifier === undefined ? undefined : machines.getVersion(text);
      const entry = machines.get(machineArn);
      const machine = version?.machine ?? entry.current;
      return defined({
        ...describe(machine, input),
        stateMachineArn: text,
        status: entry.deleting ? 'DELETING' : 'ACTIVE',
        type: machine.type,
        creationDate: epochSeconds((version ?? entry).creationTimeMs),
        description: version?.description,
      });
    },
  };
}

/** Source: API reference, DescribeStateMachineForExecution: the revision that the execution runs. */
export function describeStateMachineForExecutionOperation({ executions }: StatesContext): Operation {
  return {
    name: 'states:DescribeStateMachineForExecution',
    permissions: onExecution('states:DescribeStateMachineForExecution'),
    async invoke(input) {
      checkRequest(input, { executionArn: members.arn, includedData: members.includedData });
      const { machine } = executions.get(input['executionArn']);
      return defined({ ...describe(machine, input), updateDate: epochSeconds(machine.updateTimeMs) });
    },
  };
}

function describe(
  machine: StateMachine,
  { includedData }: JsonObject,
): Record<string, JsonValue | undefined> {
  const { level, includeExecutionData, destinations } = machine.logging;
  const references = Object.entries(machine.variableReferences);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: includedData === 'METADATA_ONLY' ? '{}' : machine.definitionText,
    roleArn: machine.roleArn,
    loggingConfiguration: defined({
      level,
      includeExecutionData,
      destinations: destinations.length === 0 ? undefined : destinations.map(destination),
    }),
    tracingConfiguration: { enabled: machine.tracingEnabled },
    encryptionConfiguration: machine.encryption,
    revisionId: machine.revisionId,
    variableReferences:
      references.length === 0
        ? undefined
        : Object.fromEntries(references.map(([state, names]) => [state, [...names]])),
  };
}

function destination(logGroupArn: string): JsonObject {
  return { cloudWatchLogsLogGroup: { logGroupArn } };
}
