import { type Check, expectEqual, expectThat } from '../check.ts';
import { delay } from '../client.ts';

/** Setting, replacing and refusing a pattern. */
export const patternChecks: readonly Check[] = [
  {
    id: 'pattern-accepted',
    title: 'a pattern is answered with pattern.accepted, the connection id and the pattern itself',
    async run(stack) {
      const client = await stack.connect();
      const { body } = await client.setPattern({ source: [stack.source] });
      expectEqual('pattern', body['pattern'], { source: [stack.source] });
      expectThat('connectionId is missing', typeof body['connectionId'] === 'string');
    },
  },
  {
    id: 'silent-without-pattern',
    title: 'nothing arrives until a pattern is set',
    async run(stack) {
      const [silent, witness] = [await stack.connect(), await stack.connect()];
      await witness.setPattern({ source: [stack.source] });
      await stack.put({ DetailType: 'before-pattern', Detail: '{}' });
      await witness.takeEvent('before-pattern');
      await delay(stack.quietMs);
      expectEqual('messages', silent.untaken.length, 0);
    },
  },
  {
    id: 'match-and-no-match',
    title: 'an event that matches arrives, one that does not match does not',
    async run(stack) {
      const client = await stack.connect();
      await client.setPattern({ source: [stack.source], detail: { amount: [{ numeric: ['>', 5] }] } });
      await stack.put(
        { DetailType: 'small', Detail: '{"amount":5}' },
        { DetailType: 'large', Detail: '{"amount":6}' },
      );
      const { body } = await client.takeEvent('large');
      expectThat('the event is not the envelope', body['version'] === '0' && typeof body['id'] === 'string');
      await delay(stack.quietMs);
      expectEqual('messages besides', client.untaken.length, 0);
    },
  },
  {
    id: 'pattern-replaced',
    title: 'another pattern replaces the first',
    async run(stack) {
      const client = await stack.connect();
      await client.setPattern({ source: [stack.source], 'detail-type': ['first'] });
      await client.setPattern({ source: [stack.source], 'detail-type': ['second'] });
      await stack.put({ DetailType: 'first', Detail: '{}' }, { DetailType: 'second', Detail: '{}' });
      await client.takeEvent('second');
      await delay(stack.quietMs);
      expectEqual('messages besides', client.untaken.length, 0);
    },
  },
  {
    id: 'patterns-in-a-row',
    title: 'of two patterns in a row, the later is in force, whichever is answered first',
    async run(stack) {
      const client = await stack.connect();
      for (const name of ['first', 'second']) {
        client.send(
          JSON.stringify({ action: 'pattern', pattern: { source: [stack.source], 'detail-type': [name] } }),
        );
      }
      await client.takeType('pattern.accepted');
      await client.takeType('pattern.accepted');
      await stack.put({ DetailType: 'first', Detail: '{}' }, { DetailType: 'second', Detail: '{}' });
      await client.takeEvent('second');
      await delay(stack.quietMs);
      expectEqual('messages besides', client.untaken.length, 0);
    },
  },
  {
    id: 'pattern-rejected',
    title: "an invalid pattern is rejected with EventBridge's reason, and the one before stays in force",
    async run(stack) {
      const client = await stack.connect();
      await client.setPattern({ source: [stack.source] });
      client.send('{"action":"pattern","pattern":{"source":"not a list"}}');
      const { body } = await client.takeType('pattern.rejected');
      const message = String(body['message']);
      expectThat(
        `message: ${message}`,
        message.startsWith('Event pattern is not valid. Reason: "source" must be'),
      );
      await stack.put({ DetailType: 'after-rejection', Detail: '{}' });
      await client.takeEvent('after-rejection');
    },
  },
  ...(
    [
      ['missing', '{"action":"pattern"}'],
      ['not an object', '{"action":"pattern","pattern":"source"}'],
      ['null', '{"action":"pattern","pattern":null}'],
      ['longer than 2,048 characters', `{"action":"pattern","pattern":{"source":["${'x'.repeat(2_048)}"]}}`],
    ] as const
  ).map(
    ([kind, frame]): Check => ({
      id: `pattern-${kind.replace(/[^a-z0-9]+/g, '-')}`,
      title: `a pattern that is ${kind} is rejected`,
      async run(stack) {
        const client = await stack.connect();
        client.send(frame);
        const { body } = await client.takeType('pattern.rejected');
        expectThat('the message is empty', String(body['message']).length > 10);
      },
    }),
  ),
];
