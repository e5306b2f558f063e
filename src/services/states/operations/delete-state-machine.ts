import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { parseMachineArn } from '../machine-arn.ts';
import { checkRequest, members } from '../request.ts';
import { onMachine } from './shared.ts';

/**
 * Source: API reference, DeleteStateMachine. Its versions and aliases go with it. A Standard machine with running
 * executions is DELETING until they have ended, which they do at their next transition; Express executions run on.
 * A machine that does not exist is deleted already.
 */
export function deleteStateMachineOperation({ machines, executions }: StatesContext): Operation {
  return {
    name: 'states:DeleteStateMachine',
    permissions: onMachine('states:DeleteStateMachine'),
    async invoke(input) {
      checkRequest(input, { stateMachineArn: members.arn });
      const { text, qualifier } = parseMachineArn(input['stateMachineArn']);
      if (qualifier !== undefined) throw statesErrors.invalidArn(text);
      const entry = machines.find(text);
      if (!entry || entry.deleting) return {};
      entry.deleting = true;
      const running = executions.orphan(text);
      if (running.length === 0) machines.remove(text);
      else void Promise.all(running).then(() => machines.remove(text));
      return {};
    },
  };
}
