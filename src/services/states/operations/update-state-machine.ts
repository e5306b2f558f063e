import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../core/json.ts';
import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { statesErrors } from '../errors.ts';
import type { MachineConfiguration, StateMachine } from '../machine.ts';
import {
  CONFIGURATION,
  configurationPermissions,
  definitionOf,
  encryptionOf,
  loggingOf,
  roleOf,
  tracingOf,
} from '../machine-request.ts';
import { checkRequest, members, type Shape } from '../request.ts';
import { checkVersionDescription, publishIfAsked } from '../versions.ts';
import { defined, epochSeconds, resourceOf } from './shared.ts';

const REQUEST: Shape = { ...CONFIGURATION, stateMachineArn: members.arn };
/** One of these must be given. */
const CHANGES = [
  'definition',
  'roleArn',
  'loggingConfiguration',
  'tracingConfiguration',
  'encryptionConfiguration',
] as const;

/**
 * Source: API reference, UpdateStateMachine. Running executions keep the revision that they were started with. An
 * update that changes nothing makes no revision.
 */
export function updateStateMachineOperation(context: StatesContext): Operation {
  const { environment, machines } = context;
  return {
    name: 'states:UpdateStateMachine',
    permissions: (input) =>
      configurationPermissions('states:UpdateStateMachine', resourceOf(input['stateMachineArn']), input),
    async invoke(input) {
      checkRequest(input, REQUEST);
      checkVersionDescription(input);
      const entry = machines.getActive(input['stateMachineArn']);
      if (CHANGES.every((member) => (input[member] ?? undefined) === undefined)) throw nothingGiven();
      const nowMs = environment.clock.now();
      const updated = update(entry.current, input, context);
      if (updated) {
        entry.current = { ...updated, revisionId: environment.random.uuid(), updateTimeMs: nowMs };
      }
      return defined({
        updateDate: epochSeconds(nowMs),
        revisionId: entry.current.revisionId,
        stateMachineVersionArn: publishIfAsked(entry, input, nowMs)?.arn,
      });
    },
  };
}

/** As recorded. */
function nothingGiven(): Error {
  return statesErrors.missingRequiredParameter(
    'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
  );
}

/** @returns undefined when nothing is changed */
function update(current: StateMachine, input: JsonObject, context: StatesContext): StateMachine | undefined {
  const { definition, roleArn, loggingConfiguration, tracingConfiguration } = input;
  const changed: MachineConfiguration = {
    definitionText: (definition as string | null | undefined) ?? current.definitionText,
    roleArn: typeof roleArn === 'string' ? roleOf(roleArn) : current.roleArn,
    logging: loggingConfiguration ? loggingOf(loggingConfiguration) : current.logging,
    tracingEnabled: tracingConfiguration ? tracingOf(tracingConfiguration) : current.tracingEnabled,
    encryption: encryptionOf(input['encryptionConfiguration']) ?? current.encryption,
  };
  const next: StateMachine = { ...current, ...changed };
  if (isDeepStrictEqual(next, current)) return undefined;
  if (changed.definitionText === current.definitionText) return next;
  return { ...next, ...definitionOf(changed.definitionText, current.type, context) };
}
