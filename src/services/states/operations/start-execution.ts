import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { epochSeconds, onMachine, optionalText } from './shared.ts';

/** Source: API reference, StartExecution. Answers once the execution has begun. */
export function startExecutionOperation({ machines, executions }: StatesContext): Operation {
  return {
    name: 'states:StartExecution',
    permissions: onMachine('states:StartExecution'),
    async invoke(input, { span }): Promise<JsonObject> {
      const record = executions.start({
        machine: machines.get(input['stateMachineArn']),
        name: optionalText(input, 'name'),
        inputText: optionalText(input, 'input'),
        traceHeader: optionalText(input, 'traceHeader'),
        span,
      });
      return { executionArn: record.arn, startDate: epochSeconds(record.startTimeMs) };
    },
  };
}
