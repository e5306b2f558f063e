import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../src/core/errors.ts';
import type { Call } from '../../src/core/operations.ts';
import { type Harness, harness } from '../services/harness.ts';
import { serveAws, type TestServer } from './serve-aws.ts';

let host: Harness;
let server: TestServer;

beforeAll(async () => {
  host = harness();
  host.stub('events:Echo', (input) => input);
  host.stub('dynamodb:Echo', (input) => input);
  host.stub('events:Fail', () => {
    throw new AwsError('ResourceNotFoundException', 'gone', 400, { Extra: 1 });
  });
  host.stub('states:Fail', () => {
    throw new AwsError('ExecutionDoesNotExist', 'gone');
  });
  host.stub('dynamodb:Fail', ({ Code }) => {
    throw new AwsError(String(Code), 'no', 400);
  });
  host.stub('sqs:Fail', () => {
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  });
  host.stub('events:Break', () => {
    throw new TypeError('a defect');
  });
  server = await serveAws(host.operations);
});
afterAll(() => server.close());

describe('an answer', () => {
  it('has the type of its service, an id, and every number as it was', async () => {
    const body = '{"n":12345678901234567890,"text":"ü"}';
    const response = await server.post('AWSEvents.Echo', body);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-amz-crc32')).toBeNull();
    expect(await response.text()).toBe(body);
  });

  it('of DynamoDB has a checksum', async () => {
    const response = await server.post('DynamoDB_20120810.Echo', '{"a":1}');
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(response.headers.get('x-amz-crc32')).toBe('1444654255');
  });

  it('to an empty body is that to no members', async () => {
    expect(await (await server.post('AWSEvents.Echo', '')).text()).toBe('{}');
  });
});

describe('an error', () => {
  it.each([
    ['AWSEvents.Fail', '{}', 'ResourceNotFoundException', { message: 'gone', Extra: 1 }],
    [
      'AWSStepFunctions.Fail',
      '{}',
      'com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist',
      { message: 'gone' },
    ],
    [
      'DynamoDB_20120810.Fail',
      '{"Code":"ResourceInUseException"}',
      'com.amazonaws.dynamodb.v20120810#ResourceInUseException',
      {},
    ],
    [
      'DynamoDB_20120810.Fail',
      '{"Code":"ValidationException"}',
      'com.amazon.coral.validate#ValidationException',
      {},
    ],
    [
      'AWSEvents.Nothing',
      '{}',
      'UnknownOperationException',
      { message: "The operation 'events:Nothing' is not implemented here." },
    ],
    [
      'Nobody.Nothing',
      '{}',
      'UnknownOperationException',
      { message: "The operation 'Nobody.Nothing' is not implemented here." },
    ],
    ['__proto__.x', '{}', 'UnknownOperationException', {}],
    ['AWSEvents.Echo', '{', 'SerializationException', { message: 'The request body is not valid JSON.' }],
    ['AWSEvents.Echo', '[]', 'SerializationException', {}],
    ['AWSEvents.Echo', '\uFEFFx', 'SerializationException', {}],
  ])('%s %s', async (target, body, __type, more) => {
    const response = await server.post(target, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type, ...more });
    expect(response.headers.get('x-amzn-errortype')).toBe(__type.replace(/^.*#/, ''));
  });

  it('of SQS says its code in the Query protocol', async () => {
    const response = await server.post('AmazonSQS.Fail', '{}');
    expect(response.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(await response.json()).toEqual({
      __type: 'com.amazonaws.sqs#QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });

  it('of ours is answered with 500, and told of', async () => {
    const response = await server.post('AWSEvents.Break', '{}');
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ __type: 'InternalFailure' });
    expect(server.failures.splice(0)).toEqual([new TypeError('a defect')]);
  });
});

describe('a request', () => {
  it('larger than 16 MiB is refused', async () => {
    const response = await server.post('AWSEvents.Echo', `"${'x'.repeat(16 * 1024 * 1024)}"`);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  });

  it('is aborted when its client goes away', async () => {
    const gone = new AbortController();
    const started = new Promise<Call>((resolve) => {
      host.stub('events:Wait', () => new Promise(() => resolve(host.calls.at(-1)?.call as Call)));
    });
    const asking = fetch(server.origin, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSEvents.Wait' },
      signal: gone.signal,
    });
    const { signal } = await started;
    gone.abort();
    await expect(asking).rejects.toThrow();
    await new Promise<void>((resolve) => {
      if (signal?.aborted) resolve();
      else signal?.addEventListener('abort', () => resolve());
    });
    expect(signal?.aborted).toBe(true);
  });

  it("of any bytes for any target is answered as the client's fault", async () => {
    const target = fc.oneof(
      fc.constant('AWSEvents.Echo'),
      fc.stringMatching(/^[!-~]{1,40}$/),
      fc
        .tuple(
          fc.constantFrom('AWSEvents', 'DynamoDB_20120810', 'AmazonSQS'),
          fc.stringMatching(/^[A-Za-z.]{0,20}$/),
        )
        .map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(target, fc.uint8Array({ maxLength: 200 }), async (name, body) => {
        const response = await fetch(server.origin, {
          method: 'POST',
          headers: { 'X-Amz-Target': name },
          body,
        });
        expect([200, 400]).toContain(response.status);
        await response.json();
      }),
      { numRuns: 200 },
    );
    expect(server.failures).toEqual([]);
  });
});
