import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { noSpan } from '../../../src/core/trace.ts';
import type { HttpRequest, HttpResponse } from '../../../src/services/apigateway/index.ts';
import { type Harness, harness } from './harness.ts';
import { type MethodSpec, restAws, restMock, restTemplate } from './rest-template.ts';

const on = (methods: readonly MethodSpec[], answers = {}, stage: JsonObject = {}): Harness =>
  harness(restTemplate(methods, stage), answers);

function send(scene: Harness, path: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
  return scene.service.handleHttp({
    apiId: scene.apiId,
    stage: 'prod',
    method: 'GET',
    path,
    headers: {},
    query: {},
    body: '',
    sourceIp: '192.0.2.7',
    caller: { kind: 'account' },
    span: noSpan,
    ...more,
  });
}

const says = (text: string): JsonObject =>
  restMock([{ StatusCode: '200', ResponseTemplates: { 'application/json': text } }]);

describe('the resource of a path', () => {
  const params = '$input.params().path';
  const scene = on([
    { path: '/', integration: says('root') },
    { path: '/items', integration: says('items') },
    { path: '/items/{id}', integration: says(`item ${params}`) },
    { path: '/items/special', integration: says('special') },
    { path: '/items/{id}/parts', integration: says(`parts ${params}`) },
    { path: '/files/{path+}', integration: says(`file ${params}`) },
    { path: '/any', method: 'ANY', integration: says('$context.httpMethod') },
    { path: '/any', method: 'POST', integration: says('exactly POST') },
  ]);
  for (const [method, path, expected] of [
    ['GET', '/', 'root'],
    ['GET', '/items', 'items'],
    ['GET', '/items/', 'items'],
    ['GET', '/items/7', 'item {id=7}'],
    ['GET', '/items/a%20b', 'item {id=a b}'],
    ['GET', '/items/special', 'special'],
    ['GET', '/items/special/parts', 'parts {id=special}'],
    ['GET', '/files/a/b.txt', 'file {path=a/b.txt}'],
    ['DELETE', '/any', 'DELETE'],
    ['POST', '/any', 'exactly POST'],
  ] as const) {
    it(`${method} ${path} → ${expected}`, async () => {
      expect(await send(scene, path, { method })).toMatchObject({ statusCode: 200, body: expected });
    });
  }

  for (const [method, path] of [
    ['GET', '/nowhere'],
    ['GET', '/items/7/nowhere'],
    ['POST', '/items'],
    ['GET', '/files'],
  ] as const) {
    it(`${method} ${path} is unknown`, async () => {
      expect(await send(scene, path, { method })).toEqual({
        statusCode: 403,
        headers: {
          'Content-Type': 'application/json',
          'x-amzn-ErrorType': 'MissingAuthenticationTokenException',
        },
        body: '{"message":"Missing Authentication Token"}',
      });
    });
  }

  it('an unknown stage is forbidden', async () => {
    expect(await send(scene, '/', { stage: 'nope' })).toMatchObject({
      statusCode: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});

describe('an AWS integration', () => {
  it('of the 2021 shape asks EventBridge with a target header and templates', async () => {
    const template =
      '{"Event":"$util.escapeJavaScript($util.base64Decode($input.params(\'event\')))","EventPattern":"$util.escapeJavaScript($util.base64Decode($input.json(\'$.EventPattern\')))"}';
    const integration = restAws('events:TestEventPattern', template, {
      RequestParameters: {
        'integration.request.header.X-Amz-Target': "'AWSEvents.TestEventPattern'",
        'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
      },
    });
    const scene = on([{ path: '/test', method: 'POST', integration }], {
      'events:TestEventPattern': () => ({ Result: true }),
    });
    const pattern = '{"source":["a\'b"]}';
    const encoded = Buffer.from(pattern).toString('base64');
    const response = await send(scene, '/test', {
      method: 'POST',
      query: { event: Buffer.from('{"id":"1"}').toString('base64') },
      body: JSON.stringify({ EventPattern: encoded }),
    });
    // escapeJavaScript makes \' of ', which is no JSON: this template, as written, fails for such a pattern.
    expect(response.statusCode).toBe(500);
    const fine = await send(scene, '/test', {
      method: 'POST',
      query: { event: Buffer.from('{"id":"1"}').toString('base64') },
      body: JSON.stringify({ EventPattern: Buffer.from('{"source":["a"]}').toString('base64') }),
    });
    expect(fine).toMatchObject({ statusCode: 200, body: '{"Result":true}' });
    expect(scene.calls.at(-1)).toMatchObject({
      name: 'events:TestEventPattern',
      input: { Event: '{"id":"1"}', EventPattern: '{"source":["a"]}' },
      caller: {
        roleArn: 'arn:aws:iam::123456789012:role/integration',
        sourceArn: `arn:aws:execute-api:us-east-1:123456789012:${scene.apiId}/prod/POST/test`,
      },
    });
  });

  it('takes the operation from the header that a template assigned', async () => {
    const template =
      '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents"){"Entries":[]}';
    const integration = restAws('events:x', template, { Uri: 'arn:aws:apigateway:us-east-1:events:path//' });
    const scene = on([{ path: '/', integration }], { 'events:PutEvents': () => ({ FailedEntryCount: 0 }) });
    expect((await send(scene, '/')).body).toBe('{"FailedEntryCount":0}');
  });

  it('sends to a queue by the query protocol', async () => {
    const integration = restAws(
      'sqs:x',
      'Action=SendMessage&MessageBody=$util.urlEncode($input.body)&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=k&DelaySeconds=5',
      {
        Uri: 'arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue',
        RequestParameters: {
          'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
        },
        IntegrationResponses: [
          {
            StatusCode: '200',
            ResponseTemplates: {
              'application/json': '$input.path("$.SendMessageResponse.SendMessageResult.MessageId")',
            },
          },
          {
            StatusCode: '400',
            SelectionPattern: '4\\d\\d',
            ResponseTemplates: { 'application/json': '$input.path("$.Error.Code")' },
          },
        ],
      },
    );
    const scene = on([{ path: '/', method: 'POST', integration }], {
      'sqs:SendMessage': (input: JsonObject) => {
        if (input['MessageBody'] === 'bad') throw new AwsError('InvalidMessageContents', 'no');
        return { MessageId: 'm1' };
      },
    });
    expect((await send(scene, '/', { method: 'POST', body: 'a&b=c' })).body).toBe('m1');
    expect(scene.calls[0]?.input).toEqual({
      QueueUrl: 'https://sqs.amazonaws.com/123456789012/queue',
      MessageBody: 'a&b=c',
      DelaySeconds: 5,
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'k' } },
    });
    expect(await send(scene, '/', { method: 'POST', body: 'bad' })).toMatchObject({
      statusCode: 400,
      body: 'InvalidMessageContents',
    });
  });
});

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
        headers: { 'x-amzn-ErrorType': 'UnsupportedMediaTypeException' },
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

describe('AWS_IAM', () => {
  const scene = on([
    { path: '/a', authorization: 'AWS_IAM', integration: says('$context.identity.userArn') },
  ]);
  const role = (name: string) =>
    ({
      kind: 'role',
      roleArn: `arn:aws:iam::123456789012:role/path/${name}`,
      service: 's',
      sourceArn: 'a',
    }) as const;

  it('asks for execute-api:Invoke on the method', async () => {
    const response = await send(scene, '/a', { caller: role('r') });
    expect(response.body).toBe('arn:aws:sts::123456789012:assumed-role/r/lambdaless');
    expect(scene.calls[0]).toMatchObject({
      name: 'execute-api:$authorize',
      input: { resource: `${scene.apiId}/prod/GET/a` },
    });
  });

  for (const [name, caller, message] of [
    ['unsigned', undefined, 'Missing Authentication Token'],
    ['not allowed', role('denied'), 'not allowed: execute-api:$authorize'],
  ] as const) {
    it(`refuses a caller that is ${name}`, async () => {
      const response = await send(scene, '/a', { caller });
      expect([response.statusCode, JSON.parse(response.body)]).toEqual([403, { message }]);
    });
  }
});

it('an integration has 29 seconds', async () => {
  const scene = on([{ path: '/', integration: restAws('states:StartSyncExecution', '{}') }], {
    'states:StartSyncExecution': () => new Promise<never>(() => undefined),
  });
  const response = send(scene, '/');
  await scene.clock.advance(29_000);
  expect(await response).toMatchObject({ statusCode: 504, body: '{"message":"Endpoint request timed out"}' });
});

it('requests are metered', async () => {
  const scene = on([{ path: '/', integration: says('x') }]);
  await send(scene, '/');
  await send(scene, '/nowhere');
  expect(Object.fromEntries(scene.billed)).toEqual({ 'apigateway.rest.requests': 2 });
});
