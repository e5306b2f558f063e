import { expect } from 'vitest';
import { type AcceptanceCheck, HOUR, lettersOf, MINUTE, QUERY, subscribed, THROTTLED } from './check.ts';

/** Failures that concern everybody: the event waits, or goes to the dead-letter queue. */
export const SETTING_ASIDE: readonly AcceptanceCheck[] = [
  {
    name: 'a table that is busy for a moment delays the event',
    async play(stack) {
      const client = await subscribed(stack);
      stack.fail({ ...QUERY, error: THROTTLED, count: 3 });
      const id = await stack.put({}, MINUTE);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a table that stays busy sends the event to the dead-letter queue',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...QUERY, error: THROTTLED });
      await stack.put({}, 5 * MINUTE);
      expect(stack.executions().at(-1)).toMatch(/^Deliver DynamoDb\.ThrottlingException$/);
      expect(lettersOf(await stack.deadLetters())).toEqual(['DynamoDb.ThrottlingException']);
    },
  },
  {
    name: 'a dead-letter queue that cannot be reached for a moment is tried again',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...QUERY, error: { code: 'AccessDeniedException' } });
      stack.fail({ operation: 'sqs:SendMessage', error: { code: 'ServiceUnavailable' }, count: 2 });
      await stack.put({}, MINUTE);
      expect(await stack.deadLetters()).toHaveLength(1);
    },
  },
  {
    name: 'an event whose delivery takes too long goes to the dead-letter queue',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...QUERY, latencyMs: 271_000, count: 1 });
      await stack.put({}, 5 * MINUTE);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.OutOfTime');
      expect(lettersOf(await stack.deadLetters())).toEqual(['Lambdaless.OutOfTime']);
    },
  },
  {
    name: 'a machine that is busy for a moment delays the event',
    async play(stack) {
      const client = await subscribed(stack);
      stack.fail({ operation: 'states:StartExecution', error: THROTTLED, count: 1 });
      const id = await stack.put({}, HOUR);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a machine that stays busy sends the event to the dead-letter queue',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ operation: 'states:StartExecution', error: THROTTLED });
      await stack.put({}, 25 * HOUR);
      expect(lettersOf(await stack.deadLetters())).toEqual(['THROTTLING']);
    },
  },
];
