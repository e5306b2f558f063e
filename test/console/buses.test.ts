import { describe, expect, it } from 'vitest';
import { start } from '../../src/index.ts';
import { ORDERS } from '../support/orders.ts';
import type { StackForTest } from '../support/stack.ts';
import { HAS_CHROMIUM, type OpenPage, usePages } from './chromium.ts';

describe.runIf(HAS_CHROMIUM)(
  'the page of a template without a WebSocket API, in Chromium (Linux only)',
  () => {
    const { open } = usePages();
    const opened = async (): Promise<OpenPage> => {
      const it = await open({ stack: { template: ORDERS } });
      await it.ready();
      return it;
    };

    it('shows what the buses accept and the pattern matches, and says calmly why', async () => {
      const it = await opened();
      expect(await it.page.getByRole('status').first().textContent()).toBe('On the bus');
      await it.page.getByText('no WebSocket API in this template').waitFor();
      await it.set('{"detail":{"amount":[{"numeric":[">",5]}]}}');
      await it.put({ amount: 5 }, { amount: 6 });
      await it.rows.first().waitFor();
      expect(await it.rows.allTextContents()).toEqual([expect.stringContaining('{"amount":6}')]);
      await it.page.getByRole('tab', { name: 'Not matched' }).click();
      await it.page.getByText('detail.amount: 5 is not > 5').waitFor();
      await it.set('{"source":"shop"}');
      await it.page.getByText('Rejected; the one before stays in force').waitFor();
    });

    it('sends an event to the bus of the template or another, and shows its way', async () => {
      const it = await opened();
      await it.page.getByRole('button', { name: 'Write an event' }).click();
      const bus = it.page.getByRole('combobox', { name: 'bus' });
      expect(await bus.inputValue()).toBe('orders');
      await it.page.getByRole('textbox', { name: 'detail', exact: true }).fill('{"amount":500}');
      await it.page.getByRole('button', { name: 'Send', exact: true }).click();
      await it.rows.first().waitFor();
      await bus.selectOption('default');
      await it.page.getByRole('button', { name: 'Send', exact: true }).click();
      await it.rows.nth(1).waitFor();
      await it.page.getByRole('tab', { name: 'Trace' }).click();
      await it.page.getByRole('button', { name: /^OrderPlaced \(shop\).*failed/ }).click();
      await it.page.getByTitle('Refuse (Fail): failed').waitFor();
      // What was written is still there, for the next one.
      await it.page.getByRole('tab', { name: 'Send' }).click();
      expect(await it.page.getByRole('textbox', { name: 'detail', exact: true }).inputValue()).toBe(
        '{"amount":500}',
      );
      expect(await bus.inputValue()).toBe('default');
    });

    it('sends an event again to the bus that it was on', async () => {
      const it = await opened();
      await it.putEntry({ EventBusName: 'default', Detail: '{"amount":1}' });
      await it.rows.first().click();
      await it.page.getByRole('button', { name: 'Edit and resend' }).click();
      expect(await it.page.getByRole('combobox', { name: 'bus' }).inputValue()).toBe('default');
    });

    it('comes back by itself with the runtime, and with the pattern that was set', async () => {
      const it = await opened();
      await it.set('{"detail":{"n":[1]}}');
      const port = Number(new URL(it.stack.pageUrl).port);
      await it.stack.close();
      await it.page.getByText('Disconnected', { exact: true }).waitFor();
      it.stack = (await start({ template: ORDERS, port })) as StackForTest;
      await it.ready();
      await it.put({ n: 0 }, { n: 1 });
      await it.rows.first().waitFor();
      expect(await it.rows.allTextContents()).toEqual([expect.stringContaining('{"n":1}')]);
    });
  },
);
