import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { expect, it } from 'vitest';
import WebSocket from 'ws';
import { LambdalessWebSocket } from '../../src/cdk/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

/** Drives a stack through everything for which it has a permission. */
async function useEverything(stack: StackForTest): Promise<void> {
  const socket = new WebSocket(stack.webSocketAPIurl);
  const replies: string[] = [];
  socket.on('message', (data) => replies.push(String(data)));
  await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
  const send = async (pattern: JsonObject): Promise<JsonObject> => {
    socket.send(JSON.stringify({ action: 'pattern', pattern }));
    await expect.poll(() => replies.length).toBeGreaterThan(0);
    return JSON.parse(replies.shift() ?? '') as JsonObject;
  };
  const put = async (detail: string): Promise<void> => {
    const entry = { EventBusName: stack.eventBusName, Source: 's', DetailType: 't', Detail: detail };
    await stack.call('events:PutEvents', { Entries: [entry] });
    await stack.idle();
  };
  const TableName = stack.outputs['connectionsTableName'] as string;

  const { connectionId } = await send({ source: ['s'] });
  await leaveRow(stack, TableName);
  await put('{}');
  const later = { ':later': { N: String(Date.now() + 1_000_000) } };
  await stack.call('dynamodb:UpdateItem', {
    TableName,
    Key: { scope: { S: 'connections' }, connectionId: { S: connectionId as string } },
    UpdateExpression: 'SET sentAt = :later',
    ExpressionAttributeValues: later,
  });
  await send({ source: ['overtaken'] });
  const works = stack.addFaults({
    operation: 'dynamodb:Query',
    error: { code: 'ResourceNotFoundException', message: 'gone' },
  });
  await put('{}');
  works();
  await put(JSON.stringify({ tooLarge: 'x'.repeat(300_000) }));
  socket.close();
  await new Promise((resolve) => socket.once('close', resolve));
  await stack.idle();
}

/** A row whose connection is gone, and about which EventBridge must be asked. */
async function leaveRow(stack: StackForTest, TableName: string): Promise<void> {
  await stack.call('dynamodb:PutItem', {
    TableName,
    Item: {
      scope: { S: 'connections' },
      connectionId: { S: 'gone=' },
      expiresAt: { N: String(Math.floor(Date.now() / 1000) + 1000) },
      pattern: { S: '{"source":["s"]}' },
      matcher: { S: 'none' },
    },
  });
}

it('every permission that the template grants is used, and no other is asked for', async () => {
  const stack = await startForTest();
  try {
    await useEverything(stack);
    const { granted, denied } = stack.permissions();
    const unused = granted.filter(({ uses, elsewhere }) => uses === 0 && !elsewhere);
    expect(unused.map(({ policy, action }) => `${policy} ${action}`)).toEqual([]);
    expect(denied).toEqual([]);
    expect(granted.length).toBeGreaterThan(15);
  } finally {
    await stack.close();
  }
});

it('the runtime runs a stack with every prop', { timeout: 60_000 }, async () => {
  const parent = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const webSocket = new LambdalessWebSocket(parent, 'WebSocket', {
    accessLogs: true,
    accountCloudWatchRole: true,
    archive: { retention: Duration.days(7) },
    deliveryType: 'standard',
    encryptionKey: new Key(parent, 'Key'),
    executionLogs: true,
    logLevel: 'ALL',
    metrics: true,
    matching: 'testEventPattern',
    throttling: { rateLimit: 1000, burstLimit: 1000 },
    tracing: true,
  });
  webSocket.addAlarms();
  webSocket.addDashboard();
  webSocket.addOutputs();
  const stack = await startForTest({ template: Template.fromStack(parent).toJSON() });
  try {
    await useEverything(stack);
    const { granted, denied } = stack.permissions();
    const unused = granted.filter(({ uses, elsewhere }) => uses === 0 && !elsewhere);
    // With it API Gateway writes its own logs, which do not exist here.
    const role = expect.stringMatching(/^WebSocketAccountCloudWatchRole.* sts:AssumeRole$/);
    expect(unused.map(({ policy, action }) => `${policy} ${action}`)).toEqual([role]);
    expect(denied).toEqual([]);
  } finally {
    await stack.close();
  }
});
