import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../../core/environment.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { MachineType } from '../../../languages/asl/index.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import type { StateMachine } from '../machine.ts';
import { MachineEntry, type MachineVersion } from '../machine-entry.ts';
import {
  CONFIGURATION,
  configurationPermissions,
  DEFINITION,
  definitionOf,
  encryptionOf,
  loggingOf,
  ROLE,
  roleOf,
  tracingOf,
} from '../machine-request.ts';
import { isName } from '../names.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { addTags, readTags } from '../tags.ts';
import { checkVersionDescription, publishIfAsked } from '../versions.ts';
import { defined, epochSeconds, resourceOf } from './shared.ts';

const REQUEST: Shape = {
  ...CONFIGURATION,
  name: { ...members.name, required: true },
  definition: { ...DEFINITION, required: true },
  roleArn: { ...ROLE, required: true },
  type: members.machineType,
  tags: { type: 'list' },
};

/**
 * Source: API reference, CreateStateMachine. Made again with the same parameters, it is the same machine; another
 * role or other tags are then ignored.
 */
export function createStateMachineOperation(context: StatesContext): Operation {
  const { environment, machines } = context;
  return {
    name: 'states:CreateStateMachine',
    permissions: (input) =>
      configurationPermissions(
        'states:CreateStateMachine',
        arnOf(resourceOf(input['name']), environment),
        input,
      ),
    async invoke(input) {
      checkRequest(input, REQUEST);
      checkVersionDescription(input);
      const wanted = read(input, context);
      const earlier = machines.find(wanted.arn);
      if (earlier?.deleting) throw statesErrors.stateMachineDeleting(wanted.arn);
      if (earlier) return describe(earlier, createdBefore(earlier, wanted, input));
      const entry = new MachineEntry(wanted);
      addTags(entry.tags, readTags(input['tags']), wanted.arn);
      machines.add(entry);
      return describe(entry, publishIfAsked(entry, input, environment.clock.now()));
    },
  };
}

function arnOf(name: string, { partition, region, accountId }: Environment): string {
  return `arn:${partition}:states:${region}:${accountId}:stateMachine:${name}`;
}

function read(input: JsonObject, context: StatesContext): StateMachine {
  const { environment } = context;
  const { name, definition, roleArn, type = 'STANDARD' } = input as Readonly<Record<string, string>>;
  if (!isName(name as string)) throw statesErrors.invalidName(name as string);
  const role = roleOf(roleArn as string);
  const logging = loggingOf(input['loggingConfiguration']);
  return {
    ...definitionOf(definition as string, type as MachineType, context),
    arn: arnOf(name as string, environment),
    name: name as string,
    type: type as MachineType,
    roleArn: role,
    definitionText: definition as string,
    logging,
    tracingEnabled: tracingOf(input['tracingConfiguration']),
    encryption: encryptionOf(input['encryptionConfiguration']),
    revisionId: undefined,
    updateTimeMs: environment.clock.now(),
  };
}

/** What the idempotency check compares. Source: API reference, CreateStateMachine. */
function compared({ definitionText, type, logging, tracingEnabled, encryption }: StateMachine): unknown[] {
  return [definitionText, type, logging, tracingEnabled, encryption];
}

/** @throws AwsError StateMachineAlreadyExists */
function createdBefore(
  { current, versions }: MachineEntry,
  wanted: StateMachine,
  { publish, versionDescription }: JsonObject,
): MachineVersion | undefined {
  const [first] = versions.values();
  const same =
    isDeepStrictEqual(compared(current), compared(wanted)) &&
    (publish === true) === (first !== undefined) &&
    (versionDescription ?? undefined) === first?.description;
  if (!same) throw statesErrors.stateMachineAlreadyExists(wanted.arn);
  return first;
}

function describe(
  { current, creationTimeMs }: MachineEntry,
  version: MachineVersion | undefined,
): JsonObject {
  return defined({
    stateMachineArn: current.arn,
    creationDate: epochSeconds(creationTimeMs),
    stateMachineVersionArn: version?.arn,
  });
}
