import { expect } from 'vitest';
import { type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../src/core/json.ts';
import type { FaultRule } from '../../src/services/faults.ts';
import { type Client, Simulation } from './simulation.ts';

/** One sentence of the contract (docs: README, "What a client sees"), and the play that shows it. */
export interface AcceptanceCheck {
  readonly name: string;
  /** Changes the state machines first, for what cannot be brought about from outside. */
  readonly alter?: (definition: JsonObject) => void;
  readonly play: (stack: Simulation) => Promise<void>;
}

/** Plays a check on a stack of its own. @throws what the check expects and does not find */
export async function playCheck(template: object, { alter, play }: AcceptanceCheck): Promise<Simulation> {
  const stack = new Simulation(template, alter);
  try {
    await play(stack);
    return stack;
  } finally {
    await stack.close();
  }
}

const SHOP = { source: ['shop'] };
/** A pattern that JSONata leaves to EventBridge: the number has more digits than a double. */
export const SHOP_BY_EVENTBRIDGE: object = {
  source: ['shop'],
  detail: { total: [12345678901234567890n, { exists: false }] },
};

const THROTTLED = { code: 'ThrottlingException', message: 'Rate exceeded' };
const post: Pick<FaultRule, 'operation'> = { operation: 'execute-api:PostToConnection' };
const query: Pick<FaultRule, 'operation'> = { operation: 'dynamodb:Query' };
const ask: Pick<FaultRule, 'operation'> = { operation: 'events:TestEventPattern' };

const NOT_NOW = {
  type: 'error',
  message: 'The pattern could not be stored now. Send it again.',
  actions: ['pattern', 'ping'],
};

export function patternText(pattern: unknown): string {
  return JSON.stringify({ action: 'pattern', pattern }, (_key, value) =>
    typeof value === 'bigint' ? `#${value}#` : value,
  ).replaceAll(/"#(\d+)#"/g, '$1');
}

async function connected(stack: Simulation): Promise<Client> {
  const client = await stack.connect();
  if (!client) throw new Error('the connection was refused');
  return client;
}

/** A client whose pattern is in force. */
export async function subscribed(stack: Simulation, pattern: unknown = SHOP): Promise<Client> {
  const client = await connected(stack);
  const [reply] = (await stack.send(client, patternText(pattern))) as JsonObject[];
  expect(reply).toMatchObject({ type: 'pattern.accepted', connectionId: client.connectionId });
  return client;
}

/** Faults of one connection only. */
function at(client: Client): Pick<FaultRule, 'match'> {
  return { match: { '/ConnectionId': client.connectionId } };
}

/** JSONata fails for every page, as it does on AWS when it runs out of memory. No event is known to bring it so far. */
export function withoutJsonata(definition: JsonObject): void {
  const state = (definition['States'] as JsonObject)['Find connections'];
  if (state) Object.assign(state, { Output: "{% $error('played') %}" });
}

function lettersOf(letters: readonly JsonObject[]): JsonValue[] {
  return letters.map((letter) => {
    const attributes = (letter['MessageAttributes'] ?? {}) as Record<string, { StringValue: string }>;
    return attributes['ERROR_CODE']?.StringValue ?? 'no ERROR_CODE';
  });
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const ACCEPTANCE: readonly AcceptanceCheck[] = [
  {
    name: 'a client that connects is registered for as long as a connection may last',
    async play(stack) {
      const client = await connected(stack);
      const row = (await stack.rows()).get(client.connectionId);
      expect(row).toEqual({
        scope: { S: 'connections' },
        connectionId: { S: client.connectionId },
        expiresAt: { N: String((stack.clock.now() + 130 * MINUTE) / 1000) },
      });
    },
  },
  {
    name: 'a client that has not signed is refused',
    async play(stack) {
      expect(await stack.connect({ signed: false })).toBeUndefined();
      expect((await stack.rows()).size).toBe(0);
    },
  },
  {
    name: 'a client that cannot be registered is refused',
    async play(stack) {
      stack.fail({ operation: 'dynamodb:PutItem', error: THROTTLED });
      expect(await stack.connect()).toBeUndefined();
    },
  },
  {
    name: 'a ping is answered',
    async play(stack) {
      expect(await stack.send(await connected(stack), { action: 'ping' })).toEqual([{ type: 'pong' }]);
    },
  },
  {
    name: 'any other message is answered with what may be sent',
    async play(stack) {
      const client = await connected(stack);
      const error = {
        type: 'error',
        message: 'Unknown action. Send {"action":"pattern","pattern":{…}} or {"action":"ping"}.',
        actions: ['pattern', 'ping'],
      };
      for (const frame of ['no JSON', '{"action":"dance"}', '[]', '{}']) {
        expect(await stack.send(client, frame)).toEqual([error]);
      }
    },
  },
  {
    name: 'a pattern is accepted, and said back as it was sent',
    async play(stack) {
      const client = await connected(stack);
      const pattern = `{"detail":{"a\\"'\\\\b":["x$y","#set($z)",null,12345678901234567890,"\\u00e9😀"]}}`;
      const [reply] = (await stack.send(client, `{"action":"pattern","pattern":${pattern}}`)) as JsonObject[];
      expect(stringifyJson(reply as JsonObject)).toBe(
        `{"type":"pattern.accepted","connectionId":"${client.connectionId}","pattern":${stringifyJson(parseJson(pattern))}}`,
      );
    },
  },
  {
    name: "an invalid pattern is answered in AWS's words, and the pattern in force before stays",
    async play(stack) {
      const client = await subscribed(stack);
      expect(await stack.send(client, patternText({ source: 'shop' }))).toEqual([
        {
          type: 'pattern.rejected',
          message:
            'Event pattern is not valid. Reason: "source" must be an object or an array\n at [Source: (String)"{"source":"shop"}"; line: 1, column: 12]',
        },
      ]);
      const id = await stack.put();
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a missing pattern is asked for',
    async play(stack) {
      const client = await connected(stack);
      for (const frame of [{ action: 'pattern' }, { action: 'pattern', pattern: '' }]) {
        expect(await stack.send(client, frame)).toEqual([
          {
            type: 'pattern.rejected',
            message: expect.stringMatching(/^Event pattern is not valid. Reason: it is missing/),
          },
        ]);
      }
    },
  },
  {
    name: 'a pattern of 2,048 characters is accepted, and a longer one is not',
    async play(stack) {
      const client = await connected(stack);
      const patternOf = (characters: number): object => ({
        source: ['x'.repeat(characters - '{"source":[""]}'.length)],
      });
      expect(await stack.send(client, patternText(patternOf(2048)))).toMatchObject([
        { type: 'pattern.accepted' },
      ]);
      expect(await stack.send(client, patternText(patternOf(2049)))).toEqual([
        {
          type: 'pattern.rejected',
          message: 'Event pattern is not valid. Reason: it has 2049 characters, at most 2048 are allowed',
        },
      ]);
    },
  },
  {
    name: 'each client gets the events that match its own pattern, and nothing before it has one',
    async play(stack) {
      const [shop, bank, silent] = [
        await subscribed(stack),
        await subscribed(stack, { source: ['bank'] }),
        await connected(stack),
      ];
      const [sold, paid] = [await stack.put(), await stack.put({ source: 'bank' })];
      await stack.put({ source: 'mill' });
      expect([shop.take(), bank.take(), silent.take()]).toEqual([[sold], [paid], []]);
      expect(stack.executions().filter((name) => name.startsWith('Deliver'))).toEqual(
        Array(3).fill('Deliver'),
      );
    },
  },
  {
    name: 'an event arrives as it was put',
    async play(stack) {
      const client = await subscribed(stack);
      const detail = `{"none":null,"empty":"","text":"\\"it's\\" \\\\ é😀","list":[[],[1,[null]]],"big":12345678901234567890,"tiny":1e-400}`;
      await stack.put({ detail });
      const [text = ''] = client.takeTexts();
      expect(text.slice(text.indexOf('"detail":'))).toBe(`"detail":${stringifyJson(parseJson(detail))}}`);
    },
  },
  {
    name: 'another pattern replaces the one in force',
    async play(stack) {
      const client = await subscribed(stack);
      expect(await stack.send(client, patternText({ source: ['bank'] }))).toMatchObject([
        { type: 'pattern.accepted' },
      ]);
      await stack.put();
      const paid = await stack.put({ source: 'bank' });
      expect(client.take()).toEqual([paid]);
    },
  },
  {
    name: 'nobody listening is no failure',
    async play(stack) {
      await stack.put();
      expect(stack.executions()).toEqual(['Deliver']);
    },
  },
  {
    name: 'a client that disconnects is forgotten, and nobody else',
    async play(stack) {
      const [leaving, staying] = [await subscribed(stack), await subscribed(stack)];
      await stack.disconnect(leaving);
      expect([...(await stack.rows()).keys()]).toEqual([staying.connectionId]);
      const id = await stack.put();
      expect(staying.take()).toEqual([id]);
    },
  },
  {
    name: 'a connection that is gone is forgotten, and everybody else is served',
    async play(stack) {
      const [gone, staying] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...post, ...at(gone), error: { code: 'GoneException' } });
      const id = await stack.put();
      expect(staying.take()).toEqual([id]);
      expect([...(await stack.rows()).keys()]).toEqual([staying.connectionId]);
      expect(stack.executions().at(-1)).toBe('Deliver');
    },
  },
  {
    name: 'a connection that is gone and cannot be forgotten is reported',
    async play(stack) {
      const [gone, staying] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...post, ...at(gone), error: { code: 'GoneException' } });
      stack.fail({ operation: 'dynamodb:DeleteItem', error: THROTTLED });
      const id = await stack.put();
      expect(staying.take()).toEqual([id]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'a row that has expired counts no more',
    async play(stack) {
      const client = await subscribed(stack);
      await stack.pass(3 * HOUR);
      await stack.put();
      expect(client.take()).toEqual([]);
    },
  },
  {
    name: 'more clients than fit into one page are all served',
    async play(stack) {
      const clients = [];
      for (let i = 0; i < 35; i++) clients.push(await subscribed(stack));
      const id = await stack.put();
      expect(clients.map((client) => client.take())).toEqual(clients.map(() => [id]));
    },
  },
  {
    name: 'a busy connection is tried again, and nobody waits for it',
    async play(stack) {
      const [busy, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...post, ...at(busy), error: { code: 'LimitExceededException' }, count: 2 });
      const id = await stack.put();
      expect([other.take(), busy.take()]).toEqual([[id], []]);
      await stack.pass(10_000);
      expect([other.take(), busy.take()]).toEqual([[], [id]]);
      expect(stack.executions().at(-1)).toBe('Deliver');
    },
  },
  {
    name: 'a connection that answers too late is tried again',
    async play(stack) {
      const [slow, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...post, ...at(slow), latencyMs: 60_000, count: 1 });
      const id = await stack.put({}, 30_000);
      expect([other.take(), slow.take()]).toEqual([[id], [id]]);
    },
  },
  {
    name: 'a client that does not read is let go, and nobody waits for it',
    async play(stack) {
      const [stuck, other] = [await subscribed(stack), await subscribed(stack)];
      stuck.reading = 'slow';
      const id = await stack.put({}, MINUTE);
      expect([other.take(), stuck.closedWith]).toEqual([[id], 1013]);
    },
  },
  {
    name: 'a connection that stays busy is given up and reported',
    async play(stack) {
      const [busy, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...post, ...at(busy), error: { code: 'LimitExceededException' } });
      const id = await stack.put({}, 5 * MINUTE);
      expect([other.take(), busy.take()]).toEqual([[id], []]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'a connection that refuses the message is given up at once and reported',
    async play(stack) {
      for (const error of [
        { code: 'ForbiddenException' },
        { code: 'BadRequestException' },
        { code: 'PayloadTooLargeException' },
      ]) {
        const [refusing, other] = [await subscribed(stack), await subscribed(stack)];
        const restore = stack.fail({ ...post, ...at(refusing), error, count: 1 });
        const id = await stack.put();
        restore();
        expect([other.take(), refusing.take()]).toEqual([[id], []]);
        expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
      }
    },
  },
  {
    name: 'an event larger than a message is announced in its place',
    async play(stack) {
      const [client, bank] = [await subscribed(stack), await subscribed(stack, { source: ['bank'] })];
      const id = await stack.put({ detail: JSON.stringify({ text: 'é'.repeat(70_000) }) });
      expect(client.take()).toEqual([
        {
          type: 'event.oversize',
          id,
          source: 'shop',
          'detail-type': 'order',
          time: '2026-01-01T00:00:00Z',
          size: 140_212,
          limit: 131_072,
        },
      ]);
      expect(bank.take()).toEqual([]);
    },
  },
  {
    name: 'a notice is sent as carefully as an event',
    async play(stack) {
      const [gone, busy, refusing, lost] = [
        await subscribed(stack),
        await subscribed(stack),
        await subscribed(stack),
        await subscribed(stack),
      ];
      stack.fail(
        { ...post, ...at(gone), error: { code: 'GoneException' } },
        { ...post, ...at(busy), error: { code: 'LimitExceededException' }, count: 1 },
        { ...post, ...at(refusing), error: { code: 'ForbiddenException' } },
        { ...post, ...at(lost), error: { code: 'GoneException' } },
        {
          operation: 'dynamodb:DeleteItem',
          match: { '/Key/connectionId/S': lost.connectionId },
          error: THROTTLED,
        },
      );
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(140_000) }) }, 10_000);
      expect(busy.take()).toMatchObject([{ type: 'event.oversize' }]);
      expect((await stack.rows()).has(gone.connectionId)).toBe(false);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'a notice that is refused is given up at once and reported',
    async play(stack) {
      const [refusing, other] = [await subscribed(stack), await subscribed(stack)];
      stack.fail({ ...post, ...at(refusing), error: { code: 'ForbiddenException' }, count: 1 });
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(140_000) }) });
      expect([refusing.take(), other.take()]).toMatchObject([[], [{ type: 'event.oversize' }]]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'an event too large for a workflow goes to the dead-letter queue',
    async play(stack) {
      const client = await subscribed(stack);
      await stack.put({ detail: JSON.stringify({ text: 'x'.repeat(300_000) }) }, 25 * HOUR);
      expect(client.take()).toEqual([]);
      expect(await stack.deadLetters()).toHaveLength(1);
    },
  },
  {
    name: 'a table that is busy for a moment delays the event',
    async play(stack) {
      const client = await subscribed(stack);
      stack.fail({ ...query, error: THROTTLED, count: 3 });
      const id = await stack.put({}, MINUTE);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a table that stays busy sends the event to the dead-letter queue',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...query, error: THROTTLED });
      await stack.put({}, 5 * MINUTE);
      expect(stack.executions().at(-1)).toMatch(/^Deliver DynamoDb\.ThrottlingException$/);
      expect(lettersOf(await stack.deadLetters())).toEqual(['DynamoDb.ThrottlingException']);
    },
  },
  {
    name: 'a dead-letter queue that cannot be reached for a moment is tried again',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...query, error: { code: 'AccessDeniedException' } });
      stack.fail({ operation: 'sqs:SendMessage', error: { code: 'ServiceUnavailable' }, count: 2 });
      await stack.put({}, MINUTE);
      expect(await stack.deadLetters()).toHaveLength(1);
    },
  },
  {
    name: 'an event whose delivery takes too long goes to the dead-letter queue',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...query, latencyMs: 271_000, count: 1 });
      await stack.put({}, 5 * MINUTE);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.OutOfTime');
      expect(lettersOf(await stack.deadLetters())).toEqual(['Lambdaless.OutOfTime']);
    },
  },
  {
    name: 'what the matcher cannot decide is asked of EventBridge',
    async play(stack) {
      const [asking, plain] = [await subscribed(stack, SHOP_BY_EVENTBRIDGE), await subscribed(stack)];
      const [hit, miss] = [await stack.put(), await stack.put({ detail: '{"total":1}' })];
      const exact = await stack.put({ detail: '{"total":12345678901234567890}' });
      expect(asking.take()).toEqual([hit, exact]);
      expect(plain.take()).toEqual([hit, miss, exact]);
    },
  },
  {
    name: 'when JSONata fails for a page, EventBridge decides about all of it',
    alter: withoutJsonata,
    async play(stack) {
      const [shop, bank] = [await subscribed(stack), await subscribed(stack, { source: ['bank'] })];
      stack.fail({
        ...query,
        match: { '/ProjectionExpression': '#connectionId' },
        error: THROTTLED,
        count: 3,
      });
      const id = await stack.put({}, MINUTE);
      expect([shop.take(), bank.take()]).toEqual([[id], []]);
    },
  },
  {
    name: 'when JSONata fails for a page that cannot be read again, the event goes to the dead-letter queue',
    alter: withoutJsonata,
    async play(stack) {
      await subscribed(stack);
      stack.fail({ ...query, match: { '/ProjectionExpression': '#connectionId' }, error: THROTTLED });
      await stack.put({}, 5 * MINUTE);
      expect(lettersOf(await stack.deadLetters())).toEqual(['DynamoDb.ThrottlingException']);
    },
  },
  {
    name: 'a client whose pattern only EventBridge decides is reported for an event too large to ask about',
    async play(stack) {
      const [asking, plain] = [await subscribed(stack, SHOP_BY_EVENTBRIDGE), await subscribed(stack)];
      await stack.put({ detail: JSON.stringify({ text: '"'.repeat(70_000) }) });
      expect([asking.take(), plain.take()]).toMatchObject([[], [{ type: 'event.oversize' }]]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'EventBridge is asked again when it is busy',
    async play(stack) {
      const client = await subscribed(stack, SHOP_BY_EVENTBRIDGE);
      stack.fail({ ...ask, error: THROTTLED, count: 3 });
      const id = await stack.put({}, MINUTE);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a client about whom EventBridge does not answer is reported, and everybody else is served',
    async play(stack) {
      const [asking, plain] = [await subscribed(stack, SHOP_BY_EVENTBRIDGE), await subscribed(stack)];
      stack.fail({ ...ask, error: THROTTLED });
      const id = await stack.put({}, 5 * MINUTE);
      expect([asking.take(), plain.take()]).toEqual([[], [id]]);
      expect(stack.executions().at(-1)).toBe('Deliver Lambdaless.Undelivered');
    },
  },
  {
    name: 'patterns that cannot be read for a moment delay the event',
    async play(stack) {
      const client = await subscribed(stack, SHOP_BY_EVENTBRIDGE);
      stack.fail({
        ...query,
        match: { '/ProjectionExpression': '#connectionId, #pattern' },
        error: THROTTLED,
        count: 3,
      });
      const id = await stack.put({}, MINUTE);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'patterns that cannot be read send the event to the dead-letter queue',
    async play(stack) {
      await subscribed(stack, SHOP_BY_EVENTBRIDGE);
      stack.fail({
        ...query,
        match: { '/ProjectionExpression': '#connectionId, #pattern' },
        error: THROTTLED,
      });
      await stack.put({}, 5 * MINUTE);
      expect(lettersOf(await stack.deadLetters())).toEqual(['DynamoDb.ThrottlingException']);
    },
  },
  {
    name: 'a client whose row is gone is told to connect again',
    async play(stack) {
      const client = await connected(stack);
      const Key = { scope: { S: 'connections' }, connectionId: { S: client.connectionId } };
      await stack.call('dynamodb:DeleteItem', { TableName: stack.output('connectionsTableName'), Key });
      expect(await stack.send(client, patternText(SHOP))).toEqual([
        {
          type: 'error',
          message: 'This connection has expired. Connect again.',
          actions: ['pattern', 'ping'],
        },
      ]);
    },
  },
  {
    name: 'of two patterns the one sent last stays, whichever is stored first',
    async play(stack) {
      const client = await subscribed(stack, { source: ['bank'] });
      const Key = { scope: { S: 'connections' }, connectionId: { S: client.connectionId } };
      await stack.call('dynamodb:UpdateItem', {
        TableName: stack.output('connectionsTableName'),
        Key,
        UpdateExpression: 'SET sentAt = :later',
        ExpressionAttributeValues: { ':later': { N: String(stack.clock.now() + 1_000) } },
      });
      expect(await stack.send(client, patternText(SHOP))).toMatchObject([{ type: 'pattern.accepted' }]);
      const paid = await stack.put({ source: 'bank' });
      await stack.put();
      expect(client.take()).toEqual([paid]);
    },
  },
  {
    name: 'a pattern is validated and stored again when AWS is busy for a moment',
    async play(stack) {
      stack.fail({ ...ask, error: THROTTLED, count: 2 });
      const client = await subscribed(stack);
      stack.fail({ operation: 'dynamodb:UpdateItem', error: THROTTLED, count: 2 });
      expect(await stack.send(client, patternText(SHOP))).toMatchObject([{ type: 'pattern.accepted' }]);
    },
  },
  {
    name: 'a pattern that cannot be validated or stored is to be sent again',
    async play(stack) {
      const client = await connected(stack);
      for (const operation of ['events:TestEventPattern', 'dynamodb:UpdateItem']) {
        const restore = stack.fail({ operation, error: THROTTLED });
        expect(await stack.send(client, patternText(SHOP))).toEqual([NOT_NOW]);
        restore();
      }
      stack.fail({ operation: 'dynamodb:UpdateItem', error: { code: 'ConditionalCheckFailedException' } });
      stack.fail({ operation: 'dynamodb:GetItem', error: THROTTLED });
      expect(await stack.send(client, patternText(SHOP))).toEqual([NOT_NOW]);
    },
  },
  {
    name: 'a pattern whose machine cannot be started is to be sent again',
    async play(stack) {
      const client = await connected(stack);
      stack.fail({ operation: 'states:StartSyncExecution', error: { code: 'ThrottlingException' } });
      expect(await stack.send(client, patternText(SHOP))).toEqual([
        {
          type: 'error',
          message: 'The pattern could not be stored. Send it again.',
          actions: ['pattern', 'ping'],
        },
      ]);
    },
  },
  {
    name: 'a machine that is busy for a moment delays the event',
    async play(stack) {
      const client = await subscribed(stack);
      stack.fail({ operation: 'states:StartExecution', error: THROTTLED, count: 1 });
      const id = await stack.put({}, HOUR);
      expect(client.take()).toEqual([id]);
    },
  },
  {
    name: 'a machine that stays busy sends the event to the dead-letter queue',
    async play(stack) {
      await subscribed(stack);
      stack.fail({ operation: 'states:StartExecution', error: THROTTLED });
      await stack.put({}, 25 * HOUR);
      expect(lettersOf(await stack.deadLetters())).toEqual(['THROTTLING']);
    },
  },
];
