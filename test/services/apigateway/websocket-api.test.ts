import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Caller } from '../../../src/core/operations.ts';
import { noSpan } from '../../../src/core/trace.ts';
import type { ClientConnection, ConnectAnswer } from '../../../src/services/apigateway/index.ts';
import { type Harness, harness } from './harness.ts';
import { aws, mock, type RouteSpec, webSocketTemplate } from './websocket-template.ts';

/** A client without a wire. */
interface Client {
  readonly connection: ClientConnection;
  readonly received: string[];
  readonly closes: [number, string][];
  send(text: string): Promise<void>;
}

const MINUTE_MS = 60_000;

const ping: RouteSpec = {
  key: 'ping',
  integration: mock(),
  responses: { $default: '{"type":"pong"}' },
  twoWay: true,
};

async function connect(
  scene: Harness,
  more: {
    headers?: Record<string, string>;
    query?: Record<string, string>;
    caller?: Caller | undefined;
  } = {},
): Promise<ConnectAnswer> {
  const api = scene.service.webSocketApi(scene.apiId, 'live');
  const request = {
    headers: {},
    query: {},
    sourceIp: '192.0.2.7',
    caller: { kind: 'account' } as const,
    span: noSpan,
  };
  return (await api?.connect({ ...request, ...more })) as ConnectAnswer;
}

async function client(scene: Harness): Promise<Client> {
  const answer = await connect(scene);
  if (!answer.accepted) throw new Error(`refused: ${answer.body}`);
  const received: string[] = [];
  const closes: [number, string][] = [];
  const connection = answer.open({
    send: (text) => (received.push(text) > 0 ? 'sent' : 'slow'),
    close: (code, reason) => closes.push([code, reason]),
  });
  return { connection, received, closes, send: (text) => connection.onMessage(text, noSpan) };
}

const on = (routes: readonly RouteSpec[], answers = {}, more = {}): Harness =>
  harness(webSocketTemplate(routes, more), answers);

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

describe('an AWS integration', () => {
  it('calls the operation with the rendered request, under the role, in the name of the route', async () => {
    const scene = on(
      [
        {
          key: 'go',
          integration: aws(
            'states:StartExecution',
            '{"input":"$util.escapeJavaScript($input.json(\'$.p\'))"}',
          ),
        },
      ],
      { 'states:StartExecution': () => ({ executionArn: 'arn' }) },
    );
    const { received, send } = await client(scene);
    await send('{"action":"go","p":{"a":1}}');
    expect(scene.calls).toEqual([
      {
        name: 'states:StartExecution',
        input: { input: '{"a":1}' },
        caller: {
          kind: 'role',
          roleArn: 'arn:aws:iam::123456789012:role/integration',
          service: 'apigateway.amazonaws.com',
          sourceArn: `arn:aws:execute-api:us-east-1:123456789012:${scene.apiId}/live/go`,
        },
      },
    ]);
    expect(received).toEqual([]);
  });

  const get = (responses: RouteSpec['responses'], twoWay = true): RouteSpec[] => [
    { key: '$default', integration: aws('dynamodb:GetItem', '{}'), ...(responses && { responses }), twoWay },
  ];
  const ok = { 'dynamodb:GetItem': () => ({ Item: { n: { N: '1' } } }) };
  const failing = {
    'dynamodb:GetItem': () => {
      throw new AwsError('ResourceNotFoundException', 'no such table');
    },
  };

  it('answers through the response template, which sees the answer', async () => {
    const { received, send } = await client(on(get({ '/2\\d\\d/': '{"n":$input.path("$.Item.n.N")}' }), ok));
    await send('x');
    expect(received).toEqual(['{"n":1}']);
  });

  it('with an integration response without template hands the answer on', async () => {
    const { received, send } = await client(on(get({ $default: null }), ok));
    await send('x');
    expect(received).toEqual(['{"Item":{"n":{"N":"1"}}}']);
  });

  it('is silent without an integration response', async () => {
    const { received, send } = await client(on(get(undefined), ok));
    await send('x');
    expect(received).toEqual([]);
  });

  it('is silent without a route response', async () => {
    const { received, send } = await client(on(get({ $default: 'reply' }, false), ok));
    await send('x');
    expect(received).toEqual([]);
  });

  it('selects the response by the status of a service error', async () => {
    const routes = get({
      '/2\\d\\d/': 'fine',
      '/4\\d\\d/': '{"code":"$input.path(\'$.__type\')"}',
      $default: 'other',
    });
    const { received, send } = await client(on(routes, failing));
    await send('x');
    expect(received).toEqual(['{"code":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}']);
  });

  for (const [name, routes, answers] of [
    ['a service error that no response is for', get({ '/2\\d\\d/': 'fine' }), failing],
    ['a service error without responses', get(undefined), failing],
    [
      'a request that is no JSON',
      [{ key: '$default', integration: aws('dynamodb:GetItem', '{'), twoWay: true }],
      ok,
    ],
    [
      'a template that fails',
      [{ key: '$default', integration: aws('dynamodb:GetItem', '$util.parseJson("{")') }],
      ok,
    ],
    ['a route without integration', [{ key: '$default' }], ok],
    [
      'a role that nobody lets API Gateway assume',
      get({ $default: 'x' }),
      {
        'dynamodb:GetItem': () => {
          throw new AwsError(
            'AccessDeniedException',
            'User: apigateway.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: r',
          );
        },
      },
    ],
  ] as const) {
    it(`that fails by ${name} answers "Internal server error", and the connection stays`, async () => {
      const { received, closes, send } = await client(on(routes, answers));
      await send('x');
      expect(received).toHaveLength(1);
      expect(JSON.parse(received[0] as string)).toMatchObject({ message: 'Internal server error' });
      expect(closes).toEqual([]);
    });
  }

  it('has 29 seconds', async () => {
    const scene = on(get({ $default: 'late' }), {
      'dynamodb:GetItem': () => new Promise<never>(() => undefined),
    });
    const { received, send } = await client(scene);
    const sent = send('x');
    await scene.clock.advance(28_999);
    expect(received).toEqual([]);
    await scene.clock.advance(1);
    await sent;
    expect(JSON.parse(received[0] as string)).toMatchObject({ message: 'Internal server error' });
  });

  it('may set a shorter time', async () => {
    const integration = aws('dynamodb:GetItem', '{}', { TimeoutInMillis: 100 });
    const scene = on([{ key: '$default', integration }], {
      'dynamodb:GetItem': () => new Promise<never>(() => undefined),
    });
    const { received, send } = await client(scene);
    const sent = send('x');
    await scene.clock.advance(100);
    await sent;
    expect(received).toHaveLength(1);
  });
});

