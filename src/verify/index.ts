import type { Check } from './check.ts';
import { clientChecks } from './checks/clients.ts';
import { contentChecks } from './checks/content.ts';
import { messageChecks } from './checks/messages.ts';
import { patternChecks } from './checks/patterns.ts';
import { sizeChecks } from './checks/sizes.ts';

export { type Check, CheckFailed, type StackUnderTest, type TestEvent } from './check.ts';
export { Client } from './client.ts';
export { type CheckResult, runChecks, type VerifyTarget } from './run.ts';

/** The acceptance suite: every promise that README.md makes to a client. */
export const checks: readonly Check[] = [
  ...patternChecks,
  ...messageChecks,
  ...contentChecks,
  ...sizeChecks,
  ...clientChecks,
];
