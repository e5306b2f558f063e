import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { on, send } from './rest-client.ts';
import { type MethodSpec, restAws, restMock } from './rest-template.ts';

describe('the request template is chosen by the content type', () => {
  const integration = (more: JsonObject): JsonObject =>
    restAws('dynamodb:PutItem', '{"t":"json"}', {
      RequestTemplates: { 'application/json': '{"t":"json"}', 'text/plain': '{"t":"text"}' },
      ...more,
    });
  for (const [type, more, expected] of [
    [undefined, {}, { t: 'json' }],
    ['application/json', {}, { t: 'json' }],
    ['application/json; charset=utf-8', {}, { t: 'json' }],
    ['text/plain', {}, { t: 'text' }],
    ['text/csv', {}, { raw: 1 }],
    ['text/csv', { RequestTemplates: { $default: '{"t":"default"}' } }, { t: 'default' }],
    ['text/csv', { RequestTemplates: {}, PassthroughBehavior: 'WHEN_NO_TEMPLATES' }, { raw: 1 }],
  ] as const) {
    it(`${type} with ${JSON.stringify(more)}`, async () => {
      const scene = on([{ path: '/', method: 'POST', integration: integration(more) }], {
        'dynamodb:PutItem': () => ({}),
      });
      await send(scene, '/', {
        method: 'POST',
        body: '{"raw":1}',
        headers: type === undefined ? {} : { 'content-type': type },
      });
      expect(scene.calls.map(({ input }) => input)).toEqual([expected]);
    });
  }

  for (const behavior of ['NEVER', 'WHEN_NO_TEMPLATES', 'never']) {
    it(`${behavior} answers 415 for a type without one`, async () => {
      const scene = on(
        [{ path: '/', method: 'POST', integration: integration({ PassthroughBehavior: behavior }) }],
        { 'dynamodb:PutItem': () => ({}) },
      );
      expect(
        await send(scene, '/', { method: 'POST', headers: { 'content-type': 'text/csv' } }),
      ).toMatchObject({
        statusCode: 415,
        headers: { 'x-amzn-ErrorType': 'BadRequestException' },
        body: '{"message":"Unsupported Media Type"}',
      });
      expect(scene.calls).toEqual([]);
    });
  }
});

describe('integration responses', () => {
  const failing = (status: number) => ({
    'dynamodb:GetItem': () => {
      throw new AwsError('Oops', 'went wrong', status);
    },
  });
  const responses: JsonObject[] = [
    { StatusCode: '200' },
    {
      StatusCode: '404',
      SelectionPattern: '404|410',
      ResponseTemplates: { 'application/json': '{"gone":true}' },
    },
    {
      StatusCode: '502',
      SelectionPattern: '5\\d{2}',
      ResponseTemplates: { 'application/json': '{"m":"$input.path(\'$.message\')"}' },
    },
  ];
  for (const [status, expected] of [
    [410, [404, '{"gone":true}']],
    [500, [502, '{"m":"went wrong"}']],
    [400, [200, '{"__type":"com.amazonaws.dynamodb.v20120810#Oops","message":"went wrong"}']],
  ] as const) {
    it(`status ${status} → ${expected[0]}`, async () => {
      const integration = restAws('dynamodb:GetItem', '{}', { IntegrationResponses: responses });
      const { statusCode, body } = await send(on([{ path: '/', integration }], failing(status)), '/');
      expect([statusCode, body]).toEqual(expected);
    });
  }

  it('without one that matches the answer is an internal server error', async () => {
    const IntegrationResponses = [{ StatusCode: '200', SelectionPattern: '2\\d\\d' }];
    const integration = restAws('dynamodb:GetItem', '{}', { IntegrationResponses });
    expect(await send(on([{ path: '/', integration }], failing(400)), '/')).toMatchObject({
      statusCode: 500,
      headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
      body: '{"message":"Internal server error"}',
    });
  });

  it('map headers from constants, the answer and the context', async () => {
    const integration = restAws('dynamodb:GetItem', '{}', {
      IntegrationResponses: [
        {
          StatusCode: '200',
          ResponseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'*'",
            'method.response.header.X-Item': 'integration.response.body.Item.a',
            'method.response.header.X-Stage': 'context.stage',
            'method.response.header.X-Var': 'stageVariables.v',
            'method.response.header.X-None': 'integration.response.body.none',
          },
        },
      ],
    });
    const scene = on(
      [{ path: '/', integration }],
      { 'dynamodb:GetItem': () => ({ Item: { a: 'x' } }) },
      { Variables: { v: 'var' } },
    );
    expect((await send(scene, '/')).headers).toEqual({
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
      'X-Item': 'x',
      'X-Stage': 'prod',
      'X-Var': 'var',
    });
  });

  for (const [accept, type, body] of [
    [undefined, 'application/json', 'json'],
    ['*/*', 'application/json', 'json'],
    ['text/html, application/xml;q=0.9', 'application/xml', 'xml'],
  ] as const) {
    it(`choose their template by Accept: ${accept}`, async () => {
      const integration = restMock([
        { StatusCode: '200', ResponseTemplates: { 'application/xml': 'xml', 'application/json': 'json' } },
      ]);
      const response = await send(on([{ path: '/', integration }]), '/', {
        headers: accept === undefined ? {} : { accept },
      });
      expect([response.headers['Content-Type'], response.body]).toEqual([type, body]);
    });
  }
});

