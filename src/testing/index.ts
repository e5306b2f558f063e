/**
 * Assertions about live events, for Vitest, Jest and node:test.
 *
 * ```ts
 * const bus = await start();
 * await bus.expectEvent({ source: ['shop'] }, { within: '2s', after: () => placeOrder() });
 * await bus.close();
 * ```
 */

export type { Bill, BillLine } from '../billing/bill.ts';
export {
  type Bus,
  type EventToPut,
  ExpectationFailed,
  type ExpectOptions,
  type PatternInput,
  type ReceivedEnvelope,
  type Subscription,
} from './bus.ts';
export { type ConnectOptions, connect } from './connect.ts';
export { type EmbeddedBus, type EmbeddedOptions, start } from './embedded.ts';
