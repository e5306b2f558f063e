import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { checkRequest, members } from '../request.ts';
import { publishVersion } from '../versions.ts';
import { epochSeconds, onMachine, optionalText } from './shared.ts';

/** The name of a revision that has no id. Source: API reference, PublishStateMachineVersion. */
const FIRST_REVISION = 'INITIAL';

/** Source: API reference, PublishStateMachineVersion. A revision has one version: published again, it is the same. */
export function publishStateMachineVersionOperation({ environment, machines }: StatesContext): Operation {
  return {
    name: 'states:PublishStateMachineVersion',
    permissions: onMachine('states:PublishStateMachineVersion'),
    async invoke(input) {
      checkRequest(input, {
        stateMachineArn: members.arn,
        revisionId: { type: 'text' },
        description: members.description,
      });
      const entry = machines.getActive(input['stateMachineArn']);
      const wanted = optionalText(input, 'revisionId');
      const revisionId = entry.current.revisionId ?? FIRST_REVISION;
      if (wanted !== undefined && wanted !== revisionId) {
        throw statesErrors.conflict(
          `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${revisionId}.`,
        );
      }
      const description = optionalText(input, 'description');
      const version = publishVersion(entry, description, environment.clock.now());
      return {
        stateMachineVersionArn: version.arn,
        creationDate: epochSeconds(version.creationTimeMs),
      };
    },
  };
}
