import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LambdalessWebSocket, type Matching } from '../../src/cdk/index.ts';
import { type JsonObject, parseJson } from '../../src/core/json.ts';
import type { Span } from '../../src/core/trace.ts';
import { Client } from '../../src/simulation/client.ts';
import { Simulation } from './simulation.ts';

/**
 * As in test/cdk/races.test.ts, but every call takes time, and time is virtual: clients come, go and change their minds
 * between the pages of a delivery and while others are throttled, rows appear and expire under it, and deliveries
 * overlap. Whoever has kept still since before an event gets it exactly if it matches; nobody gets one twice, or one
 * that no pattern of theirs has asked for; and no execution fails.
 */

const KINDS = ['red', 'green', 'blue'] as const;
type Kind = (typeof KINDS)[number];

const CALLS_MS: Readonly<Record<string, number>> = {
  'dynamodb:Query': 23,
  'dynamodb:PutItem': 13,
  'dynamodb:UpdateItem': 11,
  'dynamodb:DeleteItem': 7,
  'events:TestEventPattern': 29,
  'execute-api:PostToConnection': 17,
};

interface Life {
  readonly fromMs: number;
  readonly patterns: readonly { readonly afterMs: number; readonly kinds: readonly Kind[] }[];
  readonly leavesAfterMs: number | undefined;
}

const kinds = fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 });
const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const life: fc.Arbitrary<Life> = fc.record({
  fromMs: upTo(600),
  patterns: fc.array(fc.record({ afterMs: upTo(200), kinds }), { maxLength: 3 }),
  leavesAfterMs: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined, freq: 2 }),
});
const event = fc.record({ atMs: upTo(900), kind: fc.constantFrom(...KINDS), oversize: fc.boolean() });
/** All of them together are fewer than any of these calls is tried again. */
const throttling = fc.array(
  fc.record({
    atMs: upTo(600),
    operation: fc.constantFrom(
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'events:TestEventPattern',
      'execute-api:PostToConnection',
      'states:StartExecution',
    ),
  }),
  { maxLength: 3 },
);
const strayRow = fc.record({
  atMs: upTo(600),
  connectionId: fc.stringMatching(/^[A-Za-z0-9]{6}=$/),
  validSeconds: fc.constantFrom(-5, 500),
  deletedAfterMs: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
});

function template(matching: Matching, pageSize: number): object {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  new LambdalessWebSocket(stack, 'WebSocket', { matching, pageSize }).addOutputs();
  return Template.fromStack(stack).toJSON();
}

const templates: Readonly<Record<Matching, object>> = {
  jsonata: template('jsonata', 2),
  testEventPattern: template('testEventPattern', 3),
};

/** Begins things at their time, and waits for none of them. */
class Timeline extends Simulation {
  readonly errors: unknown[] = [];
  readonly events: { readonly id: string; readonly kind: Kind; readonly atMs: number }[] = [];

  at(delayMs: number, work: (span: Span) => Promise<unknown>): void {
    const begin = (): Promise<unknown> =>
      this.traced('play', work).catch((error: unknown) => this.errors.push(error));
    this.clock.setTimer(delayMs, () => void begin());
  }

  async lead(watcher: Watcher, { patterns, leavesAfterMs }: Life, span: Span): Promise<void> {
    const request = { headers: {}, query: {}, sourceIp: '127.0.0.1', caller: { kind: 'account' } } as const;
    const answer = await this.endpoint?.connect({ ...request, span });
    if (!answer?.accepted) throw new Error('the connection was refused');
    const client = new Client(answer.connectionId);
    client.send = (text) => watcher.take(text, this.clock.now());
    const connection = answer.open(client);
    let afterMs = 0;
    for (const pattern of patterns) {
      afterMs += pattern.afterMs;
      this.at(afterMs, async (sending) => {
        if (watcher.left) return;
        watcher.sent.push(pattern.kinds);
        const text = JSON.stringify({ action: 'pattern', pattern: { 'detail-type': pattern.kinds } });
        await connection.onMessage(text, sending);
      });
    }
    if (leavesAfterMs === undefined) return;
    this.at(leavesAfterMs, async (closing) => {
      watcher.left = true;
      await connection.onClose(1001, '', closing);
    });
  }

