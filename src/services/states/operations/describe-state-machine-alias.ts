import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onQualified } from './shared.ts';

/** Source: API reference, DescribeStateMachineAlias. */
export function describeStateMachineAliasOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:DescribeStateMachineAlias',
    permissions: onQualified('states:DescribeStateMachineAlias', 'stateMachineAliasArn'),
    async invoke(input) {
      checkRequest(input, { stateMachineAliasArn: members.arn });
      const { alias } = machines.getAlias(input['stateMachineAliasArn']);
      return defined({
        stateMachineAliasArn: alias.arn,
        name: alias.name,
        description: alias.description,
        routingConfiguration: alias.routing.map((route) => ({ ...route })),
        creationDate: epochSeconds(alias.creationTimeMs),
        updateDate: epochSeconds(alias.updateTimeMs),
      });
    },
  };
}
