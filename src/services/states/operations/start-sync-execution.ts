import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import { billingOf } from '../billing.ts';
import type { StatesContext } from '../context.ts';
import { typeNotSupported } from '../errors.ts';
import { type ExecutionRecord, outputText } from '../executions.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onTarget, optionalText } from './shared.ts';
import { START } from './start-execution.ts';

/** Source: API reference, StartSyncExecution: answers 200 whether or not the execution succeeds. */
export function startSyncExecutionOperation({ environment, machines, executions }: StatesContext): Operation {
  return {
    name: 'states:StartSyncExecution',
    waitsOnClock: true,
    permissions: onTarget('states:StartSyncExecution'),
    async invoke(input, { span }) {
      checkRequest(input, { ...START, includedData: members.includedData });
      const target = machines.target(input['stateMachineArn'], environment.random);
      if (target.machine.type === 'STANDARD') throw typeNotSupported();
      const record = executions.start({
        target,
        name: optionalText(input, 'name'),
        inputText: optionalText(input, 'input'),
        traceHeader: optionalText(input, 'traceHeader'),
        span,
      });
      await record.done;
      return describe(record, input['includedData'] !== 'METADATA_ONLY');
    },
  };
}

function describe(record: ExecutionRecord, included: boolean): JsonObject {
  const { result } = record;
  const output = result && outputText(result);
  return defined({
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    name: record.name,
    startDate: epochSeconds(record.startTimeMs),
    stopDate: epochSeconds(record.stopTimeMs ?? record.startTimeMs),
    status: result?.status === 'ABORTED' ? 'FAILED' : result?.status,
    error: result?.status === 'SUCCEEDED' ? undefined : result?.error,
    cause: result?.status === 'SUCCEEDED' ? undefined : result?.cause,
    input: included ? record.inputText : undefined,
    inputDetails: { included },
    output: included ? output : undefined,
    outputDetails: output === undefined ? undefined : { included },
    traceHeader: record.traceHeader,
    billingDetails: { ...billingOf(record) },
  });
}
