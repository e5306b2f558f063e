// A test that is a CommonJS module: the package is an ES module, and import() loads it.
const { afterAll, beforeAll, expect, test } = require('@jest/globals');

let bus;
beforeAll(async () => {
  const { start } = await import('lambdaless/testing');
  bus = await start({ clock: 'virtual' });
});
afterAll(() => bus.close());

test('an order is announced', async () => {
  const put = () => bus.put({ source: 'shop', detailType: 'OrderPlaced', detail: { amount: 7 } });
  const event = await bus.expectEvent({ source: ['shop'] }, { within: '2s', after: put });
  expect(event.detail.amount).toBe(7);
});
