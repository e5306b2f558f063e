import { expect } from 'vitest';
import { type JsonObject, parseJson, stringifyJson } from '../../../src/core/json.ts';
import {
  type AcceptanceCheck,
  ASK,
  changeRow,
  connected,
  patternText,
  SHOP,
  subscribed,
  THROTTLED,
} from './check.ts';

const NOT_NOW = {
  type: 'error',
  message: 'The pattern could not be stored now. Send it again.',
  actions: ['pattern', 'ping'],
};

/** Setting a pattern. */
export const SUBSCRIPTION: readonly AcceptanceCheck[] = [
  {
    name: 'a pattern is accepted, and said back as it was sent',
    async play(stack) {
      const client = await connected(stack);
      const pattern = `{"detail":{"a\\"'\\\\b":["x$y","#set($z)",null,12345678901234567890,"\\u00e9😀"]}}`;
      const [reply] = (await stack.send(client, `{"action":"pattern","pattern":${pattern}}`)) as JsonObject[];
      expect(stringifyJson(reply as JsonObject)).toBe(
        `{"type":"pattern.accepted","connectionId":"${client.connectionId}","pattern":${stringifyJson(parseJson(pattern))}}`,
      );
    },
  },
  {
    name: "an invalid pattern is answered in AWS's words, and the pattern in force before stays",
    async play(stack) {
      const client = await subscribed(stack);
      expect(await stack.send(client, patternText({ source: 'shop' }))).toEqual([
        {
          type: 'pattern.rejected',
          message:
            'Event pattern is not valid. Reason: "source" must be an object or an array\n at [Source: (String)"{"source":"shop"}"; line: 1, column: 12]',
        },
      ]);
      const id = await stack.put();
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a missing pattern is asked for',
    async play(stack) {
      const client = await connected(stack);
      for (const frame of [{ action: 'pattern' }, { action: 'pattern', pattern: '' }]) {
        expect(await stack.send(client, frame)).toEqual([
          {
            type: 'pattern.rejected',
            message: expect.stringMatching(/^Event pattern is not valid. Reason: it is missing/),
          },
        ]);
      }
    },
  },
  {
    name: 'a pattern of 2,048 characters is accepted, and a longer one is not',
    async play(stack) {
      const client = await connected(stack);
      const patternOf = (characters: number): object => ({
        source: ['x'.repeat(characters - '{"source":[""]}'.length)],
      });
      expect(await stack.send(client, patternText(patternOf(2048)))).toMatchObject([
        { type: 'pattern.accepted' },
      ]);
      expect(await stack.send(client, patternText(patternOf(2049)))).toEqual([
        {
          type: 'pattern.rejected',
          message: 'Event pattern is not valid. Reason: it has 2049 characters, at most 2048 are allowed',
        },
      ]);
    },
  },
  {
    name: 'another pattern replaces the one in force',
    async play(stack) {
      const client = await subscribed(stack);
      expect(await stack.send(client, patternText({ source: ['bank'] }))).toMatchObject([
        { type: 'pattern.accepted' },
      ]);
      await stack.put();
      const paid = await stack.put({ source: 'bank' });
      expect(client.take()).toEqual([paid]);
    },
  },
  {
    name: 'a client whose row is gone is told to connect again',
    async play(stack) {
      const client = await connected(stack);
      const Key = { scope: { S: 'connections' }, connectionId: { S: client.connectionId } };
      await stack.call('dynamodb:DeleteItem', { TableName: stack.output('connectionsTableName'), Key });
      expect(await stack.send(client, patternText(SHOP))).toEqual([
        {
          type: 'error',
          message: 'This connection has expired. Connect again.',
          actions: ['pattern', 'ping'],
        },
      ]);
    },
  },
  {
    name: 'of two patterns the one sent last stays, whichever is stored first',
    async play(stack) {
      const client = await subscribed(stack, { source: ['bank'] });
      await changeRow(stack, client, 'SET sentAt = :value', String(stack.clock.now() + 1_000));
      expect(await stack.send(client, patternText(SHOP))).toMatchObject([{ type: 'pattern.accepted' }]);
      const paid = await stack.put({ source: 'bank' });
      await stack.put();
      expect(client.take()).toEqual([paid]);
    },
  },
  {
    name: 'a pattern is validated and stored again when AWS is busy for a moment',
    async play(stack) {
      stack.fail({ ...ASK, error: THROTTLED, count: 2 });
      const client = await subscribed(stack);
      stack.fail({ operation: 'dynamodb:UpdateItem', error: THROTTLED, count: 2 });
      expect(await stack.send(client, patternText(SHOP))).toMatchObject([{ type: 'pattern.accepted' }]);
    },
  },
  {
    name: 'a pattern that cannot be validated or stored is to be sent again',
    async play(stack) {
      const client = await connected(stack);
      for (const operation of ['events:TestEventPattern', 'dynamodb:UpdateItem']) {
        const restore = stack.fail({ operation, error: THROTTLED });
        expect(await stack.send(client, patternText(SHOP))).toEqual([NOT_NOW]);
        restore();
      }
      stack.fail({ operation: 'dynamodb:UpdateItem', error: { code: 'ConditionalCheckFailedException' } });
      stack.fail({ operation: 'dynamodb:GetItem', error: THROTTLED });
      expect(await stack.send(client, patternText(SHOP))).toEqual([NOT_NOW]);
    },
  },
  {
    name: 'a pattern whose machine cannot be started is to be sent again',
    async play(stack) {
      const client = await connected(stack);
      stack.fail({ operation: 'states:StartSyncExecution', error: { code: 'ThrottlingException' } });
      expect(await stack.send(client, patternText(SHOP))).toEqual([
        {
          type: 'error',
          message: 'The pattern could not be stored. Send it again.',
          actions: ['pattern', 'ping'],
        },
      ]);
    },
  },
];
