import { type Check, expectEqual, expectThat } from '../check.ts';
import { delay } from '../client.ts';

const KIB = 1024;
/** API Gateway's limit for one WebSocket message. */
const MESSAGE_LIMIT = 128 * KIB;

export const sizeChecks: readonly Check[] = [
  ...[1, 31, 33, 100, 127].map(
    (size): Check => ({
      id: `size-${size}-kib`,
      title: `an event of ${size} KiB arrives whole`,
      async run(stack) {
        const client = await stack.connect();
        const name = `size-${size}`;
        await client.setPattern({ source: [stack.source], 'detail-type': [name] });
        // The envelope takes its part of the size; 600 bytes are enough for any.
        const filler = 'x'.repeat(size * KIB - 600);
        await stack.put({ DetailType: name, Detail: JSON.stringify({ filler }) });
        const { body } = await client.takeEvent(name);
        expectThat('the event was cut', (body['detail'] as { filler?: string }).filler === filler);
      },
    }),
  ),
  ...(['x', 'é'] as const).map(
    (character): Check => ({
      id: `oversize-${character === 'x' ? 'ascii' : 'utf-8'}`,
      title: `an event over 128 KiB (counted in bytes${character === 'x' ? '' : ', not characters'}) is announced as event.oversize to those who match`,
      async run(stack) {
        const [client, other] = [await stack.connect(), await stack.connect()];
        await client.setPattern({ source: [stack.source], 'detail-type': ['oversize'] });
        await other.setPattern({ source: [stack.source], 'detail-type': ['something else'] });
        const bytes = Buffer.byteLength(character);
        const filler = character.repeat(Math.ceil((MESSAGE_LIMIT + KIB) / bytes));
        await stack.put({ DetailType: 'oversize', Detail: JSON.stringify({ filler }) });
        const { body } = await client.takeType('event.oversize');
        expectEqual('detail-type', body['detail-type'], 'oversize');
        expectEqual('limit', body['limit'], MESSAGE_LIMIT);
        expectThat(`size ${body['size']} is no byte count`, Number(body['size']) > MESSAGE_LIMIT);
        expectThat('id is missing', typeof body['id'] === 'string');
        expectEqual('messages to others', other.untaken.length, 0);
      },
    }),
  ),
  ...[300, 1_000].map(
    (size): Check => ({
      id: `size-${size}-kib`,
      title: `an event of ${size} KiB, which no workflow takes, disturbs nobody`,
      async run(stack) {
        const client = await stack.connect();
        await client.setPattern({ source: [stack.source] });
        await stack.put({
          DetailType: 'too large',
          Detail: JSON.stringify({ filler: 'x'.repeat(size * KIB) }),
        });
        await stack.put({ DetailType: 'after', Detail: '{}' });
        await client.takeEvent('after');
        await delay(stack.quietMs);
        expectEqual('messages besides', client.untaken.length, 0);
      },
    }),
  ),
];
