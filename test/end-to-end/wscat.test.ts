import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Child } from '../support/child.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

const WSCAT = fileURLToPath(new URL('../../node_modules/wscat/bin/wscat', import.meta.url));

describe('wscat, as the README has it', () => {
  let stack: StackForTest;
  beforeAll(async () => {
    stack = await startForTest();
  });
  afterAll(() => stack?.close());

  it('sets a pattern and prints the events that match', async () => {
    const frame = '{"action":"pattern","pattern":{"version":["0"]}}';
    const args = ['-c', stack.webSocketAPIurl, '-x', frame, '-w', '60'];
    const wscat = new Child(process.execPath, [WSCAT, ...args]);
    try {
      await wscat.prints('"type":"pattern.accepted"');
      await stack.call('events:PutEvents', {
        Entries: [
          { EventBusName: stack.eventBusName, Source: 'shop', DetailType: 'Ordered', Detail: '{"amount":5}' },
        ],
      });
      await wscat.prints(/"detail-type":"Ordered".*"detail":\{"amount":5\}/);
    } finally {
      wscat.process.kill();
    }
  });
});
