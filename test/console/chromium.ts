import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { type StackForTest, startForTest } from '../support/stack.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The binary of `@sparticuz/chromium` runs on Linux only. */
export const HAS_CHROMIUM: boolean = process.platform === 'linux';

export async function launchChromium(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS });
}

/** A page of a stack of its own, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly stack: StackForTest;
  /** Errors that the browser reported, as a refusal by the content security policy. */
  readonly errors: readonly string[];
  put(...details: readonly object[]): Promise<void>;
}

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

/** Opens the page and waits until its pattern is in force. */
export async function openPage(browser: Browser, options: ContextOptions = {}): Promise<OpenPage> {
  const stack = await startForTest();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(stack.pageUrl);
  await page.getByText('Accepted, in force').waitFor();
  const put = async (...details: readonly object[]): Promise<void> => {
    for (let at = 0; at < details.length; at += 10) {
      await stack.call('events:PutEvents', {
        Entries: details.slice(at, at + 10).map((detail) => ({
          EventBusName: stack.eventBusName,
          Source: 'shop',
          DetailType: 'Ordered',
          Detail: JSON.stringify(detail),
        })),
      });
    }
  };
  return { page, stack, errors, put };
}
