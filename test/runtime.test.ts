import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { type LocalStack, start } from '../src/index.ts';
import { REFUSED } from './support/refused.ts';

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
    /no operation events:PutEvent here/,
  ],
  ['is not valid', { operation: 'events:PutEvents', probability: 2 }, /faults\.0\.probability/],
])('addFaults refuses a rule that %s', async (_what, rule, message) => {
  await withStack(await start({ template: REFUSED }), async (stack) => {
    expect(() => stack.addFaults(rule)).toThrow(message);
    expect(() => stack.addFaults(rule)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  });
});

it('credentials are the keys that signatures are verified with', async () => {
  const mine = { accessKeyId: 'AKIAMINE', secretAccessKey: 'secret' };
  const stack = await start({ template: REFUSED, verifySignatures: true, credentials: [mine] });
  await withStack(stack, async ({ endpointUrl: endpoint, region }) => {
    const list = (credentials: typeof mine): Promise<unknown> =>
      new EventBridgeClient({ endpoint, region, credentials }).send(new ListEventBusesCommand({}));
    await expect(list(mine)).resolves.toMatchObject({ EventBuses: expect.anything() });
    await expect(list({ ...mine, secretAccessKey: 'other' })).rejects.toThrow(/signature/);
    await expect(list({ accessKeyId: 'test', secretAccessKey: 'test' })).rejects.toThrow(/token.*invalid/);
  });
});

it('credentials without verifySignatures are refused: they would protect nothing', async () => {
  const options = { template: REFUSED, credentials: [{ accessKeyId: 'a', secretAccessKey: 'b' }] };
  await expect(start(options)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
});
