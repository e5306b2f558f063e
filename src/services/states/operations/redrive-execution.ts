import { AwsError } from '../../../core/errors.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { redriveReason } from './describe-execution.ts';
import { onExecution } from './shared.ts';

/** Source: API reference, RedriveExecution. Nothing is redriven here: each execution is told why not. */
export function redriveExecutionOperation({ executions }: StatesContext): Operation {
  return {
    name: 'states:RedriveExecution',
    permissions: onExecution('states:RedriveExecution'),
    async invoke(input) {
      checkRequest(input, {
        executionArn: members.arn,
        clientToken: { type: 'text', least: 1, most: 64, pattern: /^[!-~]+$/ },
      });
      const reason = redriveReason(executions.get(input['executionArn']));
      throw new AwsError('ExecutionNotRedrivable', reason);
    },
  };
}
