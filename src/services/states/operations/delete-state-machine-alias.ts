import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { onQualified } from './shared.ts';

/** Source: API reference, DeleteStateMachineAlias. The versions that it leads to stay. */
export function deleteStateMachineAliasOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:DeleteStateMachineAlias',
    permissions: onQualified('states:DeleteStateMachineAlias', 'stateMachineAliasArn'),
    async invoke(input) {
      checkRequest(input, { stateMachineAliasArn: members.arn });
      const { entry, alias } = machines.getAlias(input['stateMachineAliasArn']);
      entry.aliases.delete(alias.name);
      return {};
    },
  };
}
