import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/core/clock.ts';
import type { Caller } from '../../src/core/operations.ts';
import { type HttpServer, listen } from '../../src/wire/http-server.ts';
import { presignWebSocketUrl } from '../../src/wire/presign.ts';
import { signatureVerifier, TEST_CREDENTIAL } from '../../src/wire/sigv4.ts';
import { harness } from '../services/harness.ts';
import { serveAws, type TestServer } from './serve-aws.ts';

const READER: Caller = { kind: 'role', roleArn: 'arn:aws:iam::1:role/Reader', service: 's', sourceArn: '*' };

describe('a signature in the header', () => {
  let server: TestServer;
  let callers: Caller[];

  beforeEach(async () => {
    callers = [];
    const host = harness();
    host.stub('events:ListRules', () => ({ Rules: [] }));
    host.stub('dynamodb:ListTables', () => ({ TableNames: [] }));
    const verify = signatureVerifier({
      clock: new VirtualClock(Date.now()),
      region: 'us-east-1',
      credentials: [TEST_CREDENTIAL, { accessKeyId: 'reader', secretAccessKey: 'secret', caller: READER }],
    });
    server = await serveAws(host.operations, {
      callerOf: async (...request) => {
        const caller = await verify(...request);
        callers.push(caller);
        return caller;
      },
    });
  });
  afterEach(() => server.close());

  const client = (accessKeyId: string, secretAccessKey: string, more: object = {}) =>
    new EventBridgeClient({
      endpoint: server.origin,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      ...more,
    });

  it('of the SDK is verified, and tells who calls', async () => {
    await client('test', 'test').send(new ListRulesCommand({}));
    await client('reader', 'secret').send(new ListRulesCommand({}));
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'token' };
    await new DynamoDBClient({ endpoint: server.origin, region: 'us-east-1', credentials }).send(
      new ListTablesCommand({}),
    );
    expect(callers).toEqual([{ kind: 'account' }, READER, { kind: 'account' }]);
  });

  it.each([
    [
      'a wrong secret',
      'test',
      'wrong',
      {},
      'InvalidSignatureException',
      /^The request signature we calculated/,
    ],
    ['an unknown key', 'nobody', 'test', {}, 'UnrecognizedClientException', /^The security token included/],
    ['another region', 'test', 'test', { region: 'eu-west-1' }, 'InvalidSignatureException', /valid region/],
    [
      'a date of six minutes ago',
      'test',
      'test',
      { systemClockOffset: -360_000 },
      'InvalidSignatureException',
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    ],
    [
      'a date in six minutes',
      'test',
      'test',
      { systemClockOffset: 360_000 },
      'InvalidSignatureException',
      /^Signature not yet current: /,
    ],
  ])('with %s is refused', async (_what, key, secret, more, name, message) => {
    // One attempt: an SDK corrects its clock and tries again.
    const failing = client(key, secret, { ...more, maxAttempts: 1 }).send(new ListRulesCommand({}));
    const failure = await failing.catch((error) => error);
    expect(failure).toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    expect(failure.message).toMatch(message);
    expect(callers).toEqual([]);
  });

  const authorization = (fields: string) => ({ Authorization: `AWS4-HMAC-SHA256 ${fields}` });
  it.each([
    ['none', {}, 'MissingAuthenticationTokenException'],
    ['another scheme', { Authorization: 'Bearer x' }, 'IncompleteSignatureException'],
    ['half of its fields', authorization('Credential=a/b/c/d/e'), 'IncompleteSignatureException'],
    [
      'a scope of three parts',
      {
        ...authorization('Credential=a/b/c, SignedHeaders=host, Signature=00'),
        'X-Amz-Date': '20260101T000000Z',
      },
      'IncompleteSignatureException',
    ],
    [
      'a date that is none',
      {
        ...authorization(
          'Credential=test/20260101/us-east-1/events/aws4_request, SignedHeaders=host, Signature=00',
        ),
        'X-Amz-Date': 'today',
      },
      'IncompleteSignatureException',
    ],
    [
      'a date of another day than its scope',
      {
        ...authorization(
          'Credential=test/20260101/us-east-1/events/aws4_request, SignedHeaders=host, Signature=00',
        ),
        'X-Amz-Date': '20260102T000000Z',
      },
      'InvalidSignatureException',
    ],
  ])('that is %s is refused', async (_what, headers, code) => {
    const response = await server.post('AWSEvents.ListRules', '{}', headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: code });
  });

  it('does not hold for another body', async () => {
    let signed: Record<string, string> = {};
    const spy = client('test', 'test');
    spy.middlewareStack.add(
      (next) => async (args) => {
        signed = { ...(args.request as { headers: Record<string, string> }).headers };
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await spy.send(new ListRulesCommand({}));
    const { host: _host, 'content-length': _length, ...headers } = signed;
    const changed = await server.post('AWSEvents.ListRules', '{"NamePrefix":"x"}', headers);
    expect(changed.status).toBe(400);
    expect(await changed.json()).toMatchObject({ __type: 'InvalidSignatureException' });
  });
});

