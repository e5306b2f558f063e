import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCloudFormation } from '../../src/services/cloudformation/index.ts';
import { createSqs } from '../../src/services/sqs/index.ts';
import { createSts } from '../../src/services/sts/index.ts';
import { type Harness, harness, modelOf } from '../services/harness.ts';
import { serveAws, type TestServer } from './serve-aws.ts';

let host: Harness;
let server: TestServer;

beforeAll(async () => {
  host = harness();
  const model = modelOf(host.environment, {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
  });
  const outputs = [
    { key: 'url', value: 'https://sqs.us-east-1.amazonaws.com/123456789012/work', description: 'a < b' },
  ];
  host.serve(createSqs(model, host), createSts(host), createCloudFormation({ ...model, outputs }, host));
  server = await serveAws(host.operations);
});
afterAll(() => server.close());

const sqs = (Action: string, more: Record<string, string> = {}, path?: string) =>
  server.postForm({ Action, Version: '2012-11-05', ...more }, path);
const QUEUE = '/123456789012/work';

describe('SQS', () => {
  it('takes lists, maps and entries of batches out of a form', async () => {
    await sqs('SendMessageBatch', {
      QueueUrl: `http://localhost${QUEUE}`,
      'SendMessageBatchRequestEntry.1.Id': 'a',
      'SendMessageBatchRequestEntry.1.MessageBody': 'one',
      'SendMessageBatchRequestEntry.2.Id': 'b',
      'SendMessageBatchRequestEntry.2.MessageBody': 'two',
      'SendMessageBatchRequestEntry.2.MessageAttribute.1.Name': 'kind',
      'SendMessageBatchRequestEntry.2.MessageAttribute.1.Value.DataType': 'String',
      'SendMessageBatchRequestEntry.2.MessageAttribute.1.Value.StringValue': 'second',
    });
    expect(host.calls.at(-1)?.input).toEqual({
      QueueUrl: `http://localhost${QUEUE}`,
      Entries: [
        { Id: 'a', MessageBody: 'one' },
        {
          Id: 'b',
          MessageBody: 'two',
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'second' } },
        },
      ],
    });
    await sqs('PurgeQueue', {}, QUEUE);
  });

  it('makes queues with attributes and tags, and tells them', async () => {
    const made = await sqs('CreateQueue', {
      QueueName: 'made.fifo',
      'Attribute.1.Name': 'FifoQueue',
      'Attribute.1.Value': 'true',
      'Attribute.2.Name': 'VisibilityTimeout',
      'Attribute.2.Value': '5',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'a',
    });
    expect(host.calls.at(-1)?.input).toEqual({
      QueueName: 'made.fifo',
      Attributes: { FifoQueue: 'true', VisibilityTimeout: '5' },
      tags: { team: 'a' },
    });
    expect(await made.text()).toContain('/123456789012/made.fifo</QueueUrl>');
    const path = '/123456789012/made.fifo';
    expect(await (await sqs('ListQueueTags', {}, path)).text()).toContain(
      '<ListQueueTagsResult><Tag><Key>team</Key><Value>a</Value></Tag></ListQueueTagsResult>',
    );
    await sqs('UntagQueue', { 'TagKey.1': 'team' }, path);
    expect(host.calls.at(-1)?.input).toMatchObject({ TagKeys: ['team'] });
    await sqs('DeleteQueue', {}, path);
    expect((await sqs('GetQueueUrl', { QueueName: 'made.fifo' })).status).toBe(400);
  });

  it('answers in XML, to the queue that the path names', async () => {
    await sqs('SendMessage', { MessageBody: 'a<b>&"c"\r\n' }, QUEUE);
    const response = await sqs('ReceiveMessage', { 'AttributeName.1': 'ApproximateReceiveCount' }, QUEUE);
    expect(response.headers.get('content-type')).toBe('text/xml');
    const xml = (await response.text()).replace(/(<(?:MessageId|ReceiptHandle|RequestId)>)[^<]+/g, '$1…');
    expect(xml).toBe(
      '<?xml version="1.0"?>\n' +
        '<ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult><Message>' +
        '<MessageId>…</MessageId><ReceiptHandle>…</ReceiptHandle><MD5OfBody>9b071808cd2c6f0427a2905c9c7b5584</MD5OfBody>' +
        '<Body>a&lt;b&gt;&amp;&quot;c&quot;&#13;\n</Body>' +
        '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>' +
        '</Message></ReceiveMessageResult><ResponseMetadata><RequestId>…</RequestId></ResponseMetadata></ReceiveMessageResponse>',
    );
  });

  it('gives queue URLs at the address that the client used', async () => {
    const url = `<QueueUrl>${server.origin}${QUEUE}</QueueUrl>`;
    expect(await (await sqs('GetQueueUrl', { QueueName: 'work' })).text()).toContain(url);
    expect(await (await sqs('ListQueues')).text()).toContain(`<ListQueuesResult>${url}</ListQueuesResult>`);
  });

  it('says errors with the codes of this protocol', async () => {
    const response = await sqs('GetQueueUrl', { QueueName: 'nope' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(
      '<Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>' +
        '<Message>The specified queue does not exist.</Message></Error>',
    );
  });
});

describe('other services', () => {
  it('STS says who one is', async () => {
    const response = await server.postForm({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
    expect(await response.text()).toContain('<Arn>arn:aws:iam::123456789012:root</Arn>');
  });

  it('CloudFormation describes the stack, with times and local addresses', async () => {
    const form = { Action: 'DescribeStacks', Version: '2010-05-15', StackName: 'Test' };
    const xml = await (await server.postForm(form)).text();
    expect(xml).toContain('<CreationTime>2026-01-01T00:00:00.000Z</CreationTime>');
    expect(xml).toContain(
      `<Outputs><member><OutputKey>url</OutputKey><OutputValue>${server.origin}${QUEUE}</OutputValue>` +
        '<Description>a &lt; b</Description></member></Outputs>',
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['an unknown action', { Action: 'Fly', Version: '2012-11-05' }],
    ['an unknown version', { Action: 'ListQueues', Version: '1999-01-01' }],
    ['a name of Object', { Action: 'ListQueues', Version: 'constructor' }],
    ['no action', { Version: '2012-11-05' }],
    ['nothing', {}],
  ])('%s', async (_what, form) => {
    const response = await server.postForm(form as Record<string, string>);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidAction</Code>');
  });

  it('is said in characters that XML has', async () => {
    const response = await server.postForm({ Action: '<\u0000\ud800>', Version: '2012-11-05' });
    expect(await response.text()).toContain('The action &lt;\ufffd\ufffd&gt; is not valid');
  });

  it('any form is answered, and breaks nothing', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        'QueueUrl',
        'AttributeName.1',
        'SendMessageBatchRequestEntry',
        'MessageAttribute.1.Name',
        '__proto__.x',
        'constructor.prototype.y',
        '..',
      ),
      fc.string({ maxLength: 20 }),
    );
    const action = fc.constantFrom(
      'SendMessage',
      'ReceiveMessage',
      'SendMessageBatch',
      'GetQueueAttributes',
      'ListQueues',
    );
    await fc.assert(
      fc.asyncProperty(action, fc.dictionary(name, fc.string({ maxLength: 20 })), async (Action, form) => {
        const response = await sqs(Action, form, QUEUE);
        expect([200, 400]).toContain(response.status);
        await response.text();
      }),
      { numRuns: 200 },
    );
    expect(server.failures).toEqual([]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
