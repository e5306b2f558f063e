import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { parseMachineArn } from '../machine-arn.ts';
import { checkRequest, members } from '../request.ts';
import { onQualified } from './shared.ts';

/**
 * Source: API reference, DeleteStateMachineVersion. Its executions run on. A version that does not exist is
 * deleted already; one that an alias leads to cannot be.
 */
export function deleteStateMachineVersionOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:DeleteStateMachineVersion',
    permissions: onQualified('states:DeleteStateMachineVersion', 'stateMachineVersionArn'),
    async invoke(input) {
      checkRequest(input, { stateMachineVersionArn: members.longArn });
      const { text, machineArn, qualifier = '' } = parseMachineArn(input['stateMachineVersionArn']);
      if (!/^\d+$/.test(qualifier)) throw statesErrors.invalidArn(text);
      const entry = machines.find(machineArn);
      const aliases = entry?.aliasesOf(text).map(({ name }) => name) ?? [];
      if (aliases.length > 0) {
        throw statesErrors.conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${aliases.join(', ')}]`,
        );
      }
      entry?.versions.delete(Number(qualifier));
      return {};
    },
  };
}
