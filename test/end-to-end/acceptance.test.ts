import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks, type TestEvent } from '../../src/verify/index.ts';
import type { VerifyTarget } from '../../src/verify/run.ts';
import { runCheck } from '../../src/verify/run.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

/**
 * The contract, on a stack that runs here; with LAMBDALESS_STACK set to the name of a deployed stack, on that one:
 * `lambdaless verify --stack NAME` runs the same checks.
 */
describe('the contract', () => {
  let stack: StackForTest;
  let target: VerifyTarget;

  beforeAll(async () => {
    stack = await startForTest();
    target = {
      url: async () => stack.webSocketAPIurl,
      put: (entries) => putAll(stack, entries),
      source: `verify.${randomUUID()}`,
      waitMs: 5_000,
      quietMs: 150,
    };
  });
  afterAll(() => stack?.close());

  for (const check of checks) {
    it(check.title, async () => {
      const { passed, reason } = await runCheck(check, target);
      expect(reason ?? '').toBe('');
      expect(passed).toBe(true);
    });
  }
});

async function putAll(
  stack: StackForTest,
  entries: readonly (TestEvent & { Source: string })[],
): Promise<void> {
  for (let at = 0; at < entries.length; at += 10) {
    const Entries = entries
      .slice(at, at + 10)
      .map((entry) => ({ ...entry, EventBusName: stack.eventBusName }));
    const answer = (await stack.call('events:PutEvents', { Entries: Entries as never })) as {
      FailedEntryCount: number;
    };
    expect(answer.FailedEntryCount).toBe(0);
  }
}
