import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { on, says, send } from './rest-client.ts';
import { restAws, restMock } from './rest-template.ts';

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

it('a compressed body is taken only by an API that has MinimumCompressionSize', async () => {
  const method = { path: '/', integration: restMock([{ StatusCode: '200' }]) };
  for (const [api, coding, status] of [
    [{}, 'gzip', 415],
    [{}, 'identity', 200],
    [{ MinimumCompressionSize: 0 }, 'gzip', 200],
  ] as const) {
    const headers = { 'Content-Encoding': coding };
    expect(await send(on([method], {}, {}, api), '/', { headers })).toMatchObject({ statusCode: status });
  }
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
    // escapeJavaScript makes \' of ', which is no JSON: EventBridge cannot read such a request, and says so. The one
    // response of this integration is for any status.
    expect(response).toMatchObject({
      statusCode: 200,
      body: '{"__type":"SerializationException","message":"The mapped request is not a JSON object."}',
    });
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

it('requests that reach a method are metered', async () => {
  const scene = on([{ path: '/', integration: says('x') }]);
  await send(scene, '/');
  await send(scene, '/nowhere');
  expect(Object.fromEntries(scene.billed)).toEqual({ 'apigateway.rest.requests': 1 });
});
