import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { start } from 'lambdaless/testing';
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

test('orders are announced one by one', async () => {
  const orders = await bus.subscribe({ source: ['shop'] });
  await placeOrder(bus, 7);
  await placeOrder(bus, 8);
  const amounts = [(await orders.next()).detail.amount, (await orders.next()).detail.amount];
  expect(amounts.sort()).toEqual([7, 8]);
  orders.close();
});
