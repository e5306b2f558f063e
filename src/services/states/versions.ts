import type { JsonObject } from '../../core/json.ts';
import { statesErrors } from './errors.ts';
import type { MachineEntry, MachineVersion } from './machine-entry.ts';

/** Versions that a machine has at most. Source: API reference, PublishStateMachineVersion. */
const MOST_VERSIONS = 1000;

/** The version of the current revision: the one that there is, or a new one. @throws AwsError ServiceQuotaExceededException */
export function publishVersion(
  entry: MachineEntry,
  description: string | undefined,
  nowMs: number,
): MachineVersion {
  const { published, versions } = entry;
  if (published) return published;
  if (versions.size >= MOST_VERSIONS) {
    throw statesErrors.quotaExceeded(`A state machine has at most ${MOST_VERSIONS} versions`);
  }
  return entry.publish(description, nowMs);
}

/** The version that a request with `publish` makes. */
export function publishIfAsked(
  entry: MachineEntry,
  { publish, versionDescription }: JsonObject,
  nowMs: number,
): MachineVersion | undefined {
  if (publish !== true) return undefined;
  return publishVersion(entry, (versionDescription ?? undefined) as string | undefined, nowMs);
}

/** Source: API reference, CreateStateMachine, versionDescription. @throws AwsError ValidationException */
export function checkVersionDescription({ publish, versionDescription }: JsonObject): void {
  if (publish === true || (versionDescription ?? undefined) === undefined) return;
  throw statesErrors.validation('Version description can only be set when publish is true');
}
