import { describe, expect, it } from 'vitest';
import { presignWebSocketUrl } from '../../src/wire/presign.ts';
import { startForTest } from '../support/stack.ts';
import { HAS_CHROMIUM, type OpenPage, usePages } from './chromium.ts';

describe.runIf(HAS_CHROMIUM)("the page's connections, in Chromium (Linux only)", () => {
  const { open } = usePages();
  const connect = async ({ page }: OpenPage, url: string): Promise<void> => {
    await page.getByLabel('WebSocket URL').fill(url);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
  };
  /** The same stack again, at the same place. */
  const restart = async (it: OpenPage): Promise<void> => {
    const port = Number(new URL(it.stack.pageUrl).port);
    await it.stack.close();
    await it.page.getByText('Disconnected', { exact: true }).waitFor();
    await it.page.getByRole('button', { name: /Try now/ }).waitFor();
    it.stack = await startForTest({ port });
  };

  it('connects by itself, and comes back by itself with the pattern that was set', async () => {
    const it = await open();
    await it.ready();
    expect(await it.page.getByRole('status').first().textContent()).toBe('Connected');
    await it.set('{"detail":{"n":[1]}}');
    await restart(it);
    await it.ready();
    await it.put({ n: 0 }, { n: 1 });
    await it.rows.first().waitFor();
    expect(await it.rows.allTextContents()).toEqual([expect.stringContaining('{"n":1}')]);
    expect(await it.page.locator('.notices summary').textContent()).toMatch(
      /^Connected again; what was published in the \d+ s between did not arrive\.$/,
    );
  });

  it('counts down to the next attempt, and tries at once when asked', async () => {
    const it = await open();
    await it.ready();
    await it.stack.close();
    const retry = it.page.getByRole('button', { name: /^Try now \(in \d+ s\)$/ });
    await retry.waitFor();
    expect(await it.page.title()).toBe('Disconnected: Lambdaless: live events');
    await retry.click();
    await it.page.getByText('No connection (1006).').first().waitFor();
    await it.page.getByText('No pattern in force').waitFor();
    await it.page.getByRole('button', { name: 'Stop' }).click();
    await it.page.getByText('Closed', { exact: true }).waitFor();
    expect(await retry.count()).toBe(0);
  });

  it('says in the title what arrived while nobody looked', async () => {
    const it = await open();
    await it.ready();
    await it.put({ n: 0 });
    await it.rows.first().waitFor();
    await it.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await it.put({ n: 1 }, { n: 2 });
    await expect.poll(() => it.page.title()).toBe('(2) Lambdaless: live events');
    await it.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => false });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => it.page.title()).toBe('Lambdaless: live events');
    await it.ready();
  });

  it('is ended and begun by a person', async () => {
    const it = await open();
    await it.ready();
    await it.page.getByRole('button', { name: 'Disconnect' }).click();
    await it.page.getByText('Closed', { exact: true }).waitFor();
    await it.page.getByRole('button', { name: 'Connect', exact: true }).click();
    await it.ready();
    await connect(it, 'ftp://127.0.0.1/live');
    await it.page.getByText('This is not the URL of a WebSocket').first().waitFor();
  });

  it('says how to get a signed URL where a signature is wanted, and works with it', async () => {
    const it = await open({ stack: { verifySignatures: true } });
    const command = `lambdaless url --sign ${it.stack.webSocketAPIurl}`;
    await it.page.getByRole('alert').getByText(command).waitFor();
    await connect(it, await signed(it.stack.webSocketAPIurl));
    await it.ready();
    // With the date, if that is tomorrow.
    await it.page.getByText(/^signed until (\d\d\/\d\d\/\d{4}, )?\d\d:\d\d:\d\d$/).waitFor();
    expect(await it.page.getByRole('alert').count()).toBe(0);
  });

  it('says that the signature has ended when a connection is lost after it, and what to run', async () => {
    const it = await open({ stack: { verifySignatures: true } });
    await it.page.getByRole('alert').waitFor();
    await connect(it, await signed(it.stack.webSocketAPIurl));
    await it.ready();
    await it.page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 3_600_000;
    });
    await it.put({ stillOpen: true });
    await it.rows.first().waitFor();
    await it.stack.close();
    const advice = it.page.getByRole('alert');
    await advice.getByText(/The signature of this URL ended at .* cannot sign again/).waitFor();
    await advice.getByText(`lambdaless url --sign ${it.stack.webSocketAPIurl}`).waitFor();
    expect(await it.page.getByRole('button', { name: /Try now/ }).count()).toBe(0);
  });

  it('offers of a stack elsewhere only what can be known of it', async () => {
    const elsewhere = await startForTest();
    const it = await open();
    await it.ready();
    await connect(it, elsewhere.webSocketAPIurl);
    await expect.poll(() => it.page.getByRole('tab').allTextContents()).toEqual(['Event']);
    await it.ready();
    await elsewhere.close();
  });

  it('shows connections side by side, each with its pattern, and closing one leaves the other', async () => {
    const it = await open();
    await it.ready();
    await it.set('{"detail":{"n":[1]}}');
    await it.page.getByRole('button', { name: '+ Connection' }).click();
    await it.page.getByText('Accepted, in force').nth(1).waitFor();
    await it.put({ n: 1 }, { n: 2 });
    const panes = it.page.getByRole('region', { name: /^Connection \d+$/ });
    await panes.nth(1).getByRole('option').nth(1).waitFor();
    await panes.nth(0).getByRole('option').first().waitFor();
    expect(await panes.nth(0).getByRole('option').count()).toBe(1);
    const [left, right] = [await panes.nth(0).boundingBox(), await panes.nth(1).boundingBox()];
    expect(left?.y).toBe(right?.y);
    await it.page.getByRole('button', { name: 'Close this connection' }).first().click();
    expect(await it.rows.count()).toBe(2);
    expect(await panes.count()).toBe(1);
  });

  it('sends an event again, as it was and edited', async () => {
    const it = await open();
    await it.ready();
    await it.putEntry({ Detail: '{"n":12345678901234567890}', Resources: ['arn:aws:s3:::one'] });
    await it.rows.first().click();
    await it.page.getByRole('button', { name: 'Resend', exact: true }).click();
    await it.page.getByText(/^Sent again as [0-9a-f-]{36}$/).waitFor();
    await it.rows.nth(1).waitFor();
    await it.page.getByRole('button', { name: 'Edit and resend' }).click();
    const detail = it.page.getByRole('textbox', { name: 'detail', exact: true });
    expect(await detail.inputValue()).toBe('{\n  "n": 12345678901234567890\n}');
    expect(await it.page.getByRole('textbox', { name: 'resources' }).inputValue()).toBe('arn:aws:s3:::one');
    await detail.fill('{"n":2}');
    await it.page.getByRole('button', { name: 'Send', exact: true }).click();
    await it.rows.getByText('{"n":2}').click();
    await it.page.getByRole('button', { name: '"arn:aws:s3:::one"' }).waitFor();
    const details = await it.rows.allTextContents();
    expect(details.map((row) => row.replace(/.*\{/, '{'))).toEqual([
      '{"n":12345678901234567890}',
      '{"n":12345678901234567890}',
      '{"n":2}',
    ]);
  });

  it('says why an event is refused', async () => {
    const it = await open();
    await it.page.getByRole('tab', { name: 'Send' }).click();
    const send = it.page.getByRole('button', { name: 'Send', exact: true });
    await it.page.getByRole('textbox', { name: 'source', exact: true }).fill('aws.forged');
    await send.click();
    await it.page.getByText(/Not authorized/).waitFor();
    await it.page.getByRole('textbox', { name: 'detail', exact: true }).fill('[1]');
    await send.click();
    await it.page.getByText('The detail must be a JSON object.').waitFor();
    await it.stack.close();
    await it.page.getByRole('textbox', { name: 'detail', exact: true }).fill('{}');
    await send.click();
    await it.page.getByText('The runtime does not answer, so the event was not sent.').waitFor();
  });
});

/** As `lambdaless url` signs it. */
function signed(url: string): Promise<string> {
  return presignWebSocketUrl({
    url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}
