import { afterEach, describe, expect, it, vi } from 'vitest';
import { destinationOf, publishTo } from '../../src/cli/destination.ts';

const stack = {
  webSocketAPIurl: 'ws://127.0.0.1:4650/a/live',
  eventBusName: 'own',
  outputs: {},
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

function answer(body: object | undefined): string[] {
  const asked: string[] = [];
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ENDPOINT_URL_EVENTBRIDGE', undefined);
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(String(url));
    return body === undefined ? Promise.reject(new Error('refused')) : Response.json(body);
  });
  return asked;
}

describe('where events are put', () => {
  it('is the stack on this machine, if nothing says otherwise', async () => {
    const asked = answer(stack);
    expect(await destinationOf({})).toMatchObject({ endpointUrl: 'http://127.0.0.1:4650', bus: 'own' });
    expect(asked).toEqual(['http://127.0.0.1:4650/_lambdaless/stack']);
  });

  it('is nowhere, if no stack runs there', async () => {
    answer(undefined);
    await expect(destinationOf({})).rejects.toThrow(/nothing runs at http:\/\/127\.0\.0\.1:4650\. Start/);
  });

  it.each([
    [{ bus: 'orders' }],
    [{ region: 'eu-west-1' }],
    [{ profile: 'dev' }],
    [{ endpointUrl: 'http://127.0.0.1:9' }],
  ])('is AWS, or the endpoint, with %j', async (options) => {
    const asked = answer(stack);
    expect(await destinationOf(options)).toEqual({ ...options, onUnknownBus: expect.any(Function) });
    expect(asked).toEqual([]);
  });

  it('is what the environment says', async () => {
    answer(stack);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4566');
    expect(await destinationOf({})).toMatchObject({ endpointUrl: 'http://127.0.0.1:4566' });
  });

  it('is not guessed for a stack whose outputs name no bus', () => {
    const target = { url: 'wss://a.example', signedUrl: async () => '' };
    expect(() => publishTo(target, {})).toThrow(/which bus\? .* --bus/);
    expect(publishTo(target, { bus: 'orders' })).toEqual({ bus: 'orders' });
  });
});
