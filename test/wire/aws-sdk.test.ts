import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createCloudFormation } from '../../src/services/cloudformation/index.ts';
import { createDynamoDb } from '../../src/services/dynamodb/index.ts';
import { createEvents } from '../../src/services/events/index.ts';
import { createSqs } from '../../src/services/sqs/index.ts';
import { harness, modelOf } from '../services/harness.ts';
import { serveAws, type TestServer } from './serve-aws.ts';

/** The clients of AWS's own SDK judge what the wire offers: its parsers, checksums and exception classes. */
let server: TestServer;
let config: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

beforeAll(async () => {
  const host = harness();
  const environment = { ...host.environment, clock: systemClock };
  const model = {
    ...modelOf(environment, {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
    }),
    outputs: [{ key: 'url', value: 'wss://api/prod' }],
  };
  const services = [createEvents, createDynamoDb, createSqs, createCloudFormation];
  host.serve(...services.map((create) => create(model, { ...host, environment })));
  server = await serveAws(host.operations, { localize: (text) => text.replace('wss://api', 'ws://local') });
  config = {
    endpoint: server.origin,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
});
afterAll(() => server.close());

describe('EventBridge', () => {
  it('puts events, adds a rule, and tells what there is', async () => {
    const events = new EventBridgeClient(config);
    const sqs = new SQSClient(config);
    const { RuleArn } = await events.send(
      new PutRuleCommand({ Name: 'all', EventPattern: '{"version":["0"]}', Description: 'everything' }),
    );
    expect(RuleArn).toBe('arn:aws:events:us-east-1:123456789012:rule/all');
    const target = { Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:123456789012:work' };
    await events.send(new PutTargetsCommand({ Rule: 'all', Targets: [target] }));
    expect((await events.send(new ListTargetsByRuleCommand({ Rule: 'all' }))).Targets).toEqual([target]);
    expect(await events.send(new DescribeRuleCommand({ Name: 'all' }))).toMatchObject({
      State: 'ENABLED',
      CreatedBy: '123456789012',
      Description: 'everything',
    });
    const detail = '{"big":12345678901234567890}';
    const answer = await events.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'shop', DetailType: 'Order', Detail: detail, Time: new Date('2026-01-02T03:04:05.678Z') },
          { Source: 'shop', DetailType: 'Order' },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[1]).toMatchObject({ ErrorCode: 'InvalidArgument' });
    const QueueUrl = `${server.origin}/123456789012/work`;
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    expect(Messages?.[0]?.Body).toBe(
      `{"version":"0","id":"${answer.Entries?.[0]?.EventId}","detail-type":"Order","source":"shop",` +
        `"account":"123456789012","time":"2026-01-02T03:04:05Z","region":"us-east-1","resources":[],"detail":${detail}}`,
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
  });

  it('reads times as dates', async () => {
    const { CreationTime } = await new EventBridgeClient(config).send(new DescribeEventBusCommand({}));
    expect(CreationTime).toBeInstanceOf(Date);
  });

  it('throws the exceptions of the service', async () => {
    const events = new EventBridgeClient(config);
    const failure = await events.send(new DescribeEventBusCommand({ Name: 'nope' })).catch((error) => error);
    expect(failure).toBeInstanceOf(ResourceNotFoundException);
    expect(failure.message).toBe('Event bus nope does not exist.');
    expect(failure.$metadata).toMatchObject({
      httpStatusCode: 400,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    await expect(
      events.send(new TestEventPatternCommand({ EventPattern: '{"a":1}', Event: '{}' })),
    ).rejects.toBeInstanceOf(InvalidEventPatternException);
  });
});

describe('DynamoDB', () => {
  it('creates a table, writes and reads, with checksums', async () => {
    const dynamodb = new DynamoDBClient(config);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'things',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
    expect(Table?.CreationDateTime).toBeInstanceOf(Date);
    const Item = {
      id: { S: 'ü' },
      bytes: { B: Uint8Array.of(1, 2, 3) },
      n: { N: '1.5' },
      set: { SS: ['a', 'b'] },
    };
    await dynamodb.send(new PutItemCommand({ TableName: 'things', Item }));
    const got = await dynamodb.send(new GetItemCommand({ TableName: 'things', Key: { id: { S: 'ü' } } }));
    expect(got.Item).toEqual(Item);
    const again = new PutItemCommand({
      TableName: 'things',
      Item,
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const failure = await dynamodb.send(again).catch((error) => error);
    expect(failure).toBeInstanceOf(ConditionalCheckFailedException);
    expect(failure.Item).toEqual(Item);
  });

  it('explains why a transaction was cancelled', async () => {
    const dynamodb = new DynamoDBClient(config);
    const check = {
      TableName: 'things',
      Key: { id: { S: 'none' } },
      ConditionExpression: 'attribute_exists(id)',
    };
    const failure = await dynamodb
      .send(new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: check }] }))
      .catch((error) => error);
    expect(failure).toBeInstanceOf(TransactionCanceledException);
    expect(failure.CancellationReasons).toEqual([
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
  });
});

describe('SQS', () => {
  it('finds a queue at the endpoint, sends and receives with digests', async () => {
    const sqs = new SQSClient(config);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'work' }));
    expect(QueueUrl).toBe(`${server.origin}/123456789012/work`);
    const MessageAttributes = { blob: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 3) } };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hällo', MessageAttributes }));
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([{ Body: 'hällo', MessageAttributes }]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
  });

  it('throws the exceptions of the service, with the code of the Query protocol', async () => {
    const failure = await new SQSClient(config)
      .send(new GetQueueUrlCommand({ QueueName: 'nope' }))
      .catch((error) => error);
    expect(failure).toBeInstanceOf(QueueDoesNotExist);
    expect(failure).toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' });
  });
});

describe('CloudFormation', () => {
  it('tells the outputs of the stack, with local addresses', async () => {
    const { Stacks } = await new CloudFormationClient(config).send(
      new DescribeStacksCommand({ StackName: 'Test' }),
    );
    expect(Stacks).toMatchObject([
      {
        StackName: 'Test',
        CreationTime: expect.any(Date),
        Outputs: [{ OutputKey: 'url', OutputValue: 'ws://local/prod' }],
      },
    ]);
  });

  it('does not know a stack of another name', async () => {
    const asked = new CloudFormationClient(config).send(new DescribeStacksCommand({ StackName: 'Other' }));
    await expect(asked).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id Other does not exist',
    });
  });
});