describe('the request template', () => {
  const routes = (more: JsonObject): RouteSpec[] => [
    {
      key: '$default',
      integration: { ...aws('dynamodb:GetItem', ''), ...more },
      responses: { $default: 'ok' },
      twoWay: true,
    },
  ];
  for (const [name, more, message, expected] of [
    [
      'is chosen by an expression',
      {
        RequestTemplates: { a: '{"t":"a"}', $default: '{"t":"d"}' },
        TemplateSelectionExpression: '${request.body.kind}',
      },
      '{"kind":"a"}',
      { t: 'a' },
    ],
    [
      'is $default where the expression finds none',
      {
        RequestTemplates: { a: '{"t":"a"}', $default: '{"t":"d"}' },
        TemplateSelectionExpression: '${request.body.kind}',
      },
      '{"kind":"b"}',
      { t: 'd' },
    ],
    [
      'may be named by a literal',
      { RequestTemplates: { 200: '{"t":"200"}' }, TemplateSelectionExpression: '200' },
      '{}',
      { t: '200' },
    ],
    [
      'may be keyed by the JSON content type',
      { RequestTemplates: { 'application/json': '{"t":"j"}' } },
      '{}',
      { t: 'j' },
    ],
    ['is not needed: the payload passes', { RequestTemplates: {} }, '{"as":"is"}', { as: 'is' }],
    [
      'is not needed with WHEN_NO_TEMPLATES, if there is none',
      { RequestTemplates: {}, PassthroughBehavior: 'WHEN_NO_TEMPLATES' },
      '{"as":"is"}',
      { as: 'is' },
    ],
  ] as const) {
    it(name, async () => {
      const scene = on(routes(more as JsonObject), { 'dynamodb:GetItem': () => ({}) });
      const { send } = await client(scene);
      await send(message);
      expect(scene.calls.map(({ input }) => input)).toEqual([expected]);
    });
  }

  for (const [name, more] of [
    ['NEVER', { RequestTemplates: {}, PassthroughBehavior: 'NEVER' }],
    [
      'WHEN_NO_TEMPLATES, if there is another',
      {
        RequestTemplates: { a: '{}' },
        TemplateSelectionExpression: 'b',
        PassthroughBehavior: 'WHEN_NO_TEMPLATES',
      },
    ],
  ] as const) {
    it(`is needed with ${name}`, async () => {
      const scene = on(routes(more as JsonObject), { 'dynamodb:GetItem': () => ({}) });
      const { received, send } = await client(scene);
      await send('{}');
      expect(scene.calls).toEqual([]);
      expect(JSON.parse(received[0] as string)).toMatchObject({ message: 'Internal server error' });
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

describe('$connect', () => {
  const route = (more: Partial<RouteSpec>): RouteSpec => ({ key: '$connect', ...more });

  it('is not needed', async () => {
    expect((await connect(on([ping]))).accepted).toBe(true);
  });

  it('sees query and headers', async () => {
    const template =
      '{"q":"$input.params(\'token\')","h":"$input.params(\'X-Extra\')","a":"$context.identity.userAgent"}';
    const scene = on([route({ integration: aws('dynamodb:PutItem', template) })], {
      'dynamodb:PutItem': () => ({}),
    });
    await connect(scene, { query: { token: 't' }, headers: { 'x-extra': 'e', 'user-agent': 'ua' } });
    expect(scene.calls[0]?.input).toEqual({ q: 't', h: 'e', a: 'ua' });
  });

  const failing = {
    'dynamodb:PutItem': () => {
      throw new AwsError('ConditionalCheckFailedException', 'no');
    },
  };
  for (const [name, more, answers, status, message] of [
    [
      'an integration that fails',
      { integration: aws('dynamodb:PutItem', '{}') },
      failing,
      500,
      'Internal server error',
    ],
    [
      'a role that may not call',
      {
        integration: aws('dynamodb:PutItem', '{}', {
          CredentialsArn: 'arn:aws:iam::123456789012:role/denied',
        }),
      },
      { 'dynamodb:PutItem': () => ({}) },
      500,
      'Internal server error',
    ],
    [
      'a MOCK status',
      { integration: mock('{"statusCode":403}'), responses: { $default: '' } },
      {},
      403,
      'Forbidden',
    ],
    [
      'a status override',
      {
        integration: aws('dynamodb:PutItem', '{}'),
        responses: { $default: '#set($context.responseOverride.status = 401)' },
      },
      failing,
      401,
      'Unauthorized',
    ],
  ] as const) {
    it(`is refused with ${status} by ${name}`, async () => {
      const answer = await connect(on([route(more)], answers));
      expect(answer).toMatchObject({ accepted: false, statusCode: status });
      expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ message });
    });
  }

  it('may be saved by its integration response', async () => {
    const more = {
      integration: aws('dynamodb:PutItem', '{}'),
      responses: { $default: '#set($context.responseOverride.status = 200)' },
    };
    expect((await connect(on([route(more)], failing))).accepted).toBe(true);
  });

  it('does not make the connection reachable before it is open', async () => {
    const scene = on([ping]);
    const answer = await connect(scene);
    if (!answer.accepted) throw new Error('refused');
    const input = { ApiId: scene.apiId, Stage: 'live', ConnectionId: answer.connectionId, Data: 'early' };
    await expect(scene.call('execute-api:PostToConnection', input)).rejects.toMatchObject({
      code: 'GoneException',
      statusCode: 410,
    });
    answer.open({ send: () => 'sent', close: () => undefined });
    await expect(scene.call('execute-api:PostToConnection', input)).resolves.toEqual({});
  });

  describe('with AWS_IAM', () => {
    it('lets later messages know who signed', async () => {
      const scene = on(
        [
          route({ authorization: 'AWS_IAM', integration: mock() }),
          { key: '$default', integration: aws('dynamodb:GetItem', '{"arn":"$context.identity.userArn"}') },
        ],
        { 'dynamodb:GetItem': () => ({}) },
      );
      const { send } = await client(scene);
      await send('x');
      expect(scene.calls.at(-1)?.input).toEqual({ arn: 'arn:aws:iam::123456789012:root' });
    });

    const iam = (): Harness => on([route({ authorization: 'AWS_IAM', integration: mock() })]);
    const role = (name: string): Caller => ({
      kind: 'role',
      roleArn: `arn:aws:iam::123456789012:role/${name}`,
      service: 's',
      sourceArn: 'a',
    });

    it('asks the policies for execute-api:Invoke on the route', async () => {
      const scene = iam();
      expect((await connect(scene, { caller: role('allowed') })).accepted).toBe(true);
      const authorize = scene.service.operations.find(({ name }) => name === 'execute-api:$authorize');
      expect(scene.calls[0]?.name).toBe('execute-api:$authorize');
      expect(authorize?.permissions(scene.calls[0]?.input as JsonObject)).toEqual([
        {
          action: 'execute-api:Invoke',
          resource: `arn:aws:execute-api:us-east-1:123456789012:${scene.apiId}/live/$connect`,
        },
      ]);
    });

    for (const [name, caller, message] of [
      ['an unsigned request', undefined, 'Missing Authentication Token'],
      ['a caller without permission', role('denied'), 'not allowed: execute-api:$authorize'],
    ] as const) {
      it(`forbids ${name}`, async () => {
        const answer = await connect(iam(), { caller });
        expect(answer).toMatchObject({ accepted: false, statusCode: 403 });
        expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ message });
      });
    }
  });
});

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
