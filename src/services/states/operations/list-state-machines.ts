import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, pageOf } from './shared.ts';

/** Source: API reference, ListStateMachines. */
export function listStateMachinesOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:ListStateMachines',
    permissions: () => [{ action: 'states:ListStateMachines', resource: '*' }],
    async invoke(input) {
      checkRequest(input, { maxResults: members.maxResults, nextToken: members.nextToken });
      const { items, nextToken } = pageOf(machines.all(), input);
      return defined({
        stateMachines: items.map(({ current: { arn, name, type }, creationTimeMs }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: epochSeconds(creationTimeMs),
        })),
        nextToken,
      });
    },
  };
}
