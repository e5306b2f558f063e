import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { type ExecutionRecord, outputText } from '../executions.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onExecution } from './shared.ts';

/** Source: API reference, DescribeExecution. Express executions cannot be described. */
export function describeExecutionOperation({ executions }: StatesContext): Operation {
  return {
    name: 'states:DescribeExecution',
    permissions: onExecution('states:DescribeExecution'),
    async invoke(input) {
      checkRequest(input, { executionArn: members.arn, includedData: members.includedData });
      const record = executions.get(input['executionArn']);
      const { result } = record;
      const included = input['includedData'] !== 'METADATA_ONLY';
      const output = result && outputText(result);
      return defined({
        ...executionHead(record),
        input: included ? record.inputText : undefined,
        inputDetails: { included },
        output: included ? output : undefined,
        outputDetails: output === undefined ? undefined : { included },
        traceHeader: record.traceHeader,
        error: result?.status === 'SUCCEEDED' ? undefined : result?.error,
        cause: result?.status === 'SUCCEEDED' ? undefined : result?.cause,
        redriveCount: 0,
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: redriveReason(record),
      });
    },
  };
}

export function statusOf({ result }: ExecutionRecord): string {
  return result?.status ?? 'RUNNING';
}

/** Why an execution is not redriven. Source of the first wording: API reference, DescribeExecution. */
export function redriveReason(record: ExecutionRecord): string {
  const status = statusOf(record);
  return status === 'SUCCEEDED' || status === 'RUNNING'
    ? `Execution is ${status} and cannot be redriven`
    : 'Redrive is not part of lambdaless';
}

/** What DescribeExecution and ListExecutions say alike of an execution. */
export function executionHead(record: ExecutionRecord): JsonObject {
  return defined({
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    stateMachineVersionArn: record.versionArn,
    stateMachineAliasArn: record.aliasArn,
    name: record.name,
    status: statusOf(record),
    startDate: epochSeconds(record.startTimeMs),
    stopDate: record.stopTimeMs === undefined ? undefined : epochSeconds(record.stopTimeMs),
  });
}
