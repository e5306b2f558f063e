import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import { ROUTING, readRouting, routingProblem } from '../aliases.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import { parseMachineArn } from '../machine-arn.ts';
import type { MachineAlias, RoutingConfiguration } from '../machine-entry.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { epochSeconds, optionalText } from './shared.ts';

/** Source: API reference, CreateStateMachineAlias. */
const MOST_ALIASES = 100;
const NAME = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/;

const REQUEST: Shape = {
  name: { ...members.name, required: true, pattern: NAME },
  description: members.description,
  routingConfiguration: { ...ROUTING, required: true },
};

/** Source: API reference, CreateStateMachineAlias. Made again with the same parameters, it is the same alias. */
export function createStateMachineAliasOperation({ environment, machines }: StatesContext): Operation {
  return {
    name: 'states:CreateStateMachineAlias',
    permissions: (input) => [{ action: 'states:CreateStateMachineAlias', resource: machineOf(input) }],
    async invoke(input) {
      checkRequest(input, REQUEST);
      const name = String(input['name']);
      const routing = readRouting(input['routingConfiguration']);
      const description = optionalText(input, 'description');
      const { machineArn } = parseMachineArn(routing[0]?.stateMachineVersionArn);
      const entry = machines.find(machineArn);
      if (!entry) throw statesErrors.resourceNotFound(machineArn);
      if (entry.deleting) throw statesErrors.stateMachineDeleting(machineArn);
      const problem = routingProblem(routing, entry);
      if (problem !== undefined) throw statesErrors.validation(problem);
      const earlier = entry.aliases.get(name);
      if (earlier) return describe(sameAlias(earlier, description, routing));
      if (entry.aliases.size >= MOST_ALIASES) {
        throw statesErrors.quotaExceeded(`A state machine has at most ${MOST_ALIASES} aliases`);
      }
      const nowMs = environment.clock.now();
      const arn = `${machineArn}:${name}`;
      const alias = { arn, name, description, routing, creationTimeMs: nowMs, updateTimeMs: nowMs };
      entry.aliases.set(name, alias);
      return describe(alias);
    },
  };
}

function machineOf({ routingConfiguration }: JsonObject): string {
  const [first] = readRouting(routingConfiguration);
  return first ? first.stateMachineVersionArn.replace(/:[^:]*$/, '') : '*';
}

/** @throws AwsError ConflictException */
function sameAlias(
  alias: MachineAlias,
  description: string | undefined,
  routing: readonly RoutingConfiguration[],
): MachineAlias {
  if (isDeepStrictEqual([alias.description, alias.routing], [description, routing])) return alias;
  throw statesErrors.conflict(
    'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
  );
}

function describe({ arn, creationTimeMs }: MachineAlias): JsonObject {
  return { stateMachineAliasArn: arn, creationDate: epochSeconds(creationTimeMs) };
}
