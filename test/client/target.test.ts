import { once } from 'node:events';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EventStream } from '../../src/client/event-stream.ts';
import { resolveTarget } from '../../src/client/target.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

const AWS_URL = 'wss://abc123.execute-api.eu-west-1.amazonaws.com/live';

describe('a target', () => {
  afterEach(() => vi.unstubAllEnvs());

  function credentials(): void {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_REGION', '');
    vi.stubEnv('AWS_DEFAULT_REGION', '');
  }
  const signed = async (options: Parameters<typeof resolveTarget>[0]): Promise<URL> =>
    new URL(await (await resolveTarget(options)).signedUrl());

  it.each([
    ['an API on AWS, for its own region', { url: AWS_URL, region: 'us-east-1' }, '/eu-west-1/execute-api/'],
    [
      'a custom domain, when told',
      { url: 'wss://live.example.com', sign: true, region: 'eu-north-1' },
      '/eu-north-1/',
    ],
    ['a runtime on this machine, when told', { url: 'ws://127.0.0.1:9/live', sign: true }, 'test/'],
  ])('is signed for: %s', async (_name, options, scope) => {
    credentials();
    const url = await signed(options);
    expect(url.searchParams.get('X-Amz-Credential')).toContain(scope);
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(url.host).toBe(new URL(options.url).host);
  });

  it.each([
    ['a custom domain', 'wss://live.example.com/'],
    ['a runtime on this machine', 'ws://127.0.0.1:9/live'],
    ['a URL that carries a signature', `${AWS_URL}?X-Amz-Signature=abc`],
  ])('is used as it is: %s', async (_name, url) => {
    expect((await signed({ url })).href).toBe(url);
  });

  it('asks for the region of a custom domain', async () => {
    credentials();
    await expect(resolveTarget({ url: 'wss://live.example.com', sign: true })).rejects.toThrow(
      'give the --region in which live.example.com is, to sign for it',
    );
  });

  it('is a URL or a stack, not both', async () => {
    await expect(resolveTarget({ url: AWS_URL, stack: 'Lambdaless' })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
  });
});

describe('a runtime that verifies signatures', () => {
  let stack: StackForTest;
  let events: EventStream | undefined;
  beforeAll(async () => {
    stack = await startForTest({ verifySignatures: true });
  });
  afterEach(() => events?.close());
  afterAll(() => stack?.close());

  it('refuses a client that does not sign', async () => {
    const { signedUrl } = await resolveTarget({ url: stack.webSocketAPIurl });
    events = new EventStream({ url: signedUrl });
    await expect(events.open()).rejects.toThrow(/HTTP 403: the request is not signed/);
  });

  it('accepts one that does, again after the connection is lost, with another signature', async () => {
    const { signedUrl } = await resolveTarget({ endpointUrl: stack.endpointUrl, sign: true });
    let signatures = 0;
    const url = (): Promise<string> => {
      signatures++;
      return signedUrl();
    };
    events = new EventStream({ url, pattern: '{"source":["a"]}', backoff: { baseMs: 5 } });
    const accepted = once(events, 'accepted');
    await events.open();
    const [, connectionId] = await accepted;
    const again = once(events, 'accepted');
    await disconnect(stack, connectionId as string);
    await again;
    expect(signatures).toBe(2);
  });
});

/** As an operator does it: DELETE @connections, signed. */
async function disconnect(stack: StackForTest, ConnectionId: string): Promise<void> {
  const management = new ApiGatewayManagementApiClient({
    endpoint: stack.outputs['webSocketAPICallbackURL'] as string,
    region: stack.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await management.send(new DeleteConnectionCommand({ ConnectionId }));
}