it("a URI's placeholders are filled from path mappings, overrides and stage variables", async () => {
  const integration = restAws('sqs:SendMessage', 'Action=SendMessage&MessageBody=x', {
    Uri: 'arn:aws:apigateway:us-east-1:sqs:path/${stageVariables.account}/{queue}',
    RequestParameters: { 'integration.request.path.queue': 'method.request.querystring.q' },
  });
  const sent = { 'sqs:SendMessage': () => ({ MessageId: '1' }) };
  const parameters = ['method.request.querystring.q'];
  const scene = on([{ path: '/', integration, parameters }], sent, {
    Variables: { account: '123456789012' },
  });
  await send(scene, '/', { query: { q: 'work' } });
  expect(scene.calls.at(-1)?.input).toEqual({
    QueueUrl: 'https://sqs.amazonaws.com/123456789012/work',
    MessageBody: 'x',
  });
});

describe('MOCK', () => {
  const mock = (request: string, responses?: JsonObject[]): MethodSpec => ({
    path: '/',
    integration: restMock(
      responses ?? [{ StatusCode: '200' }, { StatusCode: '418', SelectionPattern: '4.*' }],
      request,
    ),
  });
  for (const [request, status] of [
    ['{"statusCode": 200}', 200],
    ['{ statusCode: 200 }', 200],
    ["{'statusCode': 200, 'x': ''}", 200],
    ['{"statusCode": 404}', 418],
    ['{"statusCode": "200"}', 500],
    ['{"statusCode": 200', 500],
    ['statusCode: 200', 500],
    ['{}', 500],
  ] as const) {
    it(`${request} → ${status}`, async () => {
      expect((await send(on([mock(request)]), '/')).statusCode).toBe(status);
    });
  }

  it('lets the request template override status and headers, and pass values on (recorded)', async () => {
    const request =
      '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar")#set($context.responseOverride.custom = "c"){"statusCode": 200}';
    const template = '$context.responseOverride.custom';
    const scene = on([
      mock(request, [{ StatusCode: '200', ResponseTemplates: { 'application/json': template } }]),
    ]);
    expect(await send(scene, '/')).toEqual({
      statusCode: 444,
      headers: { 'Content-Type': 'application/json', foo: 'bar' },
      body: 'c',
    });
  });

  it('ignores an override that is no status', async () => {
    expect(
      (await send(on([mock('#set($context.responseOverride.status = 99){"statusCode": 200}')]), '/'))
        .statusCode,
    ).toBe(200);
  });
});
