import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { client, on } from './websocket-client.ts';
import { aws, type RouteSpec } from './websocket-template.ts';

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
      [{ key: '$default', integration: aws('dynamodb:GetItem', '$util.urlDecode("%")') }],
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
