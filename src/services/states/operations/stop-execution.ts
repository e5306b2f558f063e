import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { epochSeconds, onExecution, optionalText } from './shared.ts';

/** Source: API reference, StopExecution. An execution that has ended is left as it is. */
export function stopExecutionOperation({ executions }: StatesContext): Operation {
  return {
    name: 'states:StopExecution',
    permissions: onExecution('states:StopExecution'),
    async invoke(input) {
      checkRequest(input, { executionArn: members.arn, error: members.error, cause: members.cause });
      const record = executions.get(input['executionArn']);
      record.stop(optionalText(input, 'error'), optionalText(input, 'cause'));
      await record.done;
      return { stopDate: epochSeconds(record.stopTimeMs as number) };
    },
  };
}
