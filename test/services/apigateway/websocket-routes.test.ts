import { describe, expect, it } from 'vitest';
import { noSpan } from '../../../src/core/trace.ts';
import { client, on, ping } from './websocket-client.ts';
import { aws, mock, type RouteSpec } from './websocket-template.ts';

describe('routes', () => {
  const echo = (label: string): Partial<RouteSpec> => ({
    integration: mock(),
    responses: { $default: label },
    twoWay: true,
  });
  const scene = on([
    ping,
    { key: 'pattern', ...echo('pattern') },
    { key: '5', ...echo('five') },
    { key: '$connect', ...echo('connect') },
    { key: '$disconnect', ...echo('disconnect') },
    { key: '$default', ...echo('default') },
  ]);
  for (const [message, expected] of [
    ['{"action":"ping"}', '{"type":"pong"}'],
    ['{"action":"pattern","pattern":{}}', 'pattern'],
    ['{"action":5}', 'five'],
    ['{"action":"nope"}', 'default'],
    ['{"action":"$connect"}', 'default'],
    ['{"action":"$disconnect"}', 'default'],
    ['{"action":"$default"}', 'default'],
    ['{"action":null}', 'default'],
    ['{"action":{"ping":1}}', 'default'],
    ['{"action":"constructor"}', 'default'],
    ['{}', 'default'],
    ['[]', 'default'],
    ['"ping"', 'default'],
    ['not json', 'default'],
    ['', 'default'],
  ] as const) {
    it(`${message || 'an empty message'} → ${expected}`, async () => {
      const { received, send } = await client(scene);
      await send(message);
      expect(received).toEqual([expected]);
    });
  }

  it('without $default an unknown one is forbidden, with ids, and the connection stays', async () => {
    const { received, closes, connection, send } = await client(on([ping]));
    await send('{"action":"nope"}');
    await send('{"action":"ping"}');
    expect(JSON.parse(received[0] as string)).toEqual({
      message: 'Forbidden',
      connectionId: connection.connectionId,
      requestId: expect.stringMatching(/^[\w-]{15}=$/),
    });
    expect(received[1]).toBe('{"type":"pong"}');
    expect(closes).toEqual([]);
  });

  for (const [expression, message] of [
    ['${request.body.a.b}', '{"a":{"b":"ping"}}'],
    ['$request.body.a.b', '{"a":{"b":"ping"}}'],
    ['${request.body.first}${request.body.second}', '{"first":"pi","second":"ng"}'],
  ] as const) {
    it(`are selected by ${expression}`, async () => {
      const { received, send } = await client(
        on([ping], {}, { api: { RouteSelectionExpression: expression } }),
      );
      await send(message);
      expect(received).toEqual(['{"type":"pong"}']);
    });
  }
});

describe('$context', () => {
  const template =
    '{#foreach($k in $context.keySet())"$k":"$context.get($k)",#end"ip":"$context.identity.sourceIp","agent":"$context.identity.userAgent"}';

  it('has the variables of a message', async () => {
    const scene = on([{ key: 'go', integration: aws('dynamodb:GetItem', template) }], {
      'dynamodb:GetItem': () => ({}),
    });
    const { send, connection } = await client(scene);
    await scene.clock.advance(1000);
    await send('{"action":"go"}');
    const id = expect.stringMatching(/^[\w-]{15}=$/);
    expect(scene.calls[0]?.input).toEqual({
      apiId: scene.apiId,
      stage: 'live',
      connectionId: connection.connectionId,
      connectedAt: String(Date.UTC(2026, 0, 1)),
      domainName: `${scene.apiId}.execute-api.us-east-1.amazonaws.com`,
      eventType: 'MESSAGE',
      messageDirection: 'IN',
      messageId: id,
      requestId: id,
      extendedRequestId: id,
      requestTime: '01/Jan/2026:00:00:01 +0000',
      requestTimeEpoch: String(Date.UTC(2026, 0, 1, 0, 0, 1)),
      routeKey: 'go',
      identity: '',
      authorizer: '',
      requestOverride: '',
      responseOverride: '',
      ip: '192.0.2.7',
      agent: '',
    });
  });

  it('of $disconnect has code and reason', async () => {
    const scene = on(
      [
        {
          key: '$disconnect',
          integration: aws(
            'dynamodb:DeleteItem',
            '{"c":$context.disconnectStatusCode,"r":"$context.disconnectReason","e":"$context.eventType","id":"$context.connectionId"}',
          ),
        },
      ],
      { 'dynamodb:DeleteItem': () => ({}) },
    );
    const { connection } = await client(scene);
    await connection.onClose(1001, 'bye', noSpan);
    expect(scene.calls[0]?.input).toEqual({
      c: 1001,
      r: 'bye',
      e: 'DISCONNECT',
      id: connection.connectionId,
    });
    await connection.onClose(1001, 'bye', noSpan);
    expect(scene.calls).toHaveLength(1);
  });
});
