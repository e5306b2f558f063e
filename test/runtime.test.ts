import { expect, it } from 'vitest';
import { type LocalStack, start } from '../src/index.ts';

/** A rule whose queue has no policy, so that EventBridge may not send to it. */
const REFUSED = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['shop'] },
        Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
      },
    },
  },
};

async function withStack(stack: LocalStack, use: (stack: LocalStack) => Promise<void>): Promise<void> {
  try {
    await use(stack);
  } finally {
    await stack.close();
  }
}

it('onDenied is told what is missing in the template', async () => {
  const advices: string[] = [];
  const stack = await start({ template: REFUSED, onDenied: (advice) => advices.push(advice) });
  await withStack(stack, async () => {
    const entry = { EventBusName: 'bus', Source: 'shop', DetailType: 'Ordered', Detail: '{}' };
    await stack.call('events:PutEvents', { Entries: [entry] });
    await expect.poll(() => advices).not.toEqual([]);
  });
  expect(advices[0]).toMatch(
    /^No resource policy of arn:aws:sqs:\S+ lets events.amazonaws.com call sqs:SendMessage for arn:aws:events:/,
  );
  expect(advices[0]).toContain('"Effect": "Allow"');
});

it.each([
  [
    'concerns no operation',
    { operation: 'events:PutEvent', latencyMs: 1 },
    /name 'events:PutEvent', but no such operation/,
  ],
  ['is not valid', { operation: 'events:PutEvents', probability: 2 }, /faults\.0\.probability/],
])('addFaults refuses a rule that %s', async (_what, rule, message) => {
  await withStack(await start({ template: REFUSED }), async (stack) => {
    expect(() => stack.addFaults(rule)).toThrow(message);
    expect(() => stack.addFaults(rule)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  });
});
