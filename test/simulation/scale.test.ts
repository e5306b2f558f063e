import { describe, expect, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { latencyRules } from '../../src/cost/latencies.ts';
import type { Client } from '../../src/simulation/client.ts';
import { SimulatedStack } from '../../src/simulation/simulated-stack.ts';

const template = synthTemplate();

/** Connects clients whose patterns are in force. Only the first of each kind subscribes: the others get its row. */
async function subscribed(
  stack: SimulatedStack,
  count: number,
  patternOf: (index: number) => object,
): Promise<void> {
  const TableName = stack.output('connectionsTableName');
  const rows = new Map<string, JsonObject>();
  for (let index = 0; index < count; index++) {
    const { connectionId } = (await stack.connect()) as Client;
    const pattern = JSON.stringify(patternOf(index));
    const row = rows.get(pattern);
    if (row) {
      await stack.call('dynamodb:PutItem', {
        TableName,
        Item: { ...row, connectionId: { S: connectionId } },
      });
      continue;
    }
    await stack.send(stack.clients[index] as Client, `{"action":"pattern","pattern":${pattern}}`);
    const Key = { scope: { S: 'connections' }, connectionId: { S: connectionId } };
    const answer = (await stack.call('dynamodb:GetItem', { TableName, Key })) as { Item: JsonObject };
    rows.set(pattern, answer.Item);
  }
}

/** How many messages each client has got. */
function received(stack: SimulatedStack): number[] {
  return stack.clients.map((client) => client.take().length);
}

describe('at scale', () => {
  it('one event reaches 2,000 of 10,000 connections, in one execution of 313 pages', {
    timeout: 120_000,
  }, async () => {
    const stack = new SimulatedStack(template, { region: 'us-east-1', traces: 0 });
    await subscribed(stack, 10_000, (index) => ({ source: [index % 5 === 0 ? 'shop' : 'bank'] }));
    stack.fail(...latencyRules());
    stack.resetMeter();
    await stack.put({ source: 'shop' }, 60_000);

    expect(received(stack)).toEqual(stack.clients.map((_, index) => (index % 5 === 0 ? 1 : 0)));
    const { 'apigateway.websocket.connectionMinutes': _, ...metered } = stack.metered();
    expect(metered).toEqual({
      'events.published': 1,
      'apigateway.websocket.messages': 2_000,
      'states.express.requests': 1,
      // 313 queries of 8 ms and 313 rounds of posts of 15 ms, 7,199 ms in all; 64 MB.
      'states.express.gbSeconds': expect.closeTo(0.45, 9),
      // 312 pages of 32 rows of 250 bytes: two units each; the last half page, one.
      'dynamodb.readRequestUnits': 625,
    });
    await stack.close();
  });

  it('a page of the longest patterns and an event of 200 KiB stay within a state', {
    timeout: 60_000,
  }, async () => {
    const stack = new SimulatedStack(template, { region: 'us-east-1', traces: 0 });
    const longest = { source: ['shop', 'x'.repeat(2048 - '{"source":["shop",""]}'.length)] };
    await subscribed(stack, 40, () => longest);
    await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(200 * 1024) }) }, 60_000);
    expect(stack.clients.map((client) => client.take())).toEqual(
      stack.clients.map(() => [expect.objectContaining({ type: 'event.oversize', limit: 131_072 })]),
    );
    await stack.close();
  });
});
