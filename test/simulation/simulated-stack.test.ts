import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthTemplate } from '../../src/cdk/synth.ts';
import type { Client } from '../../src/simulation/client.ts';
import { SimulatedStack } from '../../src/simulation/simulated-stack.ts';

const MINUTE_MS = 60_000;

describe('what a simulated stack is billed for', () => {
  let stack: SimulatedStack;
  beforeEach(() => {
    stack = new SimulatedStack(synthTemplate(), { traces: 0 });
  });
  afterEach(() => stack.close());

  const minutes = (): number | undefined => stack.metered()['apigateway.websocket.connectionMinutes'];
  const connect = async (): Promise<Client> => (await stack.connect()) as Client;

  it('is, for a connection that is open, its time so far', async () => {
    await connect();
    await stack.pass(3 * MINUTE_MS);
    expect(minutes()).toBe(3);
    expect(minutes()).toBe(3);
    await stack.pass(MINUTE_MS);
    expect(minutes()).toBe(4);
  });

  it('is, for a connection that has ended, its time, once', async () => {
    const client = await connect();
    await stack.pass(3 * MINUTE_MS);
    expect(minutes()).toBe(3);
    await stack.pass(MINUTE_MS);
    await stack.disconnect(client);
    await stack.pass(MINUTE_MS);
    expect(minutes()).toBe(4);
  });

  it('is, after a reset, only what follows', async () => {
    await connect();
    await stack.pass(3 * MINUTE_MS);
    stack.resetMeter();
    await stack.pass(2 * MINUTE_MS);
    expect(stack.metered()).toEqual({ 'apigateway.websocket.connectionMinutes': 2 });
  });

  it('is, for the life of a connection, two writes at its ends and one message each way for its pattern', async () => {
    const client = await connect();
    await stack.send(client, { action: 'pattern', pattern: { source: ['shop'] } });
    await stack.disconnect(client);
    expect(stack.metered()).toMatchObject({
      'apigateway.websocket.messages': 2,
      'dynamodb.writeRequestUnits': 3,
      'states.express.requests': 1,
      'states.express.gbSeconds': 0.1 / 16,
    });
  });
});
