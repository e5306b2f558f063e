import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { parseMachineArn } from '../machine-arn.ts';
import type { MachineAlias } from '../machine-entry.ts';
import type { StateMachines } from '../machines.ts';
import { checkRequest, members } from '../request.ts';
import { defined, epochSeconds, onMachine, pageOf } from './shared.ts';

/** Source: API reference, ListStateMachineAliases: the latest first; of a version, those that lead to it. */
export function listStateMachineAliasesOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:ListStateMachineAliases',
    permissions: onMachine('states:ListStateMachineAliases'),
    async invoke(input) {
      checkRequest(input, {
        stateMachineArn: members.arn,
        maxResults: members.maxResults,
        nextToken: members.nextToken,
      });
      const { items, nextToken } = pageOf(aliasesOf(machines, input['stateMachineArn']).reverse(), input);
      return defined({
        stateMachineAliases: items.map(({ arn, creationTimeMs }) => ({
          stateMachineAliasArn: arn,
          creationDate: epochSeconds(creationTimeMs),
        })),
        nextToken,
      });
    },
  };
}

function aliasesOf(machines: StateMachines, arn: unknown): MachineAlias[] {
  const { text, machineArn, qualifier } = parseMachineArn(arn);
  const entry = machines.find(machineArn);
  if (!entry) throw statesErrors.stateMachineDoesNotExist(text);
  if (entry.deleting) throw statesErrors.stateMachineDeleting(machineArn);
  if (qualifier === undefined) return [...entry.aliases.values()];
  if (!entry.versionOf(text)) throw statesErrors.resourceNotFound(text);
  return entry.aliasesOf(text);
}
