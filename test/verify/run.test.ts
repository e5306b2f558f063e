import { describe, expect, it } from 'vitest';
import type { AwsAnswer } from '../../src/verify/aws.ts';
import { type Check, CheckFailed, CheckSkipped, type StackUnderTest } from '../../src/verify/check.ts';
import { runCheck, type VerifyTarget } from '../../src/verify/run.ts';

const check = (run: (stack: StackUnderTest) => Promise<unknown>, slow?: string): Check => ({
  id: 'one',
  title: 'one',
  ...(slow && { slow }),
  run: async (stack) => void (await run(stack)),
});

const answer = (code: string): AwsAnswer => ({ status: 400, body: {}, type: code, code, message: 'no' });

function target(more: Partial<VerifyTarget> = {}): VerifyTarget {
  return {
    url: async () => 'ws://127.0.0.1:1/',
    unsignedUrl: 'ws://127.0.0.1:1/',
    put: async () => undefined,
    source: 's',
    waitMs: 100,
    quietMs: 1,
    outputs: { known: 'value' },
    ...more,
  };
}

const denied = {
  call: async () => answer('AccessDeniedException'),
  http: async () => ({ status: 403, text: '' }),
};

describe('a check', () => {
  it.each<[string, Check, Partial<VerifyTarget>, object]>([
    ['that ends well passes', check(async () => undefined), {}, { outcome: 'passed' }],
    [
      'that finds something else fails',
      check(() => Promise.reject(new CheckFailed('it is red'))),
      {},
      { outcome: 'failed', reason: 'it is red' },
    ],
    [
      'that cannot be tried is skipped',
      check(() => Promise.reject(new CheckSkipped('no bus'))),
      {},
      { outcome: 'skipped', reason: 'no bus' },
    ],
    [
      'that breaks fails',
      check(() => Promise.reject(new TypeError('x'))),
      {},
      { outcome: 'failed', reason: 'unexpected: x' },
    ],
    [
      'that cannot connect fails',
      check((stack) => stack.connect()),
      {},
      { outcome: 'failed', reason: expect.stringMatching(/^the connection is refused/) },
    ],
    [
      'that takes long is skipped',
      check(async () => undefined, 'ten minutes'),
      {},
      { outcome: 'skipped', reason: 'it takes ten minutes: run it with --slow' },
    ],
    [
      'that takes long runs when asked for',
      check(async () => undefined, 'ten minutes'),
      { slow: true },
      { outcome: 'passed' },
    ],
    [
      'that asks AWS is skipped without credentials',
      check(({ aws }) => aws.call('sqs', 'ListQueues', {})),
      {},
      { outcome: 'skipped', reason: 'it needs AWS credentials' },
    ],
    [
      'that asks AWS is skipped without permission',
      check(({ aws }) => aws.call('sqs', 'ListQueues', {})),
      { aws: denied },
      { outcome: 'skipped', reason: 'sqs:ListQueues cannot be called: AccessDeniedException no' },
    ],
    [
      'that needs an output is skipped where it is not known',
      check(async (stack) => stack.output('other')),
      {},
      { outcome: 'skipped', reason: "it needs the stack's output other: name it with --stack" },
    ],
    [
      'that needs resources is skipped where they are not known',
      check((stack) => stack.resources()),
      {},
      { outcome: 'skipped', reason: "it needs the stack's resources: name it with --stack" },
    ],
  ])('%s', async (_what, one, more, expected) => {
    expect(await runCheck(one, target(more))).toEqual({
      check: one,
      elapsedMs: expect.any(Number),
      ...expected,
    });
  });

  it('finds an output whatever stands before its name', async () => {
    const one = check(async (stack) => stack.output('eventBusName'));
    const outputs = { LiveEventBusName: 'bus' };
    expect(await runCheck(one, target({ outputs }))).toMatchObject({ outcome: 'passed' });
  });

  it('puts events in a source of its own', async () => {
    const sources: string[] = [];
    const put: VerifyTarget['put'] = async (entries) => {
      sources.push(...entries.map(({ Source }) => Source));
    };
    const one = check((stack) => stack.put({ DetailType: 't', Detail: '{}' }));
    await runCheck(one, target({ put }));
    expect(sources).toEqual(['s.one']);
  });
});
