import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FinishedChild, lambdaless } from '../support/child.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly checks: readonly { readonly id: string; readonly outcome: string; readonly reason?: string }[];
  readonly assumptions: readonly {
    readonly id: string;
    readonly finding: string;
    readonly reason?: string;
  }[];
}

let stack: StackForTest;
beforeAll(async () => {
  stack = await startForTest();
});
afterAll(() => stack?.close());

function verify(...args: string[]): Promise<FinishedChild> {
  return lambdaless(['verify', '--url', stack.webSocketAPIurl, ...args]).finished();
}

describe('lambdaless verify', { timeout: 60_000 }, () => {
  it('tries checks, and says of every fact that is not certain what they tell', async () => {
    const { code, stdout } = await verify('--json', '--only', 'ping', 'dead-letter', 'idle-time-out');
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(0);
    expect([report.passed, report.failed, report.skipped]).toEqual([2, 0, 1]);
    expect(report.checks.find(({ id }) => id === 'idle-time-out')?.reason).toContain('--slow');
    const findings = Object.fromEntries(report.assumptions.map(({ id, finding }) => [id, finding]));
    expect(findings).toMatchObject({
      'dead-letter-code': 'confirmed',
      'time-outs-close-with-1001': 'not tested',
      'back-off': 'not tested',
    });
    expect(report.assumptions.filter(({ finding, reason }) => finding === 'not tested' && !reason)).toEqual(
      [],
    );
  });

  it('reports a promise that is broken, and ends with 1', async () => {
    const works = stack.addFaults({
      operation: 'dynamodb:UpdateItem',
      error: { code: 'ResourceNotFoundException', message: 'gone' },
    });
    const { code, stdout } = await verify('--only', 'pattern-accepted', '--wait', '500ms');
    works();
    expect(code).toBe(1);
    expect(stdout).toContain('✗ a pattern');
    expect(stdout).toContain('0 of 1 checks hold');
    expect(stdout).not.toContain('refuted');
  });

  it('takes its events out of the dead-letter queue', async () => {
    expect((await verify('--only', 'size-300-kib')).code).toBe(0);
    const QueueUrl = stack.outputs['deadLetterQueueUrl'] as string;
    const { Messages = [] } = (await stack.call('sqs:ReceiveMessage', { QueueUrl })) as {
      Messages?: unknown[];
    };
    expect(Messages).toEqual([]);
  });

  it('knows its checks', async () => {
    const { code, stderr } = await verify('--only', 'pong');
    expect(stderr).toContain('there is no check pong. Did you mean ping?');
    expect(code).toBe(2);
  });
});
