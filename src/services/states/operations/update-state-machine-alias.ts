import type { JsonValue } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import { ROUTING, readRouting, routingProblem } from '../aliases.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import type { MachineAlias, MachineEntry, RoutingConfiguration } from '../machine-entry.ts';
import { checkRequest, members } from '../request.ts';
import { epochSeconds, onQualified, optionalText } from './shared.ts';

/** Source: API reference, UpdateStateMachineAlias. */
export function updateStateMachineAliasOperation({ environment, machines }: StatesContext): Operation {
  return {
    name: 'states:UpdateStateMachineAlias',
    permissions: onQualified('states:UpdateStateMachineAlias', 'stateMachineAliasArn'),
    async invoke(input) {
      checkRequest(input, {
        stateMachineAliasArn: members.arn,
        description: members.description,
        routingConfiguration: ROUTING,
      });
      const { entry, alias } = machines.getAlias(input['stateMachineAliasArn']);
      if (entry.deleting) throw statesErrors.stateMachineDeleting(entry.current.arn);
      const description = optionalText(input, 'description');
      const given = input['routingConfiguration'] ?? undefined;
      if (description === undefined && given === undefined) {
        throw statesErrors.validation(
          'Either the description or the routing configuration must be specified',
        );
      }
      const updated: MachineAlias = {
        ...alias,
        description: description ?? alias.description,
        routing: given === undefined ? alias.routing : checkedRouting(given, entry),
        updateTimeMs: environment.clock.now(),
      };
      entry.aliases.set(alias.name, updated);
      return { updateDate: epochSeconds(updated.updateTimeMs) };
    },
  };
}

/** @throws AwsError ValidationException */
function checkedRouting(given: JsonValue, entry: MachineEntry): RoutingConfiguration[] {
  const routing = readRouting(given);
  const problem = routingProblem(routing, entry);
  if (problem !== undefined) throw statesErrors.validation(problem);
  return routing;
}
