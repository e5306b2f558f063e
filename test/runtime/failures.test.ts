import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import { type LocalStack, type StackFailure, start } from '../../src/index.ts';
import { watchFailures } from '../../src/runtime/failures.ts';
import { createTracer } from '../../src/services/tracer.ts';
import { ORDERS } from '../support/orders.ts';

describe('onFailure', () => {
  const failures: StackFailure[] = [];
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await start({ template: ORDERS, onFailure: (failure) => failures.push(failure) });
  });
  afterAll(() => stack.close());

  /** The next failure. */
  const failed = async (cause: () => Promise<unknown>): Promise<StackFailure> => {
    failures.length = 0;
    await cause();
    await expect.poll(() => failures.length).toBe(1);
    return failures[0] as StackFailure;
  };
  const put = (Source: string, amount = 500): Promise<unknown> =>
    stack.call('events:PutEvents', {
      Entries: [
        { EventBusName: 'orders', Source, DetailType: 'Ordered', Detail: JSON.stringify({ amount }) },
      ],
    });
  const WORK = 'arn:aws:sqs:us-east-1:000000000000:work';
  const DENIED = expect.stringMatching(
    /^User: events\.amazonaws\.com is not authorized to perform: sqs:SendMessage/,
  );

  it.each([
    [
      'an execution that failed, with its innermost state',
      () => put('shop'),
      { kind: 'execution', name: 'flow', at: 'Refuse', error: 'TooMuch', cause: 'no' },
    ],
    [
      'an event that ended in a dead-letter queue',
      () => put('dead'),
      { kind: 'dead-letter', name: 'dead', at: expect.stringMatching(/:letters$/), cause: DENIED },
    ],
    [
      'an event that is lost, for there is no dead-letter queue',
      () => put('lost'),
      { kind: 'lost', name: 'lost', at: WORK, cause: DENIED },
    ],
    [
      'an event that is lost, for the dead-letter queue refused it',
      () => put('unqueued'),
      { kind: 'lost', name: 'unqueued', at: WORK, cause: DENIED },
    ],
    [
      "an answer 5xx of an API's integration",
      () => fetch(stack.outputs['Url'] as string),
      { kind: 'response', name: 'GET /', id: '', at: '', error: '500', cause: '{"message":"out of order"}' },
    ],
  ])('is told of %s', async (_what, cause, failure) => {
    const known = await failed(cause);
    expect(known).toMatchObject(failure);
    expect(stack.traces().map(({ traceId }) => traceId)).toContain(known.traceId);
  });

  it('names the execution and the event', async () => {
    const execution = await failed(() =>
      stack.call('states:StartExecution', {
        stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:flow',
        name: 'mine',
        input: '{"detail":{"amount":500}}',
      }),
    );
    expect(execution.id).toBe('mine');
    let answer: unknown;
    const event = await failed(async () => {
      answer = await put('lost');
    });
    expect(answer).toMatchObject({ Entries: [{ EventId: event.id }] });
  });

  it('is told of a fault of the runtime itself, and not of a refusal', () => {
    const told: StackFailure[] = [];
    const tracer = createTracer({ clock: new VirtualClock(0) });
    watchFailures(tracer, (failure) => told.push(failure));
    for (const code of ['InternalFailure', 'ResourceNotFoundException'])
      tracer.start('request', 'events:PutEvents').end({ code, message: 'why' });
    expect(told).toEqual([
      {
        kind: 'response',
        name: 'events:PutEvents',
        id: '',
        at: '',
        error: '500',
        cause: 'why',
        traceId: '1',
      },
    ]);
  });

  it('is not told of what succeeds', async () => {
    failures.length = 0;
    await put('shop', 5);
    await expect.poll(() => stack.traces().at(-1)?.root.endMs).toBeDefined();
    expect(failures).toEqual([]);
  });
});
