import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import WebSocket from 'ws';
import { LambdalessWebSocket } from '../../src/cdk/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { startForTest } from '../support/stack.ts';

it('on the runtime, the workflow writes what it did to its log stream, and may', {
  timeout: 120_000,
}, async () => {
  const parent = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const webSocket = new LambdalessWebSocket(parent, 'WebSocket', { metrics: true });
  webSocket.addOutputs();
  const stack = await startForTest({ template: Template.fromStack(parent).toJSON() });
  try {
    const socket = new WebSocket(stack.webSocketAPIurl);
    await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
    socket.send('{"action":"pattern","pattern":{"source":["s"]}}');
    await new Promise((resolve) => socket.once('message', resolve));
    stack.resetMeter();
    await stack.call('events:PutEvents', {
      Entries: [{ EventBusName: stack.eventBusName, Source: 's', DetailType: 't', Detail: '{}' }],
    });
    await stack.idle();
    socket.close();

    const streams = stack.model.ofType('AWS::Logs::LogStream');
    const [{ properties, ref } = {} as (typeof streams)[number]] = streams;
    const { events } = (await stack.call('logs:GetLogEvents', {
      logGroupName: properties.LogGroupName,
      logStreamName: ref,
    })) as { events: { message: string }[] };
    const [report] = events.map(({ message }) => JSON.parse(message) as JsonObject);
    const machine = stack.outputs['deliverStateMachineArn']?.split(':').at(-1);
    expect(report).toMatchObject({ StateMachine: machine, Delivered: 1, Oversize: 0, Connections: 1 });
    expect(stack.metered()['logs.ingested.bytes']).toBeLessThan(400);
    expect(stack.permissions().denied).toEqual([]);
  } finally {
    await stack.close();
  }
});
