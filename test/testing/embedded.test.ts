import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import { type EmbeddedBus, ExpectationFailed, start } from '../../src/testing/index.ts';
import { ownTemplate } from '../support/stack.ts';

describe.each(['system', 'virtual'] as const)('the embedded stack on a %s clock', (clock) => {
  let bus: EmbeddedBus;
  beforeAll(async () => {
    bus = await start({ template: ownTemplate(), clock, seed: 1 });
  });
  afterAll(() => bus?.close());

  it('finds the event that an action sets off', async () => {
    const event = await bus.expectEvent<{ amount: number }>(
      { source: ['shop'], detail: { amount: [{ numeric: ['>', 5] }] } },
      {
        within: '3s',
        after: () => bus.put({ source: 'shop', detailType: 'Ordered', detail: { amount: 7 } }),
      },
    );
    expect(event).toMatchObject({ source: 'shop', 'detail-type': 'Ordered' });
    expect(event.detail.amount).toBe(7);
  });

  it('fails with the nearest miss and what it lacked', async () => {
    const put = (): Promise<string[]> =>
      bus.put(
        { source: 'shop', detailType: 'Ordered', detail: { amount: 3, country: 'DE' } },
        { source: 'other', detailType: 'Ordered', detail: { amount: 9 } },
      );
    const failure = bus.expectEvent(
      { source: ['shop'], detail: { amount: [{ numeric: ['>', 5] }], country: ['DE'] } },
      { within: '1s', after: put },
    );
    await expect(failure).rejects.toThrow(ExpectationFailed);
    await expect(failure).rejects.toThrow(
      /Nearest miss: .*"country":"DE"[\s\S]*✗ detail\.amount: 3 is not > 5/,
    );
  });

  it('finds that nothing arrives, or says what did', async () => {
    await bus.expectNoEvent({ source: ['quiet'] }, { within: '300ms' });
    const failure = bus.expectNoEvent(
      { source: ['loud'] },
      { within: '3s', after: () => bus.put({ source: 'loud', detailType: 'x' }) },
    );
    await expect(failure).rejects.toThrow(/No event should match .*, but this one does: .*"source":"loud"/);
  });

  it('keeps what arrives on a subscription until it is asked for', async () => {
    const orders = await bus.subscribe({ source: ['stream'] });
    await bus.put({ source: 'stream', detailType: 'a' }, { source: 'stream', detailType: 'b' });
    const types = [(await orders.next())['detail-type'], (await orders.next())['detail-type']];
    expect(types.sort()).toEqual(['a', 'b']);
    await expect(orders.next({ within: '200ms' })).rejects.toThrow(ExpectationFailed);
    orders.close();
  });

  it('serves those who wait on a subscription in turn, each as soon as there is an event', async () => {
    const orders = await bus.subscribe({ source: ['turns'] });
    const turns = [orders.next(), orders.next()];
    await bus.put({ source: 'turns', detailType: 'first' });
    expect((await turns[0])?.['detail-type']).toBe('first');
    await bus.put({ source: 'turns', detailType: 'second' });
    expect((await turns[1])?.['detail-type']).toBe('second');
    orders.close();
  });

  it('says of a subscription that was closed that nothing can arrive any more', async () => {
    const orders = await bus.subscribe({ source: ['closed'] });
    const waiting = orders.next({ within: '1h' });
    const failure = expect(waiting).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('the subscription was closed'),
    });
    orders.close();
    await failure;
    await expect(orders.next({ within: '1h' })).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  });

  it.each<[string, string | number]>([
    ['2 fortnights', '2 fortnights'],
    ['NaN', Number.NaN],
    ['a negative number', -1],
    ['for ever', Number.POSITIVE_INFINITY],
  ])('does not wait %s', async (_name, within) => {
    const wrong = { code: 'BAD_ARGUMENT', message: `within: '${within}' is no duration, as '2s' is` };
    await expect(bus.expectEvent({ source: ['shop'] }, { within })).rejects.toMatchObject(wrong);
    await expect(bus.expectNoEvent({ source: ['shop'] }, { within })).rejects.toMatchObject(wrong);
  });

  it('says that a pattern is no JSON text', async () => {
    const wrong = {
      code: 'PATTERN_REJECTED',
      message: expect.stringContaining('The pattern is no JSON text'),
    };
    await expect(bus.expectEvent('{')).rejects.toMatchObject(wrong);
    await expect(bus.subscribe('{"source":["a"]},')).rejects.toMatchObject(wrong);
  });

  it("throws EventBridge's reason for a pattern that is not valid", async () => {
    await expect(bus.expectEvent({ source: 'shop' })).rejects.toThrow(/Event pattern is not valid\. Reason:/);
  });
});

