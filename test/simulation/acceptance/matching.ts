import { expect } from 'vitest';
import {
  type AcceptanceCheck,
  ASK,
  lettersOf,
  MINUTE,
  QUERY,
  SHOP_BY_EVENTBRIDGE,
  subscribed,
  THROTTLED,
  withoutJsonata,
} from './check.ts';

/** Where JSONata does not decide, EventBridge does. */
export const MATCHING: readonly AcceptanceCheck[] = [
  {
    name: 'what the matcher cannot decide is asked of EventBridge',
    async play(stack) {
      const [asking, plain] = [await subscribed(stack, SHOP_BY_EVENTBRIDGE), await subscribed(stack)];
      const [hit, miss] = [await stack.put(), await stack.put({ detail: '{"total":1}' })];
      const exact = await stack.put({ detail: '{"total":12345678901234567890}' });
      expect(asking.take()).toEqual([hit, exact]);
      expect(plain.take()).toEqual([hit, miss, exact]);
    },
  },
  {
    name: 'when JSONata fails for a page, EventBridge decides about all of it',
    alter: withoutJsonata,
    async play(stack) {
      const [shop, bank] = [await subscribed(stack), await subscribed(stack, { source: ['bank'] })];
      stack.fail({
        ...QUERY,
        match: { '/ProjectionExpression': '#connectionId' },
        error: THROTTLED,
        count: 3,
      });
      const id = await stack.put({}, MINUTE);
      expect([shop.take(), bank.take()]).toEqual([[id], []]);
    },
  },
  {
    name: 'when JSONata fails for a page that cannot be read again, the event goes to the dead-letter queue',
    alter: withoutJsonata,
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...QUERY, match: { '/ProjectionExpression': '#connectionId' }, error: THROTTLED });
      await stack.put({}, 5 * MINUTE);
      expect(lettersOf(await stack.deadLetters())).toEqual(['DynamoDb.ThrottlingException']);
    },
  },
  {
    name: 'a client whose pattern only EventBridge decides is reported for an event too large to ask about',
    async play(stack) {
      const [asking, plain] = [await subscribed(stack, SHOP_BY_EVENTBRIDGE), await subscribed(stack)];
      await stack.put({ detail: JSON.stringify({ text: '"'.repeat(70_000) }) });
      expect([asking.take(), plain.take()]).toMatchObject([[], [{ type: 'event.oversize' }]]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'EventBridge is asked again when it is busy',
    async play(stack) {
      const client = await subscribed(stack, SHOP_BY_EVENTBRIDGE);
      stack.fail({ ...ASK, error: THROTTLED, count: 3 });
      const id = await stack.put({}, MINUTE);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a client about whom EventBridge does not answer is reported, and everybody else is served',
    async play(stack) {
      const [asking, plain] = [await subscribed(stack, SHOP_BY_EVENTBRIDGE), await subscribed(stack)];
      stack.fail({ ...ASK, error: THROTTLED });
      const id = await stack.put({}, 5 * MINUTE);
      expect([asking.take(), plain.take()]).toEqual([[], [id]]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'patterns that cannot be read for a moment delay the event',
    async play(stack) {
      const client = await subscribed(stack, SHOP_BY_EVENTBRIDGE);
      stack.fail({
        ...QUERY,
        match: { '/ProjectionExpression': '#connectionId, #pattern' },
        error: THROTTLED,
        count: 3,
      });
      const id = await stack.put({}, MINUTE);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'patterns that cannot be read send the event to the dead-letter queue',
    async play(stack) {
      await subscribed(stack, SHOP_BY_EVENTBRIDGE);
      stack.fail({
        ...QUERY,
        match: { '/ProjectionExpression': '#connectionId, #pattern' },
        error: THROTTLED,
      });
      await stack.put({}, 5 * MINUTE);
      expect(lettersOf(await stack.deadLetters())).toEqual(['DynamoDb.ThrottlingException']);
    },
  },
];
