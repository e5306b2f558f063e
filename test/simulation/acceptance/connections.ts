import { expect } from 'vitest';
import { type AcceptanceCheck, connected, MINUTE, subscribed, THROTTLED } from './check.ts';

/** Connecting, and what is answered without a state machine. */
export const CONNECTIONS: readonly AcceptanceCheck[] = [
  {
    name: 'a client that connects is registered for as long as a connection may last',
    async play(stack) {
      const client = await connected(stack);
      const row = (await stack.rows()).get(client.connectionId);
      expect(row).toEqual({
        scope: { S: 'connections' },
        connectionId: { S: client.connectionId },
        expiresAt: { N: String((stack.clock.now() + 130 * MINUTE) / 1000) },
      });
    },
  },
  {
    name: 'a client that has not signed is refused',
    async play(stack) {
      expect(await stack.connect({ signed: false })).toBeUndefined();
      expect((await stack.rows()).size).toBe(0);
    },
  },
  {
    name: 'a client that cannot be registered is refused',
    async play(stack) {
      stack.fail({ operation: 'dynamodb:PutItem', error: THROTTLED });
      expect(await stack.connect()).toBeUndefined();
    },
  },
  {
    name: 'a ping is answered',
    async play(stack) {
      expect(await stack.send(await connected(stack), { action: 'ping' })).toEqual([{ type: 'pong' }]);
    },
  },
  {
    name: 'any other message is answered with what may be sent',
    async play(stack) {
      const client = await connected(stack);
      const error = {
        type: 'error',
        message: 'Unknown action. Send {"action":"pattern","pattern":{…}} or {"action":"ping"}.',
        actions: ['pattern', 'ping'],
      };
      for (const frame of ['no JSON', '{"action":"dance"}', '[]', '{}']) {
        expect(await stack.send(client, frame)).toEqual([error]);
      }
    },
  },
  {
    name: 'a client that disconnects is forgotten, and nobody else',
    async play(stack) {
      const [leaving, staying] = [await subscribed(stack), await subscribed(stack)];
      await stack.disconnect(leaving);
      expect([...(await stack.rows()).keys()]).toEqual([staying.connectionId]);
      const id = await stack.put();
      expect(staying.take()).toEqual([id]);
    },
  },
];