  async publish(kind: Kind, oversize: boolean): Promise<void> {
    const atMs = this.clock.now();
    const Detail = oversize ? JSON.stringify({ padding: 'ü'.repeat(70_000) }) : '{}';
    const entry = { EventBusName: this.output('eventBusName'), Source: 'shop', DetailType: kind, Detail };
    const answer = (await this.call('events:PutEvents', { Entries: [entry] })) as {
      Entries: [{ EventId: string }];
    };
    this.events.push({ id: answer.Entries[0].EventId, kind, atMs });
  }
}

class Watcher {
  /** Every pattern, in order. */
  readonly sent: (readonly Kind[])[] = [];
  readonly received: string[] = [];
  readonly others: JsonObject[] = [];
  acceptedCount = 0;
  lastAcceptedMs = 0;
  left = false;

  take(text: string, nowMs: number): 'sent' | 'closed' {
    if (this.left) return 'closed';
    const message = parseJson(text) as JsonObject;
    if (message['type'] === 'pattern.accepted') {
      this.acceptedCount++;
      this.lastAcceptedMs = nowMs;
    } else if (message['type'] === undefined || message['type'] === 'event.oversize') {
      this.received.push(message['id'] as string);
    } else this.others.push(message);
    return 'sent';
  }
}

function check(watcher: Watcher, { patterns, leavesAfterMs }: Life, { events }: Timeline): number {
  const { sent, received, others } = watcher;
  const stayed = leavesAfterMs === undefined;
  expect(others).toEqual([]);
  expect(new Set(received).size).toBe(received.length);
  for (const { id, kind } of events) {
    if (received.includes(id)) expect(sent.some((wanted) => wanted.includes(kind))).toBe(true);
  }
  if (stayed) expect(watcher.acceptedCount).toBe(patterns.length);
  const kept = events.filter(({ atMs }) => stayed && patterns.length > 0 && atMs > watcher.lastAcceptedMs);
  for (const { id, kind } of kept) expect(received.includes(id)).toBe(sent.at(-1)?.includes(kind));
  return kept.length;
}

it.each(['jsonata', 'testEventPattern'] as const)(
  'whatever happens while events are delivered, matching by %s',
  {
    timeout: 240_000,
  },
  async (matching) => {
    let keptCount = 0;
    const lists = [
      fc.array(life, { minLength: 1, maxLength: 8 }),
      fc.array(event, { minLength: 1, maxLength: 4 }),
      throttling,
      fc.array(strayRow, { maxLength: 3 }),
    ] as const;
    await fc.assert(
      fc.asyncProperty(...lists, upTo(1e6), async (lives, events, throttled, rows, seed) => {
        const stack = new Timeline(templates[matching], undefined, seed);
        const TableName = stack.output('connectionsTableName');
        const nowSeconds = Math.floor(stack.clock.now() / 1000);
        for (const [operation, latencyMs] of Object.entries(CALLS_MS)) stack.fail({ operation, latencyMs });
        for (const { atMs, operation } of throttled) {
          const error = { code: 'ThrottlingException', statusCode: 429 };
          stack.at(atMs, async () => stack.fail({ operation, count: 1, error }));
        }
        for (const { atMs, connectionId, validSeconds, deletedAfterMs } of rows) {
          const Key = { scope: { S: 'connections' }, connectionId: { S: connectionId } };
          const Item = {
            ...Key,
            expiresAt: { N: String(nowSeconds + validSeconds) },
            pattern: { S: '{"version":["0"]}' },
          };
          stack.at(atMs, () => stack.call('dynamodb:PutItem', { TableName, Item }));
          if (deletedAfterMs === undefined) continue;
          stack.at(atMs + deletedAfterMs, () => stack.call('dynamodb:DeleteItem', { TableName, Key }));
        }
        const watchers = lives.map((one) => {
          const watcher = new Watcher();
          stack.at(one.fromMs, (span) => stack.lead(watcher, one, span));
          return { watcher, one };
        });
        for (const { atMs, kind, oversize } of events) stack.at(atMs, () => stack.publish(kind, oversize));
        await stack.pass(600_000);
        for (const { watcher, one } of watchers) keptCount += check(watcher, one, stack);
        expect(stack.errors).toEqual([]);
        const failed = stack.executions().filter((name) => !['Deliver', 'Subscribe'].includes(name));
        expect(failed).toEqual([]);
        await stack.close();
      }),
      { numRuns: 20 },
    );
    expect(keptCount).toBeGreaterThan(0);
  },
);
