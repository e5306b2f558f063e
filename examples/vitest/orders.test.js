import { start } from 'lambdaless/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOrder } from './shop.js';

let bus;
beforeAll(async () => {
  bus = await start({ clock: 'virtual' });
});
afterAll(() => bus.close());

test('a paid order is announced', async () => {
  const event = await bus.expectEvent(
    { source: ['shop'], detail: { state: ['PAID'] } },
    { within: '2s', after: () => placeOrder(bus, 7) },
  );
  expect(event.detail.amount).toBe(7);
});

test('a large order is not announced as paid', async () => {
  await bus.expectNoEvent(
    { source: ['shop'], detail: { state: ['PAID'] } },
    { within: '2s', after: () => placeOrder(bus, 5000) },
  );
});

test('an event arrives although DynamoDB is throttled at first', async () => {
  const restore = bus.addFaults({
    operation: 'dynamodb:Query',
    error: { code: 'ThrottlingException' },
    count: 1,
  });
  await bus.expectEvent({ source: ['shop'] }, { within: '1m', after: () => placeOrder(bus, 7) });
  restore();
});

test('an order costs one event', async () => {
  bus.resetMeter();
  await placeOrder(bus, 7);
  expect(bus.metered()['events.published']).toBe(1);
});
