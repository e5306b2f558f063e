import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import type { Caller } from '../../../src/core/operations.ts';
import { noSpan } from '../../../src/core/trace.ts';
import type { HttpRequest, HttpResponse, Transport } from '../../../src/services/apigateway/index.ts';
import { type Harness, harness } from './harness.ts';
import { mock, webSocketTemplate } from './websocket-template.ts';

interface Scene extends Harness {
  readonly connectionId: string;
  readonly received: string[];
  readonly closes: [number, string][];
  http(method: string, more?: Partial<HttpRequest>): Promise<HttpResponse>;
  invoke(input: JsonObject, caller?: Caller): Promise<JsonObject>;
}

async function connected(send?: Transport['send']): Promise<Scene> {
  const scene = harness(webSocketTemplate([{ key: '$default', integration: mock() }]));
  const answer = await scene.service.webSocketApi(scene.apiId, 'live')?.connect({
    headers: { 'user-agent': 'wscat' },
    query: {},
    sourceIp: '192.0.2.7',
    caller: undefined,
    span: noSpan,
  });
  if (!answer?.accepted) throw new Error('refused');
  const received: string[] = [];
  const closes: [number, string][] = [];
  answer.open({
    send: send ?? ((text) => (received.push(text) > 0 ? 'sent' : 'slow')),
    close: (code, reason) => closes.push([code, reason]),
  });
  const { connectionId } = answer;
  const base = {
    apiId: scene.apiId,
    stage: 'live',
    headers: {},
    query: {},
    body: '',
    sourceIp: '',
    span: noSpan,
  };
  return {
    ...scene,
    connectionId,
    received,
    closes,
    http: (method, more) =>
      scene.service.handleHttp({
        ...base,
        method,
        path: `/@connections/${encodeURIComponent(connectionId)}`,
        caller: { kind: 'account' },
        ...more,
      }),
    invoke: async (input, caller) =>
      (await scene.call(
        'execute-api:Invoke',
        {
          ApiEndpoint: `${scene.apiId}.execute-api.us-east-1.amazonaws.com`,
          Method: 'POST',
          Stage: 'live',
          Path: `/@connections/${connectionId}`,
          AuthType: 'IAM_ROLE',
          ...input,
        },
        caller,
      )) as JsonObject,
  };
}

describe('@connections', () => {
  it('POST sends the body as it is', async () => {
    const { http, received } = await connected();
    expect(await http('POST', { body: '{"a": 1}\n' })).toEqual({ statusCode: 200, headers: {}, body: '' });
    expect(received).toEqual(['{"a": 1}\n']);
  });

  it('GET describes the connection', async () => {
    const { http, clock } = await connected();
    await clock.advance(1500);
    await http('POST', { body: 'x' });
    const { statusCode, body } = await http('GET');
    expect([statusCode, JSON.parse(body)]).toEqual([
      200,
      {
        connectedAt: '2026-01-01T00:00:00.000Z',
        identity: { sourceIp: '192.0.2.7', userAgent: 'wscat' },
        lastActiveAt: '2026-01-01T00:00:01.500Z',
      },
    ]);
  });

  it('DELETE ends it', async () => {
    const { http, closes } = await connected();
    expect(await http('DELETE')).toEqual({ statusCode: 204, headers: {}, body: '' });
    expect(closes).toEqual([[1000, 'Connection Closed Normally']]);
  });

  it('DELETE makes it unreachable at once', async () => {
    const { http } = await connected();
    await http('DELETE');
    expect(await http('POST', { body: 'x' })).toMatchObject({ statusCode: 410 });
    expect(await http('GET')).toMatchObject({ statusCode: 410 });
  });

  it('POST to a client that is closing answers 410', async () => {
    const { http } = await connected(() => 'closed');
    expect(await http('POST', { body: 'x' })).toMatchObject({ statusCode: 410 });
  });

  const problem = (statusCode: number, type: string, message: string): HttpResponse => ({
    statusCode,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': type },
    body: JSON.stringify({ message }),
  });

  for (const method of ['POST', 'GET', 'DELETE']) {
    it(`${method} of an unknown connection answers 410`, async () => {
      const { http } = await connected();
      expect(await http(method, { path: '/@connections/nobody=' })).toEqual(
        problem(410, 'GoneException', 'Gone'),
      );
    });
  }

  it('of another stage answers 403', async () => {
    const { http } = await connected();
    expect(await http('POST', { stage: 'other' })).toEqual(problem(403, 'ForbiddenException', 'Forbidden'));
  });

  it('takes 128 KiB and not one byte more', async () => {
    const { http, received } = await connected();
    expect((await http('POST', { body: 'x'.repeat(131_072) })).statusCode).toBe(200);
    expect(await http('POST', { body: `${'x'.repeat(131_071)}é` })).toEqual(
      problem(413, 'PayloadTooLargeException', 'Message too long'),
    );
    expect(received).toHaveLength(1);
  });

  it('answers 429 for a client that does not read, and ends its connection', async () => {
    const { http, closes } = await connected(() => 'slow');
    expect(await http('POST', { body: 'x' })).toEqual(
      problem(429, 'LimitExceededException', 'The client does not read its messages'),
    );
    expect(closes).toEqual([[1013, 'Too slow']]);
  });

  for (const [name, request] of [
    ['an unsigned request', { caller: undefined }],
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/elsewhere' }],
  ] as const) {
    it(`answers 403 to ${name}`, async () => {
      const { http } = await connected();
      expect(await http('POST', request)).toEqual(
        problem(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),
      );
    });
  }

  it('answers 403 to a caller without permission', async () => {
    const { http } = await connected();
    const caller = {
      kind: 'role',
      roleArn: 'arn:aws:iam::123456789012:role/denied',
      service: 's',
      sourceArn: 'a',
    } as const;
    expect(await http('POST', { caller })).toEqual(
      problem(403, 'ForbiddenException', 'not allowed: execute-api:PostToConnection'),
    );
  });
});

