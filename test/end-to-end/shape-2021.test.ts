import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { type LocalStack, start } from '../../src/index.ts';

/**
 * The shape of 2021: one Standard machine in JSONPath behind every route and the rule, and TestEventPattern asked
 * through a REST API for each connection and event. Every answer to a client comes through `@connections`.
 */
const template = fileURLToPath(new URL('../../src/cost/shapes/2021.template.json', import.meta.url));

let stack: LocalStack;
const clients: Client[] = [];

beforeAll(async () => {
  stack = await start({ template, port: 0 });
});

afterAll(async () => {
  for (const client of clients) client.socket.terminate();
  await stack.close();
});

class Client {
  readonly socket: WebSocket;
  readonly received: unknown[] = [];
  private wake: () => void = () => undefined;

  constructor() {
    this.socket = new WebSocket(stack.webSocketAPIurl as string);
    this.socket.on('message', (data) => {
      this.received.push(JSON.parse(String(data)));
      this.wake();
    });
    clients.push(this);
  }

  static async connected(pattern?: unknown): Promise<Client> {
    const client = new Client();
    await once(client.socket, 'open');
    await rest();
    if (pattern !== undefined) expect(await client.ask(pattern)).toEqual({ message: 'pattern accepted' });
    return client;
  }

  /** Sets a pattern and waits for the answer. */
  async ask(pattern: unknown): Promise<unknown> {
    this.socket.send(JSON.stringify({ action: 'pattern', pattern }));
    return this.next();
  }

  async next(): Promise<unknown> {
    if (this.received.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.received.shift();
  }
}

/** Until every execution has ended. */
async function rest(): Promise<void> {
  const { executions } = (await stack.call('states:ListExecutions', {
    stateMachineArn: stack.outputs['stateMachineArn'] as string,
    statusFilter: 'RUNNING',
  })) as { executions: unknown[] };
  if (executions.length === 0) return;
  await new Promise((resolve) => setTimeout(resolve, 10));
  await rest();
}

async function put(detail: object, source = 'shop'): Promise<void> {
  const Entries = [
    { EventBusName: 'lambdaless-2021', Source: source, DetailType: 'order', Detail: JSON.stringify(detail) },
  ];
  expect(await stack.call('events:PutEvents', { Entries })).toMatchObject({ FailedEntryCount: 0 });
}

/** How many connections the table knows. */
async function members(): Promise<number> {
  const { Item } = (await stack.call('dynamodb:GetItem', {
    TableName: stack.outputs['tableName'] as string,
    Key: { id: { S: 'connections' } },
  })) as { Item: { members: { SS: string[] } } };
  return Item.members.SS.length;
}

async function failedExecutions(): Promise<unknown[]> {
  const stateMachineArn = stack.outputs['stateMachineArn'] as string;
  const found = await Promise.all(
    ['FAILED', 'TIMED_OUT', 'ABORTED'].map((statusFilter) =>
      stack.call('states:ListExecutions', { stateMachineArn, statusFilter }),
    ),
  );
  return found.flatMap((page) => (page as { executions: unknown[] }).executions);
}

describe('the shape of 2021', () => {
  it('delivers to each client the events that match its own pattern', async () => {
    const all = await Client.connected({ source: ['shop'] });
    const large = await Client.connected({ source: ['shop'], detail: { total: [{ numeric: ['>', 100] }] } });
    const silent = await Client.connected();
    await put({ total: 7 });
    await put({ total: 700 });
    // PutEvents answers before the rule has started anything, so at rest nothing may have begun.
    while (all.received.length < 2 || large.received.length < 1) await sleep(5);
    await rest();
    const totals = ({ received }: Client): unknown[] =>
      received.map((event) => (event as { detail: { total: number } }).detail.total).sort();
    expect([totals(all), totals(large), totals(silent)]).toEqual([[7, 700], [700], []]);
  });

  it('delivers an event as it was put', async () => {
    const client = await Client.connected({ source: ['exact'] });
    const detail = { none: null, empty: '', text: `"it's" \\ ünï😀`, list: [[1], []], price: 1.5 };
    await put(detail, 'exact');
    expect(await client.next()).toMatchObject({
      version: '0',
      source: 'exact',
      'detail-type': 'order',
      account: '000000000000',
      region: 'us-east-1',
      resources: [],
      detail,
    });
  });

  it('answers an invalid pattern and keeps the former one', async () => {
    const client = await Client.connected({ source: ['former'] });
    expect(await client.ask({ source: 'no list' })).toMatchObject({ message: 'pattern rejected' });
    await put({}, 'former');
    expect(await client.next()).toMatchObject({ source: 'former' });
  });

  it('forgets a client that disconnects', async () => {
    const [leaving, staying] = [
      await Client.connected({ source: ['bye'] }),
      await Client.connected({ source: ['bye'] }),
    ];
    const before = await members();
    leaving.socket.close();
    await once(leaving.socket, 'close');
    await rest();
    expect(await members()).toBe(before - 1);
    await put({}, 'bye');
    expect(await staying.next()).toMatchObject({ source: 'bye' });
  });

  it('forgets a client that is gone, and serves the others', async () => {
    const [gone, staying] = [
      await Client.connected({ source: ['gone'] }),
      await Client.connected({ source: ['gone'] }),
    ];
    const before = await members();
    const removeFault = stack.addFaults({
      operation: 'execute-api:PostToConnection',
      error: { code: 'GoneException' },
      count: 1,
    });
    await put({}, 'gone');
    await rest();
    removeFault();
    expect(await members()).toBe(before - 1);
    // The runtime has sent; what is on its way to the clients takes a turn of the loop, or several.
    await vi.waitFor(() => expect(gone.received.length + staying.received.length).toBe(1), 60_000);
  });

  it('ignores any other message', async () => {
    const client = await Client.connected({ source: ['on'] });
    client.socket.send('no JSON');
    client.socket.send('{"action":"dance"}');
    await put({}, 'on');
    expect(await client.next()).toMatchObject({ source: 'on' });
  });

  it('fails no execution and uses every permission, and no other', async () => {
    await rest();
    expect(await failedExecutions()).toEqual([]);
    const { granted, denied } = stack.permissions();
    expect(granted.filter(({ uses }) => uses === 0)).toEqual([]);
    expect(denied).toEqual([]);
  });

  it('asks the control plane once per connection and event, which is why it was given up', () => {
    expect(stack.metered()['events.controlPlaneCalls']).toBeGreaterThan(0);
  });
});
