import { expect } from 'vitest';
import {
  type AcceptanceCheck,
  HOUR,
  lettersOf,
  MINUTE,
  QUERY,
  SHOP_BY_EVENTBRIDGE,
  subscribed,
  THROTTLED,
} from './check.ts';

/** How Deliver reads the patterns about which EventBridge is to decide. */
const BETWEEN = '#scope = :scope AND #connectionId BETWEEN :first AND :last';

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
    name: 'an event during which more connect than a state can hold goes to the dead-letter queue',
    async play(stack) {
      const clients = [
        await subscribed(stack, SHOP_BY_EVENTBRIDGE),
        await subscribed(stack, SHOP_BY_EVENTBRIDGE),
      ];
      const [first] = clients.map(({ connectionId }) => connectionId).sort();
      stack.fail({ ...QUERY, match: { '/KeyConditionExpression': BETWEEN }, latencyMs: 1_000 });
      await stack.put();
      for (let number = 100; number < 150; number++) {
        await stack.call('dynamodb:PutItem', {
          TableName: stack.output('connectionsTableName'),
          Item: {
            scope: { S: 'connections' },
            connectionId: { S: `${first}${number}` },
            expiresAt: { N: '9999999999' },
            pattern: { S: '€'.repeat(2_048) },
          },
        });
      }
      await stack.pass(MINUTE);
      expect(stack.executions().at(-1)).toBe('Deliver States.DataLimitExceeded');
      expect(lettersOf(await stack.deadLetters())).toEqual(['States.DataLimitExceeded']);
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
