import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { synthTemplate } from '../../../src/cdk/synth.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { noSpan } from '../../../src/core/trace.ts';
import { type Harness, harness } from './harness.ts';

/** Text that means something to Velocity, JSON, States.Format or JavaScript. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '$context.connectionId',
        '$util.base64Encode("x")',
        '#set($x = 1)',
        '#if(true)',
        '#end',
        '##',
        '\\',
        '\\\\',
        "'",
        '"',
        '","stateMachineArn":"',
        '"}',
        '{}',
        '\n',
        '\u2028',
        '\ud800',
        '\udc00',
        '\u0000',
        '\\u0022',
        '__proto__',
        '\\u005c"',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const hostileValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    hostileText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostileText, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const succeeded = (reply: unknown): JsonObject => ({ status: 'SUCCEEDED', output: JSON.stringify(reply) });

const template = synthTemplate() as JsonObject;

/** The synthesized stack's API in front of a Subscribe that gives `reply`. */
function stack(reply: () => JsonObject): Harness {
  return harness(template, {
    'dynamodb:PutItem': () => ({}),
    'dynamodb:DeleteItem': () => ({}),
    'states:StartSyncExecution': reply,
  });
}

interface Client {
  readonly connectionId: string;
  /** Sends a message; the reply, and the requests that it caused. */
  send(
    text: string,
  ): Promise<{ readonly reply: string | undefined; readonly requests: readonly JsonObject[] }>;
}

async function client(scene: Harness): Promise<Client> {
  const caller = { kind: 'account' } as const;
  const answer = await scene.service
    .webSocketApi(scene.apiId, 'live')
    ?.connect({ headers: {}, query: {}, sourceIp: '192.0.2.7', caller, span: noSpan });
  if (!answer?.accepted) throw new Error('refused');
  const received: string[] = [];
  const connection = answer.open({
    send: (text) => (received.push(text) > 0 ? 'sent' : 'slow'),
    close: () => undefined,
  });
  return {
    connectionId: answer.connectionId,
    async send(text) {
      const [callsBefore, repliesBefore] = [scene.calls.length, received.length];
      await connection.onMessage(text, noSpan);
      return {
        reply: received[repliesBefore],
        requests: scene.calls.slice(callsBefore).map(({ input }) => input),
      };
    },
  };
}

describe("the default stack's templates", () => {
  it('make one well-formed request of any pattern, in which the client controls nothing else', async () => {
    const scene = stack(() => succeeded({ type: 'pattern.accepted', pattern: '{}' }));
    const { send, connectionId } = await client(scene);
    const honest = await send('{"action":"pattern","pattern":{}}');
    const machine = honest.requests[0]?.['stateMachineArn'];
    expect(machine).toMatch(/^arn:aws:states:/);
    await fc.assert(
      fc.asyncProperty(hostileValue, hostileText, hostileValue, async (pattern, key, value) => {
        const { requests } = await send(JSON.stringify({ [key]: value, action: 'pattern', pattern }));
        expect(requests).toHaveLength(1);
        const { input, ...rest } = requests[0] as JsonObject;
        expect(rest).toEqual({ stateMachineArn: machine });
        const { pattern: sent, characters, sentAt, ...fixed } = JSON.parse(String(input)) as JsonObject;
        expect(fixed).toEqual({ connectionId });
        expect(sentAt).toBe(scene.clock.now());
        if (sent === '') return expect(characters).toBeGreaterThan(2048);
        expect(characters).toBe(String(sent).length);
        expect(JSON.parse(String(sent))).toEqual(JSON.parse(JSON.stringify(pattern)));
      }),
    );
  });

  it('make a request of a message without a pattern that a client cannot shape', async () => {
    const scene = stack(() => succeeded({ type: 'pattern.accepted', pattern: '{}' }));
    const { send, connectionId } = await client(scene);
    await fc.assert(
      fc.asyncProperty(hostileText, hostileValue, async (key, value) => {
        fc.pre(key !== 'pattern');
        const { requests } = await send(JSON.stringify({ [key]: value, action: 'pattern' }));
        const { input } = requests[0] as JsonObject;
        expect(JSON.parse(String(input))).toMatchObject({ connectionId, pattern: '""' });
      }),
    );
  });

  it('answer any other text without a request', async () => {
    const { send } = await client(stack(() => succeeded({})));
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const { reply, requests } = await send(text);
        expect(requests).toEqual([]);
        expect(JSON.parse(reply as string)).toMatchObject({ type: 'error' });
      }),
    );
  });

  it('make a well-formed reply of any answer', async () => {
    let answer: JsonObject = {};
    const scene = stack(() => answer);
    const { send } = await client(scene);
    await fc.assert(
      fc.asyncProperty(hostileText, async (message) => {
        answer = succeeded({ type: 'pattern.rejected', message });
        const { reply } = await send('{"action":"pattern","pattern":{}}');
        expect(JSON.parse(reply as string)).toEqual({ type: 'pattern.rejected', message });
      }),
    );
    await fc.assert(
      fc.asyncProperty(hostileValue, async (pattern) => {
        answer = succeeded({ type: 'pattern.accepted', pattern: JSON.stringify(pattern) });
        const { reply } = await send('{"action":"pattern","pattern":{}}');
        expect(JSON.parse(reply as string)).toMatchObject({
          type: 'pattern.accepted',
          pattern: JSON.parse(JSON.stringify(pattern)),
        });
      }),
    );
  });
});
