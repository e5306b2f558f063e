import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  InvalidEventPatternException,
  ListRulesCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StateMachineAlreadyExists,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../../src/verify/client.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

describe('the AWS SDK for JavaScript against the endpoint', () => {
  let stack: StackForTest;
  let config: { endpoint: string; region: string; credentials: typeof credentials };
  let open: Client[] = [];

  beforeAll(async () => {
    stack = await startForTest();
    config = { endpoint: stack.endpointUrl, region: stack.region, credentials };
  });
  afterEach(async () => {
    for (const client of open) await client.close();
    open = [];
  });
  afterAll(() => stack?.close());

  async function connect(): Promise<{ client: Client; connectionId: string }> {
    const client = await Client.open(stack.webSocketAPIurl, 5_000);
    open.push(client);
    const { body } = await client.setPattern({ source: ['sdk'] });
    return { client, connectionId: String(body['connectionId']) };
  }

  describe('EventBridge', () => {
    it('puts events that arrive, and tells of each entry that is refused', async () => {
      const { client } = await connect();
      const answer = await new EventBridgeClient(config).send(
        new PutEventsCommand({
          Entries: [
            { EventBusName: stack.eventBusName, Source: 'sdk', DetailType: 'first', Detail: '{"a":1}' },
            { EventBusName: stack.eventBusName, Source: 'sdk', DetailType: 'broken', Detail: '{' },
          ],
        }),
      );
      expect(answer.FailedEntryCount).toBe(1);
      expect(answer.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.Entries?.[1]).toEqual({
        ErrorCode: 'MalformedDetail',
        ErrorMessage: 'Detail is malformed.',
      });
      const { body } = await client.takeEvent('first');
      expect(body['id']).toBe(answer.Entries?.[0]?.EventId);
    });

    it('tests a pattern, and throws the modelled exception for one that is not valid', async () => {
      const client = new EventBridgeClient(config);
      const Event = JSON.stringify({
        id: '1',
        account: '000000000000',
        source: 'sdk',
        time: '2026-01-01T00:00:00Z',
        region: 'us-east-1',
        resources: [],
        'detail-type': 'x',
        detail: {},
      });
      const test = (EventPattern: string) =>
        client.send(new TestEventPatternCommand({ Event, EventPattern }));
      expect((await test('{"source":["sdk"]}')).Result).toBe(true);
      expect((await test('{"source":["other"]}')).Result).toBe(false);
      await expect(test('{"source":"sdk"}')).rejects.toBeInstanceOf(InvalidEventPatternException);
    });

    it('refuses eleven entries as AWS does', async () => {
      const entry = { Source: 'sdk', DetailType: 'x', Detail: '{}' };
      const eleven = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) });
      await expect(new EventBridgeClient(config).send(eleven)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining("at 'entries' failed to satisfy constraint"),
      });
    });

    it('lists the rule of the template', async () => {
      const { Rules } = await new EventBridgeClient(config).send(
        new ListRulesCommand({ EventBusName: stack.eventBusName }),
      );
      expect(Rules).toHaveLength(1);
      expect(Rules?.[0]).toMatchObject({ State: 'ENABLED', EventBusName: stack.eventBusName });
    });
  });

  describe('Step Functions', () => {
    it('runs a machine of the template', async () => {
      const client = new SFNClient({ ...config, disableHostPrefix: true });
      const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
      const subscribe = stateMachines.find(({ name }) => name?.includes('Subscribe'));
      expect(subscribe?.type).toBe('EXPRESS');
      const stateMachineArn = subscribe?.stateMachineArn;
      const { definition } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
      expect(JSON.parse(definition ?? '')).toHaveProperty('StartAt');
      const run = await client.send(
        new StartSyncExecutionCommand({
          stateMachineArn,
          input: '{"connectionId":"none","pattern":"{\\"source\\":5}"}',
        }),
      );
      expect(run.startDate).toBeInstanceOf(Date);
      expect(['SUCCEEDED', 'FAILED']).toContain(run.status);
    });

    it('creates a machine, publishes a version, and runs it by an alias', async () => {
      const client = new SFNClient(config);
      const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
      const { stateMachineArn: existing } = stateMachines[0] ?? {};
      const { roleArn } = await client.send(new DescribeStateMachineCommand({ stateMachineArn: existing }));
      const definition = '{"StartAt":"P","States":{"P":{"Type":"Pass","Result":1,"End":true}}}';
      const request = { name: 'Made', definition, roleArn, publish: true };
      const created = await client.send(new CreateStateMachineCommand(request));
      const { stateMachineAliasArn } = await client.send(
        new CreateStateMachineAliasCommand({
          name: 'LIVE',
          routingConfiguration: [{ stateMachineVersionArn: created.stateMachineVersionArn, weight: 100 }],
        }),
      );
      const { executionArn } = await client.send(
        new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
      );
      const describe = () => client.send(new DescribeExecutionCommand({ executionArn }));
      await expect.poll(describe).toMatchObject({ status: 'SUCCEEDED', output: '1', stateMachineAliasArn });
      const other = { ...request, definition: definition.replace('1', '2') };
      await expect(client.send(new CreateStateMachineCommand(other))).rejects.toBeInstanceOf(
        StateMachineAlreadyExists,
      );
      await client.send(new DeleteStateMachineCommand({ stateMachineArn: created.stateMachineArn }));
    });

    it('throws the modelled exception for a machine that does not exist', async () => {
      const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:none';
      const client = new SFNClient(config);
      await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toBeInstanceOf(
        StateMachineDoesNotExist,
      );
    });
  });

  describe('DynamoDB', () => {
    it('shows a row for each connection, and none after it has left', async () => {
      const client = new DynamoDBClient(config);
      const { TableNames = [] } = await client.send(new ListTablesCommand({}));
      const rows = async (): Promise<number> =>
        (await client.send(new ScanCommand({ TableName: TableNames[0] as string }))).Count ?? -1;
      const before = await rows();
      const { client: webSocket } = await connect();
      expect(await rows()).toBe(before + 1);
      await webSocket.close();
      await expect.poll(rows).toBe(before);
    });
  });

  describe('the API Gateway Management API', () => {
    const management = (): ApiGatewayManagementApiClient =>
      new ApiGatewayManagementApiClient({
        ...config,
        endpoint: stack.outputs['webSocketAPICallbackURL'] as string,
      });

    it('posts to a connection, describes it and deletes it', async () => {
      const { client, connectionId: ConnectionId } = await connect();
      await management().send(
        new PostToConnectionCommand({ ConnectionId, Data: '{"type":"by-sdk","text":"é"}' }),
      );
      expect((await client.takeType('by-sdk')).body['text']).toBe('é');
      const described = await management().send(new GetConnectionCommand({ ConnectionId }));
      expect(described.ConnectedAt).toBeInstanceOf(Date);
      await management().send(new DeleteConnectionCommand({ ConnectionId }));
      await client.closed;
    });

    it('answers 410 for a connection that is gone', async () => {
      const { client, connectionId: ConnectionId } = await connect();
      await client.close();
      await expect
        .poll(() =>
          management()
            .send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))
            .catch((e) => e),
        )
        .toBeInstanceOf(GoneException);
    });

    it('refuses more than 128 KiB', async () => {
      const { connectionId: ConnectionId } = await connect();
      const Data = Buffer.alloc(128 * 1024 + 1, 'x');
      await expect(
        management().send(new PostToConnectionCommand({ ConnectionId, Data })),
      ).rejects.toMatchObject({
        name: 'PayloadTooLargeException',
        $metadata: { httpStatusCode: 413 },
      });
    });
  });

  it('reads from the dead-letter queue an event that is too large for a workflow', async () => {
    const QueueUrl = stack.outputs['deadLetterQueueUrl'] as string;
    const sqs = new SQSClient(config);
    await new EventBridgeClient(config).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: stack.eventBusName,
            Source: 'sdk',
            DetailType: 'too large',
            Detail: JSON.stringify({ filler: 'x'.repeat(300 * 1024) }),
          },
        ],
      }),
    );
    await expect
      .poll(async () => {
        const { Attributes } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
        );
        return Attributes?.['ApproximateNumberOfMessages'];
      })
      .toBe('1');
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
    );
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ 'detail-type': 'too large' });
    expect(Messages?.[0]?.MessageAttributes).toHaveProperty('RULE_ARN');
  });
});