describe('a signature in the query string', () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1, 12));
  let server: HttpServer;

  beforeEach(async () => {
    const verify = signatureVerifier({ clock, region: 'us-east-1' });
    server = await listen({
      port: 0,
      routes: [
        {
          accepts: () => true,
          handle: async (request, response, url) => {
            const answer = await verify(request, url, Buffer.alloc(0)).catch((error) => error);
            response.writeHead(answer.statusCode ?? 200);
            response.end(answer.code ?? answer.kind);
          },
        },
      ],
    });
  });
  afterEach(() => server.close());

  async function connect(more: object = {}, change = (url: string) => url): Promise<string> {
    const url = await presignWebSocketUrl({
      url: `${server.origin.replace('http', 'ws')}/prod?room=a%20b`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      signingDate: new Date(clock.now()),
      ...more,
    });
    const response = await fetch(change(url).replace('ws:', 'http:'));
    return `${response.status} ${await response.text()}`;
  }

  it.each([
    ['fresh', {}, '200 account'],
    [
      'with a session token',
      { credentials: { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'a+b/=' } },
      '200 account',
    ],
    ['five minutes old', { signingDate: new Date(clock.now() - 300_000) }, '200 account'],
    [
      'older than it lives',
      { signingDate: new Date(clock.now() - 301_000) },
      '403 InvalidSignatureException',
    ],
    [
      'an hour old that lives two',
      { signingDate: new Date(clock.now() - 3_600_000), expiresSeconds: 7200 },
      '200 account',
    ],
    ['from the future', { signingDate: new Date(clock.now() + 301_000) }, '403 InvalidSignatureException'],
    [
      'by a wrong secret',
      { credentials: { accessKeyId: 'test', secretAccessKey: 'x' } },
      '403 InvalidSignatureException',
    ],
    [
      'by an unknown key',
      { credentials: { accessKeyId: 'x', secretAccessKey: 'x' } },
      '403 UnrecognizedClientException',
    ],
  ])('that is %s', async (_what, more, expected) => {
    expect(await connect(more)).toBe(expected);
  });

  it.each([
    ['another parameter', (url: string) => url.replace('room=a', 'room=b'), '403 InvalidSignatureException'],
    ['another path', (url: string) => url.replace('/prod', '/test'), '403 InvalidSignatureException'],
    [
      'a longer life',
      (url: string) => url.replace('Expires=300', 'Expires=301'),
      '403 InvalidSignatureException',
    ],
    [
      'no signature',
      (url: string) => url.replace(/&X-Amz-Signature=[0-9a-f]+/, ''),
      '400 IncompleteSignatureException',
    ],
    ['nothing of it', (url: string) => url.replace(/\?.*/, ''), '403 MissingAuthenticationTokenException'],
  ])('does not hold for %s', async (_what, change, expected) => {
    expect(await connect({}, change)).toBe(expected);
  });
});
