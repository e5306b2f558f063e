import { type Check, expectEqual, expectThat } from '../check.ts';
import { delay } from '../client.ts';

const CLIENTS = 50;

/** Many clients at once, and clients that come and go. */
export const clientChecks: readonly Check[] = [
  {
    id: 'fifty-clients',
    title: `${CLIENTS} clients each get their own events and nobody else's`,
    async run(stack) {
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => stack.connect()));
      await Promise.all(
        clients.map((client, n) => client.setPattern({ source: [stack.source], detail: { n: [n] } })),
      );
      await stack.put(
        ...clients.map((_client, n) => ({ DetailType: `client-${n}`, Detail: JSON.stringify({ n }) })),
      );
      await Promise.all(clients.map((client, n) => client.takeEvent(`client-${n}`)));
      await delay(stack.quietMs);
      expectEqual('messages to the wrong client', clients.flatMap(({ untaken }) => untaken).length, 0);
    },
  },
  {
    id: 'reconnect',
    title: 'a new connection has a new id and no pattern',
    async run(stack) {
      const first = await stack.connect();
      const { body } = await first.setPattern({ source: [stack.source] });
      await first.close();
      const second = await stack.connect();
      await stack.put({ DetailType: 'after-reconnect', Detail: '{}' });
      await delay(stack.quietMs);
      expectEqual('messages', second.untaken.length, 0);
      const answer = await second.setPattern({ source: [stack.source] });
      expectThat('the connection id is the same', answer.body['connectionId'] !== body['connectionId']);
    },
  },
  {
    id: 'disconnect-is-private',
    title: 'a client that leaves takes only its own pattern with it',
    async run(stack) {
      const [leaving, staying] = [await stack.connect(), await stack.connect()];
      await leaving.setPattern({ source: [stack.source] });
      await staying.setPattern({ source: [stack.source] });
      await leaving.close();
      await stack.put({ DetailType: 'after-leaving', Detail: '{}' });
      await staying.takeEvent('after-leaving');
    },
  },
];
