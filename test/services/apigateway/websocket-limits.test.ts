import { describe, expect, it } from 'vitest';
import { noSpan } from '../../../src/core/trace.ts';
import { client, connect, on, ping } from './websocket-client.ts';
import { aws, mock } from './websocket-template.ts';

const MINUTE_MS = 60_000;

describe('limits', () => {
  it('ten idle minutes end a connection, and any message starts them again', async () => {
    const scene = on([ping]);
    const { closes, send, connection } = await client(scene);
    await scene.clock.advance(9 * MINUTE_MS);
    await send('{"action":"ping"}');
    await scene.clock.advance(10 * MINUTE_MS - 1);
    const post = { ApiId: scene.apiId, Stage: 'live', ConnectionId: connection.connectionId, Data: 'x' };
    await scene.call('execute-api:PostToConnection', post);
    await scene.clock.advance(10 * MINUTE_MS - 1);
    expect(closes).toEqual([]);
    await scene.clock.advance(1);
    expect(closes).toEqual([[1001, 'Going away']]);
  });

  it('two hours end even a busy one', async () => {
    const scene = on([ping]);
    const { closes, send } = await client(scene);
    for (let minute = 0; minute < 119; minute++) {
      await scene.clock.advance(MINUTE_MS);
      await send('{"action":"ping"}');
    }
    expect(closes).toEqual([]);
    await scene.clock.advance(MINUTE_MS);
    expect(closes).toEqual([[1001, 'Going away']]);
  });

  it('a message over 128 KiB ends it, one of 128 KiB does not', async () => {
    const { closes, received, send } = await client(on([{ ...ping, key: '$default' }]));
    await send('x'.repeat(128 * 1024));
    expect([received.length, closes]).toEqual([1, []]);
    await send(`${'x'.repeat(128 * 1024 - 1)}é`);
    expect([received.length, closes]).toEqual([1, [[1009, 'Message too big']]]);
  });

  for (const [name, settings, answers] of [
    [
      'a rate of zero refuses everything, as a forgotten limit does',
      { ThrottlingBurstLimit: 5 },
      [1, 1, 1, 1, 1, 0, 0],
    ],
    ['no burst refuses everything', { ThrottlingRateLimit: 5 }, [0, 0]],
    ['a burst of two', { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 }, [1, 1, 0]],
  ] as const) {
    it(`throttling: ${name}`, async () => {
      const scene = on([ping], {}, { stage: { RouteSettings: { ping: settings } } });
      const { received, send } = await client(scene);
      for (const _answer of answers) await send('{"action":"ping"}');
      expect(received.map((text) => Number(text.includes('pong')))).toEqual(answers);
      expect(JSON.parse(received.at(-1) as string)).toMatchObject({ message: 'Too Many Requests' });
    });
  }

  it('throttling: the bucket fills with time', async () => {
    const settings = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 };
    const scene = on([ping], {}, { stage: { DefaultRouteSettings: settings } });
    const { received, send } = await client(scene);
    await send('{"action":"ping"}');
    await scene.clock.advance(1000);
    await send('{"action":"ping"}');
    expect(received).toEqual(['{"type":"pong"}', '{"type":"pong"}']);
  });

  it('throttling refuses a connection with 429', async () => {
    const settings = { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 };
    const scene = on(
      [{ key: '$connect', integration: mock() }],
      {},
      { stage: { DefaultRouteSettings: settings } },
    );
    expect(await connect(scene)).toMatchObject({ accepted: false, statusCode: 429 });
  });
});

describe('the meter', () => {
  it('counts messages of both directions in units of 32 KiB, and minutes', async () => {
    const scene = on([ping, { key: '$default', integration: mock() }]);
    const { send, connection } = await client(scene);
    await send('{"action":"ping"}');
    await send('x'.repeat(32 * 1024));
    await send('x'.repeat(32 * 1024 + 1));
    await scene.clock.advance(90_000);
    await connection.onClose(1000, '', noSpan);
    expect(Object.fromEntries(scene.billed)).toEqual({
      'apigateway.websocket.messages': 2 + 1 + 2,
      'apigateway.websocket.connectionMinutes': 1.5,
    });
  });
});

describe('the end of the process', () => {
  it('ends every connection, runs no $disconnect, and leaves no timer', async () => {
    const scene = on([{ key: '$disconnect', integration: aws('dynamodb:DeleteItem', '{}') }], {
      'dynamodb:DeleteItem': () => ({}),
    });
    const { closes, connection } = await client(scene);
    await scene.service.close();
    await connection.onClose(1001, '', noSpan);
    await scene.clock.advance(3 * 60 * MINUTE_MS);
    expect([closes, scene.calls]).toEqual([[[1001, 'Going away']], []]);
  });
});
