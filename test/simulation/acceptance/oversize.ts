import { expect } from 'vitest';
import { type AcceptanceCheck, at, HOUR, MINUTE, POST, subscribed, THROTTLED } from './check.ts';

/** Events larger than a message, or than a workflow. */
export const OVERSIZE: readonly AcceptanceCheck[] = [
  {
    name: 'an event larger than a message is announced in its place',
    async play(stack) {
      const [client, bank] = [await subscribed(stack), await subscribed(stack, { source: ['bank'] })];
      const id = await stack.put({ detail: JSON.stringify({ text: 'é'.repeat(70_000) }) });
      expect(client.take()).toEqual([
        {
          type: 'event.oversize',
          id,
          source: 'shop',
          'detail-type': 'order',
          time: '2026-01-01T00:00:00Z',
          size: 140_212,
          limit: 131_072,
        },
      ]);
      expect(bank.take()).toEqual([]);
    },
  },
  {
    name: 'a notice is sent as carefully as an event',
    async play(stack) {
      const [gone, busy, refusing, lost] = [
        await subscribed(stack),
        await subscribed(stack),
        await subscribed(stack),
        await subscribed(stack),
      ];
      stack.fail(
        { ...POST, ...at(gone), error: { code: 'GoneException' } },
        { ...POST, ...at(busy), error: { code: 'LimitExceededException' }, count: 1 },
        { ...POST, ...at(refusing), error: { code: 'ForbiddenException' } },
        { ...POST, ...at(lost), error: { code: 'GoneException' } },
        {
          operation: 'dynamodb:DeleteItem',
          match: { '/Key/connectionId/S': lost.connectionId },
          error: THROTTLED,
        },
      );
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(140_000) }) }, 10_000);
      expect(busy.take()).toMatchObject([{ type: 'event.oversize' }]);
      expect((await stack.rows()).has(gone.connectionId)).toBe(false);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'the receiver of a notice that is gone is forgotten although the table is busy for a moment',
    async play(stack) {
      const gone = await subscribed(stack);
      stack.fail({ ...POST, ...at(gone), error: { code: 'GoneException' } });
      stack.fail({ operation: 'dynamodb:DeleteItem', error: THROTTLED, count: 2 });
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(140_000) }) }, MINUTE);
      expect((await stack.rows()).size).toBe(0);
      expect(stack.executions().at(-1)).toBe('Deliver');
    },
  },
  {
    name: 'a notice that is refused is given up at once and reported',
    async play(stack) {
      const [refusing, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...POST, ...at(refusing), error: { code: 'ForbiddenException' }, count: 1 });
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(140_000) }) });
      expect([refusing.take(), other.take()]).toMatchObject([[], [{ type: 'event.oversize' }]]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'an event too large for a workflow goes to the dead-letter queue',
    async play(stack) {
      const client = await subscribed(stack);
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(300_000) }) }, 25 * HOUR);
      expect(client.take()).toEqual([]);
      expect(await stack.deadLetters()).toHaveLength(1);
    },
  },
];
