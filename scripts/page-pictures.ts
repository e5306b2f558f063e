/** `npm run docs:images`: takes the pictures of the page in docs/images, from the page as it is built. */
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';
import { type LocalStack, start } from '../src/index.ts';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 760 } };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const PATTERN = `{
  "source": ["shop"],
  "detail": {"order": {"total": [{"numeric": [">", 30]}]}}
}`;

const stack = await start({ port: 4650 });
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  await picture('page', DESKTOP, async (page) => {
    for (const column of ['order.state', 'order.total']) await addColumn(page, `detail.${column}`);
    await page.getByRole('button', { name: 'Remove the column detail', exact: true }).click();
    await page.getByRole('option').nth(4).click();
  });
  await picture('trace', { viewport: { width: 1280, height: 900 } }, async (page) => {
    await page.getByRole('option').nth(4).click();
    await page.getByRole('tab', { name: 'Trace' }).click();
    await page.getByTitle('Find connections (Task): taken').click();
  });
  await picture('page-dark', { ...DESKTOP, colorScheme: 'dark' }, async (page) => {
    await page.getByRole('tab', { name: 'Not matched' }).click();
    await page.getByText('is not > 30').first().waitFor();
  });
  await picture('phone', PHONE, async (page) => {
    await page.getByRole('option').nth(4).click();
    await page.getByRole('button', { name: '"EUR"' }).waitFor();
    await page.evaluate(() => scrollBy(0, -300));
  });
} finally {
  await browser.close();
  await stack.close();
}

async function picture(
  name: string,
  options: BrowserContextOptions,
  arrange: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await openPage(browser, options);
  await putOrders(stack);
  await page.getByText('12 events').waitFor();
  await arrange(page);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${IMAGES}${name}.png` });
  await page.context().close();
}

/** With the pattern in force. */
async function openPage(on: Browser, options: BrowserContextOptions): Promise<Page> {
  const page = await (await on.newContext(options)).newPage();
  await page.goto(stack.pageUrl);
  await page.getByText('Accepted, in force').waitFor();
  await page.getByRole('textbox', { name: 'Event pattern' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(PATTERN);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Accepted, in force').waitFor();
  return page;
}

async function addColumn(page: Page, path: string): Promise<void> {
  await page.getByLabel("Add a column: a field's path").fill(path);
  await page.keyboard.press('Enter');
}

/** Fourteen orders, of which twelve match, and invoices, which do not; no two at once. */
async function putOrders({ call, eventBusName = 'default' }: LocalStack): Promise<void> {
  for (let number = 0; number < 14; number++) {
    await setTimeout(120);
    const order = {
      id: `order-${1000 + number}`,
      state: number % 2 === 0 ? 'PLACED' : 'PAID',
      total: 20 + 7.5 * number,
      currency: 'EUR',
    };
    const items = [
      { sku: 'A-17', quantity: 2 },
      { sku: 'C-3', quantity: 1 },
    ];
    const entries = [
      ['shop', number % 2 === 0 ? 'OrderPlaced' : 'OrderPaid', { order, customer: { country: 'SE' }, items }],
      ...(number % 5 === 0 ? [['billing', 'InvoiceSent', { invoice: 4400 + number }]] : []),
    ];
    await call('events:PutEvents', {
      Entries: entries.map(([Source, DetailType, detail]) => ({
        EventBusName: eventBusName,
        Source: String(Source),
        DetailType: String(DetailType),
        Detail: JSON.stringify(detail),
      })),
    });
  }
}
