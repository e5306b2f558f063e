import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { epochSeconds, onTarget, optionalText } from './shared.ts';

/** The input is checked where it is read. Source: the service model. */
export const START: Shape = {
  stateMachineArn: members.arn,
  name: members.name,
  input: { type: 'text' },
  traceHeader: members.traceHeader,
};

/** Source: API reference, StartExecution. Answers once the execution has begun. */
export function startExecutionOperation({ environment, machines, executions }: StatesContext): Operation {
  return {
    name: 'states:StartExecution',
    permissions: onTarget('states:StartExecution'),
    async invoke(input, { span }): Promise<JsonObject> {
      checkRequest(input, START);
      const record = executions.start({
        target: machines.target(input['stateMachineArn'], environment.random),
        name: optionalText(input, 'name'),
        inputText: optionalText(input, 'input'),
        traceHeader: optionalText(input, 'traceHeader'),
        span,
      });
      return { executionArn: record.arn, startDate: epochSeconds(record.startTimeMs) };
    },
  };
}
