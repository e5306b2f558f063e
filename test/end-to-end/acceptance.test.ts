import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsCaller } from '../../src/client/aws-call.ts';
import { resourcesOf } from '../../src/client/stack-apis.ts';
import {
  type AwsApi,
  contractChecks,
  factChecks,
  runCheck,
  type TestEvent,
  takeDeadLetters,
  type VerifyTarget,
} from '../../src/verify/index.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

/** The acceptance suite, on a stack that runs here; `lambdaless verify --stack NAME` runs it on a deployed one. */

let stack: StackForTest;
let target: VerifyTarget;

beforeAll(async () => {
  stack = await startForTest();
  const endpointUrl = new URL(stack.webSocketAPIurl).origin.replace(/^ws/, 'http');
  const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  target = {
    url: async () => stack.webSocketAPIurl,
    unsignedUrl: stack.webSocketAPIurl,
    put: (entries) => putAll(stack, entries),
    source: `verify.${randomUUID()}`,
    waitMs: 5_000,
    quietMs: 150,
    aws: new AwsCaller({ region: 'us-east-1', credentials, endpointUrl }),
    outputs: stack.outputs,
    resources: () => resourcesOf({ endpointUrl }),
  };
});
afterAll(() => stack?.close());

describe('the contract', () => {
  for (const check of contractChecks) {
    it(check.title, async () => {
      expect(await runCheck(check, target)).toMatchObject({ outcome: 'passed' });
    });
  }
});

/** What a runtime on this machine cannot show, in words of the reason. */
const SKIPPED: Readonly<Record<string, RegExp>> = {
  'unsigned-handshake': /lets everybody in/,
  'unsigned-call': /trusts everybody/,
  'execution-names': /Express workflows/,
  'log-lines': /logLevel 'ALL'/,
  'reported-metrics': /metrics: true/,
  'encrypted-workflow': /encryptionKey/,
  'encrypted-bus': /encryptionKey/,
  'idle-time-out': /ten minutes/,
  'two-hours': /two hours/,
};

describe('what we know of AWS, asked of the runtime', () => {
  for (const check of factChecks) {
    it(check.title, async () => {
      const { outcome, reason = '' } = await runCheck(check, target);
      expect(reason).toMatch(SKIPPED[check.id] ?? /^$/);
      expect(outcome).toBe(check.id in SKIPPED ? 'skipped' : 'passed');
    });
  }
});

it('leaves nothing behind', async () => {
  const { aws, outputs, source } = target;
  await takeDeadLetters(aws as AwsApi, outputs['deadLetterQueueUrl'] as string, source);
  const { Count } = (await stack.call('dynamodb:Scan', {
    TableName: outputs['connectionsTableName'] as string,
  })) as { Count: number };
  const { Messages = [] } = (await stack.call('sqs:ReceiveMessage', {
    QueueUrl: outputs['deadLetterQueueUrl'] as string,
  })) as { Messages?: unknown[] };
  expect([Count, Messages.length]).toEqual([0, 0]);
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
