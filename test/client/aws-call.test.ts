import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsCaller } from '../../src/client/aws-call.ts';
import { awsCallerFor } from '../../src/client/stack-apis.ts';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

let sent: Sent[];
let answer: Response;

beforeEach(() => {
  sent = [];
  answer = new Response('{}');
  vi.stubGlobal('fetch', async (url: string, init: Omit<Sent, 'url'>) => {
    sent.push({ url, ...init });
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
const caller = (region = 'eu-west-1', endpointUrl?: string): AwsCaller =>
  new AwsCaller({ region, credentials, ...(endpointUrl && { endpointUrl }) });

describe('a call', () => {
  it.each([
    ['events', 'ListRules', 'eu-west-1', 'https://events.eu-west-1.amazonaws.com/', 'AWSEvents.ListRules'],
    [
      'states',
      'TestState',
      'eu-west-1',
      'https://sync-states.eu-west-1.amazonaws.com/',
      'AWSStepFunctions.TestState',
    ],
    [
      'dynamodb',
      'ListTables',
      'cn-north-1',
      'https://dynamodb.cn-north-1.amazonaws.com.cn/',
      'DynamoDB_20120810.ListTables',
    ],
    [
      'logs',
      'GetLogEvents',
      'us-gov-west-1',
      'https://logs.us-gov-west-1.amazonaws.com/',
      'Logs_20140328.GetLogEvents',
    ],
  ] as const)('to %s %s in %s goes to %s', async (service, operation, region, url, target) => {
    await caller(region).call(service, operation, { Limit: 1 });
    expect(sent).toMatchObject([
      { url, method: 'POST', headers: { 'x-amz-target': target }, body: '{"Limit":1}' },
    ]);
    expect(sent[0]?.headers['authorization']).toContain(`/${region}/${service}/aws4_request`);
  });

  it('goes to an endpoint that is given, text as it is, and unsigned if told so', async () => {
    await caller('us-east-1', 'http://127.0.0.1:1/').call('sqs', 'ListQueues', 'no json', { unsigned: true });
    expect(sent).toMatchObject([{ url: 'http://127.0.0.1:1/', body: 'no json' }]);
    expect(sent[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each<[string, Response, object]>([
    ['an answer', new Response('{"Rules":[]}'), { status: 200, body: { Rules: [] }, type: '', message: '' }],
    ['an empty answer', new Response(''), { status: 200, body: {}, code: '' }],
    [
      'an error with a namespace',
      new Response('{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"}', { status: 400 }),
      {
        status: 400,
        type: 'com.amazonaws.sqs#QueueDoesNotExist',
        code: 'QueueDoesNotExist',
        message: 'no',
      },
    ],
    [
      'an error without one',
      new Response('{"__type":"ValidationException","Message":"no"}', { status: 400 }),
      { code: 'ValidationException', message: 'no' },
    ],
  ])('reads %s', async (_what, response, expected) => {
    answer = response;
    expect(await caller().call('sqs', 'GetQueueUrl', {})).toMatchObject(expected);
  });

  it('to a connection is signed for execute-api', async () => {
    answer = new Response('{"message":"Gone"}', { status: 410 });
    const url = 'https://abc.execute-api.eu-west-1.amazonaws.com/live/@connections/L0%3D';
    expect(await caller().http('POST', url, 'late')).toEqual({ status: 410, text: '{"message":"Gone"}' });
    expect(sent).toMatchObject([{ url, method: 'POST', body: 'late' }]);
    expect(sent[0]?.headers['authorization']).toContain('/eu-west-1/execute-api/aws4_request');
  });
});

describe('who calls', () => {
  it('is anybody at a local endpoint', async () => {
    const local = await awsCallerFor('ws://127.0.0.1:4650/a/live', { endpointUrl: 'http://127.0.0.1:4650' });
    await local?.call('events', 'ListRules', {});
    expect(sent[0]?.headers['authorization']).toContain('Credential=test/');
  });

  it('calls in the region of the URL', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const url = 'wss://abc.execute-api.ap-south-1.amazonaws.com/live';
    await (await awsCallerFor(url, {}))?.call('events', 'ListRules', {});
    vi.unstubAllEnvs();
    expect(sent[0]?.url).toBe('https://events.ap-south-1.amazonaws.com/');
  });
});
