import type { DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolveTarget } from '../../src/client/target.ts';
import { type Bus, type ConnectOptions, connect } from '../../src/testing/index.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

/** What AWS would have been asked, and by a client made how. */
interface Request {
  readonly service: string;
  readonly config: object;
  readonly input: object;
}
const requests: Request[] = [];
let outputs: Readonly<Record<string, string>> = {};
let failure: Error | undefined;

function recorder(service: string, answer: (input: object) => object): new (config: object) => object {
  return class {
    private readonly config: object;
    constructor(config: object) {
      this.config = config;
    }
    async send({ input }: { input: object }): Promise<object> {
      requests.push({ service, config: this.config, input });
      if (failure) throw failure;
      return answer(input);
    }
  };
}

function describeStacks(): Partial<DescribeStacksCommandOutput> {
  const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  return { Stacks: [{ StackName: 'Live', CreationTime: undefined, StackStatus: undefined, Outputs }] };
}

describe('a deployed stack', () => {
  beforeEach(() => {
    requests.length = 0;
    failure = undefined;
    outputs = {
      LiveWebSocketAPIurl1: 'wss://abc123.execute-api.eu-west-1.amazonaws.com/live',
      LiveEventBusName: 'orders',
    };
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.doMock('@aws-sdk/client-cloudformation', async (original) => ({
      ...(await original<object>()),
      CloudFormationClient: recorder('cloudformation', describeStacks),
    }));
    vi.doMock('@aws-sdk/client-eventbridge', async (original) => ({
      ...(await original<object>()),
      EventBridgeClient: recorder('events', () => ({ Entries: [{ EventId: 'id-1' }] })),
    }));
  });
  afterEach(() => {
    vi.doUnmock('@aws-sdk/client-cloudformation');
    vi.doUnmock('@aws-sdk/client-eventbridge');
    vi.unstubAllEnvs();
  });

  it('is found by its name, and events are put on its bus, with the same profile and region', async () => {
    const bus = await connect({ stack: 'Live', region: 'eu-west-1', profile: 'dev' });
    expect(bus).toMatchObject({
      url: 'wss://abc123.execute-api.eu-west-1.amazonaws.com/live',
      eventBusName: 'orders',
    });
    expect(await bus.put({ source: 'shop', detailType: 'Ordered', detail: { n: 1 } })).toEqual(['id-1']);
    const config = { region: 'eu-west-1', profile: 'dev' };
    expect(requests).toEqual([
      { service: 'cloudformation', config, input: { StackName: 'Live' } },
      {
        service: 'events',
        config,
        input: {
          Entries: [{ EventBusName: 'orders', Source: 'shop', DetailType: 'Ordered', Detail: '{"n":1}' }],
        },
      },
    ]);
    await bus.close();
  });

  it('is signed for afresh at each connection, for the region of its URL', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] });
    const { signedUrl } = await resolveTarget({ stack: 'Live', region: 'us-east-1' });
    const first = new URL(await signedUrl());
    vi.setSystemTime(Date.UTC(2026, 0, 1, 1));
    const second = new URL(await signedUrl());
    vi.useRealTimers();
    expect(first.searchParams.get('X-Amz-Credential')).toBe(
      'AKIDEXAMPLE/20260101/eu-west-1/execute-api/aws4_request',
    );
    expect(first.searchParams.get('X-Amz-Date')).toBe('20260101T000000Z');
    expect(second.searchParams.get('X-Amz-Date')).toBe('20260101T010000Z');
  });

  it('may have its events put on another bus', async () => {
    const bus = await connect({ stack: 'Live', eventBusName: 'other' });
    await bus.put({ source: 'shop', detailType: 'Ordered' });
    expect(requests.at(-1)?.input).toMatchObject({ Entries: [{ EventBusName: 'other' }] });
  });

  it('has to have the output of the contract', async () => {
    outputs = { BucketName: 'b' };
    await expect(connect({ stack: 'Live' })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining('stack Live has no output webSocketAPIurl'),
    });
  });

  it.each([
    [
      'Stack with id Live does not exist',
      /Live does not exist\. Is it in this account, and in this --region\?/,
    ],
    ['Region is missing', /Region is missing\. Give --region or --profile, or set AWS_REGION\./],
    ['The SSO session associated with this profile has expired.', /has expired\. Run `aws sso login`\./],
    ['The security token included in the request is expired', /is expired\. Renew them/],
    ['Could not load credentials from any providers', /any providers\. Give --profile, or set AWS_PROFILE/],
    ['User: arn:… is not authorized to perform: cloudformation:DescribeStacks', /DescribeStacks$/],
  ])('cannot be found: %s', async (message, expected) => {
    failure = new Error(message);
    await expect(connect({ stack: 'Live' })).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      message: expect.stringMatching(expected),
    });
  });
});

describe('a stack on this machine', () => {
  let stack: StackForTest;
  let bus: Bus | undefined;
  beforeAll(async () => {
    stack = await startForTest({ verifySignatures: true });
  });
  afterEach(() => bus?.close());
  afterAll(() => stack?.close());

  it.each([
    ['its name, as CloudFormation knows it', (): ConnectOptions => ({ stack: 'Lambdaless' })],
    ['its URL', (): ConnectOptions => ({ url: stack.webSocketAPIurl })],
    ['nothing but its endpoint', (): ConnectOptions => ({})],
  ])('is found by %s', async (_name, options) => {
    const connected = await connect({ ...options(), endpointUrl: stack.endpointUrl, sign: true });
    bus = connected;
    const event = await connected.expectEvent<{ n: number }>(
      { source: ['connected'] },
      {
        within: '5s',
        after: () => connected.put({ source: 'connected', detailType: 'x', detail: { n: 1 } }),
      },
    );
    expect(event.detail.n).toBe(1);
  });

  it('says which URL is none', async () => {
    await expect(connect({ url: stack.endpointUrl })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    await expect(connect({ endpointUrl: 'here' })).rejects.toThrow('here is not an endpoint URL');
  });

  it('says what the bus refuses', async () => {
    const connected = await connect({ endpointUrl: stack.endpointUrl, sign: true });
    bus = connected;
    await expect(connected.put({ source: 'aws.ec2', detailType: 'x' })).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      message: expect.stringContaining('NotAuthorizedForSource'),
    });
  });
});
