import { deflateSync, gzipSync } from 'node:zlib';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/environment.ts';
import { AwsError } from '../../src/core/errors.ts';
import type { Caller } from '../../src/core/operations.ts';
import { noSpan } from '../../src/core/trace.ts';
import { type HttpServer, listen } from '../../src/wire/http-server.ts';
import {
  type ExecuteApiRequest,
  type ExecuteApiResponse,
  executeApiRoute,
} from '../../src/wire/websocket-http.ts';

const account: Caller = { kind: 'account' };

let server: HttpServer;
afterEach(() => server.close());

/** The route in front of an API that records, and answers with `answer`. */
async function start(
  answer: (request: ExecuteApiRequest) => ExecuteApiResponse,
  callerOf: () => Promise<Caller> = async () => account,
): Promise<ExecuteApiRequest[]> {
  const requests: ExecuteApiRequest[] = [];
  const route = executeApiRoute({
    locate: (_host, pathname) =>
      pathname.startsWith('/api/live')
        ? { apiId: 'api', stage: 'live', path: pathname.slice('/api/live'.length) || '/' }
        : undefined,
    async handleHttp(request) {
      requests.push(request);
      return answer(request);
    },
    callerOf,
    startRequest: () => noSpan,
    random: seededRandom(1),
  });
  server = await listen({ port: 0, routes: [route] });
  return requests;
}

const ok: ExecuteApiResponse = { statusCode: 200, headers: {}, body: '' };

describe('a request', () => {
  it('is handed over with method, path, query, headers as sent, and body', async () => {
    const requests = await start(() => ok);
    await fetch(`${server.origin}/api/live/items/a%20b?q=1%202&r=`, {
      method: 'PUT',
      headers: { 'X-Extra': 'e' },
      body: 'grüße',
    });
    expect(requests[0]).toMatchObject({
      apiId: 'api',
      stage: 'live',
      method: 'PUT',
      path: '/items/a%20b',
      query: { q: '1 2', r: '' },
      body: 'grüße',
      sourceIp: '127.0.0.1',
      caller: account,
    });
  });

  it('is answered with status, headers, body and a request id', async () => {
    await start(() => ({ statusCode: 418, headers: { 'X-Tea': 'pot' }, body: 'é' }));
    const response = await fetch(`${server.origin}/api/live`);
    expect([response.status, response.headers.get('x-tea'), await response.text()]).toEqual([
      418,
      'pot',
      'é',
    ]);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('without a signature is left to the API', async () => {
    const requests = await start(
      () => ok,
      async () => {
        throw new AwsError('MissingAuthenticationTokenException', 'none', 403);
      },
    );
    expect((await fetch(`${server.origin}/api/live`)).status).toBe(200);
    expect(requests[0]?.caller).toBeUndefined();
  });

  it('with a wrong signature does not reach the API', async () => {
    const requests = await start(
      () => ok,
      async () => {
        throw new AwsError('InvalidSignatureException', 'wrong', 403);
      },
    );
    const response = await fetch(`${server.origin}/api/live`);
    expect([response.status, await response.json()]).toEqual([403, { message: 'wrong' }]);
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidSignatureException');
    expect(requests).toEqual([]);
  });

  it.each([
    ['identity', Buffer.from('text')],
    ['gzip', gzipSync('text')],
    ['Deflate', deflateSync('text')],
  ])('is decoded from %s', async (coding, body) => {
    const requests = await start(() => ok);
    await fetch(`${server.origin}/api/live`, {
      method: 'POST',
      headers: { 'Content-Encoding': coding },
      body: new Uint8Array(body),
    });
    expect(requests.map((request) => request.body)).toEqual(['text']);
  });

  it.each([
    ['a coding that is not supported', 'br', Buffer.from('x')],
    ['another coding than it says', 'gzip', Buffer.from('x')],
    ['more than 10 MiB in it', 'gzip', gzipSync(Buffer.alloc(10 * 1024 * 1024 + 1))],
  ])('with %s is refused', async (_what, coding, body) => {
    const requests = await start(() => ok);
    const response = await fetch(`${server.origin}/api/live`, {
      method: 'POST',
      headers: { 'Content-Encoding': coding },
      body: new Uint8Array(body),
    });
    expect([response.status, await response.json()]).toEqual([415, { message: 'Unsupported Media Type' }]);
    expect(requests).toEqual([]);
  });

  it('over 10 MiB is refused', async () => {
    const requests = await start(() => ok);
    const response = await fetch(`${server.origin}/api/live`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Too Long' }]);
    expect(requests).toEqual([]);
  });
});

describe("AWS's SDK", () => {
  const client = (): ApiGatewayManagementApiClient =>
    new ApiGatewayManagementApiClient({
      endpoint: `${server.origin}/api/live`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 1,
    });
  const failure = (statusCode: number, type: string): ExecuteApiResponse => ({
    statusCode,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': type },
    body: '{"message":"why"}',
  });

  it('posts, looks and deletes', async () => {
    const requests = await start(
      ({ method }): ExecuteApiResponse =>
        method === 'GET'
          ? {
              statusCode: 200,
              headers: { 'Content-Type': 'application/json' },
              body: '{"connectedAt":"2026-01-01T00:00:00.000Z","identity":{"sourceIp":"192.0.2.1","userAgent":"u"}}',
            }
          : { statusCode: method === 'DELETE' ? 204 : 200, headers: {}, body: '' },
    );
    await client().send(new PostToConnectionCommand({ ConnectionId: 'c1=', Data: 'text' }));
    const connection = await client().send(new GetConnectionCommand({ ConnectionId: 'c1=' }));
    await client().send(new DeleteConnectionCommand({ ConnectionId: 'c1=' }));
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/@connections/c1%3D', 'text'],
      ['GET', '/@connections/c1%3D', ''],
      ['DELETE', '/@connections/c1%3D', ''],
    ]);
    expect(connection.ConnectedAt).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(connection.Identity).toEqual({ SourceIp: '192.0.2.1', UserAgent: 'u' });
  });

  for (const [status, type, exception] of [
    [410, 'GoneException', GoneException],
    [413, 'PayloadTooLargeException', PayloadTooLargeException],
    [429, 'LimitExceededException', LimitExceededException],
  ] as const) {
    it(`throws ${type} for ${status}`, async () => {
      await start(() => failure(status, type));
      const command = new PostToConnectionCommand({ ConnectionId: 'c1=', Data: 'x' });
      await expect(client().send(command)).rejects.toBeInstanceOf(exception);
    });
  }
});
