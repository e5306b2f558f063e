import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onMachine, pageOf } from './shared.ts';

/** Source: API reference, ListStateMachineVersions: the latest first. */
export function listStateMachineVersionsOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:ListStateMachineVersions',
    permissions: onMachine('states:ListStateMachineVersions'),
    async invoke(input) {
      checkRequest(input, {
        stateMachineArn: members.arn,
        maxResults: members.maxResults,
        nextToken: members.nextToken,
      });
      const { versions } = machines.get(input['stateMachineArn']);
      const { items, nextToken } = pageOf([...versions.values()].reverse(), input);
      return defined({
        stateMachineVersions: items.map(({ arn, creationTimeMs }) => ({
          stateMachineVersionArn: arn,
          creationDate: epochSeconds(creationTimeMs),
        })),
        nextToken,
      });
    },
  };
}
