import { expect } from 'vitest';
import { parseJson, stringifyJson } from '../../../src/core/json.ts';
import {
  type AcceptanceCheck,
  at,
  changeRow,
  connected,
  MINUTE,
  POST,
  subscribed,
  THROTTLED,
} from './check.ts';

/** Who gets which event, and what happens when a connection fails. */
export const DELIVERY: readonly AcceptanceCheck[] = [
  {
    name: 'each client gets the events that match its own pattern, and nothing before it has one',
    async play(stack) {
      const [shop, bank, silent] = [
        await subscribed(stack),
        await subscribed(stack, { source: ['bank'] }),
        await connected(stack),
      ];
      const [sold, paid] = [await stack.put(), await stack.put({ source: 'bank' })];
      await stack.put({ source: 'mill' });
      expect([shop.take(), bank.take(), silent.take()]).toEqual([[sold], [paid], []]);
      expect(stack.executions().filter((name) => name.startsWith('Deliver'))).toEqual(
        Array(3).fill('Deliver'),
      );
    },
  },
  {
    name: 'an event arrives as it was put',
    async play(stack) {
      const client = await subscribed(stack);
      const detail = `{"none":null,"empty":"","text":"\\"it's\\" \\\\ é😀","list":[[],[1,[null]]],"big":12345678901234567890,"tiny":1e-400}`;
      await stack.put({ detail });
      const [text = ''] = client.takeTexts();
      expect(text.slice(text.indexOf('"detail":'))).toBe(`"detail":${stringifyJson(parseJson(detail))}}`);
    },
  },
  {
    name: 'nobody listening is no failure',
    async play(stack) {
      await stack.put();
      expect(stack.executions()).toEqual(['Deliver']);
    },
  },
  {
    name: 'a connection that is gone is forgotten, and everybody else is served',
    async play(stack) {
      const [gone, staying] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...POST, ...at(gone), error: { code: 'GoneException' } });
      const id = await stack.put();
      expect(staying.take()).toEqual([id]);
      expect([...(await stack.rows()).keys()]).toEqual([staying.connectionId]);
      expect(stack.executions().at(-1)).toBe('Deliver');
    },
  },
  {
    name: 'a connection that is gone is forgotten although the table is busy for a moment',
    async play(stack) {
      const gone = await subscribed(stack);
      stack.fail({ ...POST, ...at(gone), error: { code: 'GoneException' } });
      stack.fail({ operation: 'dynamodb:DeleteItem', error: THROTTLED, count: 2 });
      await stack.put({}, MINUTE);
      expect((await stack.rows()).size).toBe(0);
      expect(stack.executions().at(-1)).toBe('Deliver');
    },
  },
  {
    name: 'a connection that is gone and cannot be forgotten is reported',
    async play(stack) {
      const [gone, staying] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...POST, ...at(gone), error: { code: 'GoneException' } });
      stack.fail({ operation: 'dynamodb:DeleteItem', error: THROTTLED });
      const id = await stack.put({}, MINUTE);
      expect(staying.take()).toEqual([id]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'a row that has expired counts no more',
    async play(stack) {
      const client = await subscribed(stack);
      await changeRow(stack, client, 'SET expiresAt = :value', String(stack.clock.now() / 1000));
      await stack.put();
      expect(client.take()).toEqual([]);
    },
  },
  {
    name: 'more clients than fit into one page are all served',
    async play(stack) {
      const clients = [];
      for (let i = 0; i < 35; i++) clients.push(await subscribed(stack));
      const id = await stack.put();
      expect(clients.map((client) => client.take())).toEqual(clients.map(() => [id]));
    },
  },
  {
    name: 'a busy connection is tried again, and nobody waits for it',
    async play(stack) {
      const [busy, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...POST, ...at(busy), error: { code: 'LimitExceededException' }, count: 2 });
      const id = await stack.put();
      expect([other.take(), busy.take()]).toEqual([[id], []]);
      await stack.pass(10_000);
      expect([other.take(), busy.take()]).toEqual([[], [id]]);
      expect(stack.executions().at(-1)).toBe('Deliver');
    },
  },
  {
    name: 'a connection that answers too late is tried again',
    async play(stack) {
      const [slow, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...POST, ...at(slow), latencyMs: 60_000, count: 1 });
      const id = await stack.put({}, 30_000);
      expect([other.take(), slow.take()]).toEqual([[id], [id]]);
    },
  },
  {
    name: 'a client that does not read is let go, and nobody waits for it',
    async play(stack) {
      const [stuck, other] = [await subscribed(stack), await subscribed(stack)];
      stuck.reading = 'slow';
      const id = await stack.put({}, MINUTE);
      expect([other.take(), stuck.closedWith]).toEqual([[id], 1013]);
    },
  },
  {
    name: 'a connection that stays busy is given up and reported',
    async play(stack) {
      const [busy, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...POST, ...at(busy), error: { code: 'LimitExceededException' } });
      const id = await stack.put({}, 5 * MINUTE);
      expect([other.take(), busy.take()]).toEqual([[id], []]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'a connection that refuses the message is given up at once and reported',
    async play(stack) {
      for (const error of [
        { code: 'ForbiddenException' },
        { code: 'BadRequestException' },
        { code: 'PayloadTooLargeException' },
      ]) {
        const [refusing, other] = [await subscribed(stack), await subscribed(stack)];
        const restore = stack.fail({ ...POST, ...at(refusing), error, count: 1 });
        const id = await stack.put();
        restore();
        expect([other.take(), refusing.take()]).toEqual([[id], []]);
        expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
      }
    },
  },
];
