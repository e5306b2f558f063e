import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { LambdalessWebSocket } from '../../src/cdk/index.ts';
import { AwsCaller } from '../../src/client/aws-call.ts';
import { resourcesOf } from '../../src/client/stack-apis.ts';
import { VirtualClock } from '../../src/core/clock.ts';
import { type Check, checks, runCheck, type VerifyTarget } from '../../src/verify/index.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

/** Checks that a plain local stack skips. */
const check = (id: string): Check => checks.find((one) => one.id === id) as Check;

function targetOf(stack: StackForTest, more: Partial<VerifyTarget> = {}): VerifyTarget {
  const endpointUrl = new URL(stack.webSocketAPIurl).origin.replace(/^ws/, 'http');
  const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  return {
    url: async () => stack.webSocketAPIurl,
    unsignedUrl: stack.webSocketAPIurl,
    source: 'verify',
    waitMs: 5_000,
    quietMs: 100,
    outputs: stack.outputs,
    aws: new AwsCaller({ region: 'us-east-1', credentials, endpointUrl }),
    async put(entries) {
      const Entries = entries.map((entry) => ({ ...entry, EventBusName: stack.eventBusName }));
      await stack.call('events:PutEvents', { Entries: Entries as never });
    },
    ...more,
  };
}

describe('slow checks', () => {
  it.each([
    ['idle-time-out', 'passed'],
    ['two-hours', 'passed'],
  ])('%s', { timeout: 30_000 }, async (id, outcome) => {
    const clock = new VirtualClock();
    const stack = await startForTest({ clock });
    try {
      let done = false;
      const result = runCheck(check(id), targetOf(stack, { slow: true, clock })).finally(() => {
        done = true;
      });
      while (!done) {
        await clock.advance(30_000);
        // Bytes of sockets take real time.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(await result).toMatchObject({ outcome });
    } finally {
      await stack.close();
    }
  });
});

it('of a Standard workflow executions are named after events, and metrics: true reports', async () => {
  const parent = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const props = { deliveryType: 'standard', metrics: true } as const;
  new LambdalessWebSocket(parent, 'WebSocket', props).addOutputs();
  const stack = await startForTest({ template: Template.fromStack(parent).toJSON() });
  const endpointUrl = new URL(stack.webSocketAPIurl).origin.replace(/^ws/, 'http');
  try {
    for (const id of ['execution-names', 'reported-metrics']) {
      const target = targetOf(stack, { resources: () => resourcesOf({ endpointUrl }) });
      expect(await runCheck(check(id), target)).toMatchObject({ outcome: 'passed' });
    }
  } finally {
    await stack.close();
  }
});

it('whoever may not connect is told so in the words of the facts', async () => {
  const stack = await startForTest({ verifySignatures: true });
  try {
    for (const id of ['unsigned-handshake', 'unsigned-call']) {
      expect(await runCheck(check(id), targetOf(stack))).toMatchObject({ outcome: 'passed' });
    }
  } finally {
    await stack.close();
  }
});