describe('permissions', () => {
  const permissions = (scene: Harness, name: string, input: JsonObject) =>
    scene.service.operations.find((operation) => operation.name === name)?.permissions(input);

  for (const [name, method] of [
    ['PostToConnection', 'POST'],
    ['GetConnection', 'GET'],
    ['DeleteConnection', 'DELETE'],
  ] as const) {
    it(`of ${name}`, async () => {
      const scene = await connected();
      const input = { ApiId: 'api', Stage: 'live', ConnectionId: 'c=' };
      expect(permissions(scene, `execute-api:${name}`, input)).toEqual([
        {
          action: 'execute-api:ManageConnections',
          resource: `arn:aws:execute-api:us-east-1:123456789012:api/live/${method}/@connections/{connectionId}`,
        },
      ]);
    });
  }

  it('of apigateway:invoke are those of the connection or the method; none if it does not sign', async () => {
    const scene = await connected();
    const request = {
      ApiEndpoint: `${scene.apiId}.execute-api.us-east-1.amazonaws.com`,
      Method: 'POST',
      Stage: 'live',
      Path: '/@connections/c=',
    };
    const arn = 'arn:aws:execute-api:us-east-1:123456789012';
    const ask = (more: JsonObject) => permissions(scene, 'execute-api:Invoke', { ...request, ...more });
    expect(ask({ AuthType: 'IAM_ROLE' })).toEqual([
      {
        action: 'execute-api:ManageConnections',
        resource: `${arn}:${scene.apiId}/live/POST/@connections/{connectionId}`,
      },
    ]);
    expect(
      ask({ AuthType: 'IAM_ROLE', ApiEndpoint: 'other.execute-api.us-east-1.amazonaws.com', Path: 'a/b' }),
    ).toEqual([{ action: 'execute-api:Invoke', resource: `${arn}:other/live/POST/a/b` }]);
    expect(ask({ AuthType: 'NO_AUTH' })).toEqual([]);
    expect(ask({})).toEqual([]);
  });
});

describe('apigateway:invoke', () => {
  for (const [name, body, expected] of [
    ['an object', { a: [null, 1], b: 'x' }, '{"a":[null,1],"b":"x"}'],
    ['a string, with its quotes (recorded)', 'HelloWorld', '"HelloWorld"'],
    ['an empty string', '', '""'],
    ['a list', [1, 'two'], '[1,"two"]'],
    ['null: no body', null, ''],
  ] as const) {
    it(`posts ${name}`, async () => {
      const { invoke, received } = await connected();
      expect(await invoke({ RequestBody: body as JsonValue })).toEqual({
        Headers: {},
        ResponseBody: '',
        StatusCode: 200,
        StatusText: 'OK',
      });
      expect(received).toEqual([expected]);
    });
  }

  it('gives the status and body of an error', async () => {
    const { invoke } = await connected();
    expect(await invoke({ Path: '/@connections/nobody=' })).toEqual({
      Headers: { 'Content-Type': ['application/json'], 'x-amzn-ErrorType': ['GoneException'] },
      ResponseBody: { message: 'Gone' },
      StatusCode: 410,
      StatusText: 'Gone',
    });
  });

  it('is refused without a signature', async () => {
    const { invoke } = await connected();
    expect(await invoke({ AuthType: 'NO_AUTH' })).toMatchObject({
      StatusCode: 403,
      ResponseBody: { message: 'Missing Authentication Token' },
    });
  });

  it('does not reach other hosts', async () => {
    const { invoke } = await connected();
    await expect(invoke({ ApiEndpoint: 'example.com' })).rejects.toMatchObject({
      code: 'UnknownHostException',
    });
  });
});
