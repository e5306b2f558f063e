import { type Check, expectEqual } from '../check.ts';

const ACTIONS = ['pattern', 'ping'];

/** Messages that are no patterns, and frames that are no messages. */
export const messageChecks: readonly Check[] = [
  {
    id: 'ping',
    title: 'ping is answered with pong',
    async run(stack) {
      const client = await stack.connect();
      client.send('{"action":"ping"}');
      await client.takeType('pong');
    },
  },
  ...(
    [
      ['unknown-action', 'an unknown action', '{"action":"subscribe"}'],
      ['no-action', 'a message without an action', '{"pattern":{}}'],
      ['not-json', 'a message that is not JSON', 'hello {"'],
      ['empty-message', 'JSON that is no object', '[]'],
    ] as const
  ).map(
    ([id, title, frame]): Check => ({
      id,
      title: `${title} is answered with an error that names the actions`,
      async run(stack) {
        const client = await stack.connect();
        client.send(frame);
        const { body } = await client.takeType('error');
        expectEqual('actions', body['actions'], ACTIONS);
      },
    }),
  ),
  {
    id: 'binary-refused',
    title: 'a binary message closes the connection with code 1003',
    async run(stack) {
      const client = await stack.connect();
      client.send(Buffer.from([1, 2, 3]));
      expectEqual('close code', await client.closed, 1003);
    },
  },
  {
    id: 'frame-over-32-kib',
    title: 'a frame over 32 KiB closes the connection with code 1009',
    async run(stack) {
      const client = await stack.connect();
      client.send('x'.repeat(33 * 1024));
      expectEqual('close code', await client.closed, 1009);
    },
  },
];
