import type { Check } from './check.ts';
import { clientChecks } from './checks/clients.ts';
import { contentChecks } from './checks/content.ts';
import { definitionChecks } from './checks/definitions.ts';
import { eventBridgeChecks } from './checks/event-bridge.ts';
import { messageChecks } from './checks/messages.ts';
import { patternChecks } from './checks/patterns.ts';
import { sizeChecks } from './checks/sizes.ts';
import { slowChecks } from './checks/slow.ts';
import { stackChecks } from './checks/stack.ts';
import { statesChecks } from './checks/states.ts';
import { wireChecks } from './checks/wire.ts';

export type { AwsApi, StackResource } from './aws.ts';
export { type Check, CheckFailed, CheckSkipped, type StackUnderTest, type TestEvent } from './check.ts';
export { Client } from './client.ts';
export { takeDeadLetters } from './dead-letters.ts';
export { type CheckResult, type Outcome, runCheck, runChecks, type VerifyTarget } from './run.ts';

/** Every promise that README.md makes to a client. */
export const contractChecks: readonly Check[] = [
  ...patternChecks,
  ...messageChecks,
  ...contentChecks,
  ...sizeChecks,
  ...clientChecks,
];

/** What we take for granted about AWS, as far as it can be asked without leaving anything behind. */
export const factChecks: readonly Check[] = [
  ...wireChecks,
  ...stackChecks,
  ...eventBridgeChecks,
  ...statesChecks,
  ...definitionChecks,
  ...slowChecks,
];

/** The acceptance suite. */
export const checks: readonly Check[] = [...contractChecks, ...factChecks];
