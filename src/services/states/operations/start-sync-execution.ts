import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import { billingOf } from '../billing.ts';
import type { StatesContext } from '../context.ts';
import { typeNotSupported } from '../errors.ts';
import { type ExecutionRecord, outputText } from '../executions.ts';
import { defined, epochSeconds, onMachine, optionalText } from './shared.ts';

/** Source: API reference, StartSyncExecution: answers 200 whether or not the execution succeeds. */
export function startSyncExecutionOperation({ machines, executions }: StatesContext): Operation {
  return {
    name: 'states:StartSyncExecution',
    waitsOnClock: true,
    permissions: onMachine('states:StartSyncExecution'),
    async invoke(input, { span }) {
      const machine = machines.get(input['stateMachineArn']);
      if (machine.type === 'STANDARD') throw typeNotSupported();
      const record = executions.start({
        machine,
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