describe('faults and metering in a test', () => {
  let bus: EmbeddedBus;
  let clear: (() => void) | undefined;
  beforeAll(async () => {
    bus = await start({ template: ownTemplate(), clock: 'virtual', seed: 2 });
  });
  afterEach(() => clear?.());
  afterAll(() => bus?.close());

  const throttled = {
    operation: 'execute-api:Invoke',
    error: { code: 'LimitExceededException', statusCode: 429 },
  };
  const put = (): Promise<string[]> => bus.put({ source: 'throttled', detailType: 'x' });

  it('does not deliver while every post is throttled', async () => {
    clear = bus.addFaults(throttled);
    await bus.expectNoEvent({ source: ['throttled'] }, { within: '2s', after: put });
  });

  it('delivers all the same when a post is throttled twice', async () => {
    clear = bus.addFaults({ ...throttled, count: 2 });
    await bus.expectEvent({ source: ['throttled'] }, { within: '60s', after: put });
  });

  it('counts what AWS would bill', async () => {
    bus.resetMeter();
    await bus.put({ source: 'nobody', detailType: 'x' });
    await bus.advance(1_000);
    expect(bus.metered()['events.published']).toBe(1);
    expect(bus.metered()['states.express.requests']).toBe(1);
  });

  it('says what it would cost', async () => {
    bus.resetMeter();
    await bus.put({ source: 'nobody', detailType: 'x' });
    // One event and one Express execution of 100 ms with 64 MB: 1 + 1 + 0.104 USD per million; and one query.
    const { lines, usd } = await bus.itemisedBill();
    expect(lines.filter(({ service }) => service !== 'API Gateway')).toEqual([
      {
        service: 'Step Functions',
        item: 'Express requests',
        unit: 'states.express.requests',
        quantity: 1,
        usd: 1e-6,
      },
      {
        service: 'Step Functions',
        item: 'Express GB-seconds',
        unit: 'states.express.gbSeconds',
        quantity: 0.00625,
        usd: expect.closeTo(1.041875e-7, 15),
      },
      {
        service: 'DynamoDB',
        item: 'read request units',
        unit: 'dynamodb.readRequestUnits',
        quantity: 1,
        usd: 1.25e-7,
      },
      { service: 'EventBridge', item: 'events (64 KB)', unit: 'events.published', quantity: 1, usd: 1e-6 },
    ]);
    expect(await bus.bill()).toBe(usd);
    expect(await bus.bill()).toBeLessThan(0.00001);
  });

  it('has the bill in its local API, with the units', async () => {
    bus.resetMeter();
    await bus.put({ source: 'nobody', detailType: 'x' });
    await bus.stack.idle();
    const response = await fetch(`${bus.stack.endpointUrl}/_lambdaless/bill`);
    expect(await response.json()).toMatchObject({
      units: { 'events.published': 1, 'states.express.requests': 1 },
      region: 'us-east-1',
      usd: expect.closeTo(2.23e-6, 8),
    });
  });
});

describe('time in a test', () => {
  it('is real or virtual', async () => {
    const template = ownTemplate();
    const unknown = start({ template, clock: 'fake' as 'virtual' });
    await expect(unknown).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: "clock: 'fake' is neither 'system' nor 'virtual'",
    });
  });

  it('goes from one thing to the next when nothing happens for long', async () => {
    const clock = new VirtualClock(0);
    const bus = await start({ template: ownTemplate(), clock });
    try {
      await bus.expectNoEvent({ source: ['never'] }, { within: '110m' });
      expect(clock.now()).toBeGreaterThanOrEqual(110 * 60_000);
      await expect(bus.advance(Number.NaN)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    } finally {
      await bus.close();
    }
  });
});
