import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from 'lambdaless/testing';
import { placeOrder } from './shop.js';

let bus;
before(async () => {
  bus = await start({ clock: 'virtual' });
});
after(() => bus.close());

test('a paid order is announced', async () => {
  const event = await bus.expectEvent(
    { source: ['shop'], detail: { state: ['PAID'] } },
    { within: '2s', after: () => placeOrder(bus, 7) },
  );
  assert.equal(event.detail.amount, 7);
});

test('a failure says what came nearest', async () => {
  const expectation = bus.expectEvent(
    { source: ['shop'], detail: { amount: [{ numeric: ['>', 10] }] } },
    { within: '1s', after: () => placeOrder(bus, 7) },
  );
  await assert.rejects(expectation, /detail\.amount: 7 is not > 10/);
});
