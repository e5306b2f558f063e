/** The code under test: it places an order and says so on the bus. */
export async function placeOrder(bus, amount) {
  const order = { id: 'order-1', amount, state: amount > 1000 ? 'REVIEW' : 'PAID' };
  await bus.put({ source: 'shop', detailType: 'OrderPlaced', detail: order });
  return order;
}
