import { type Browser, type Locator, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { type StartOptions, start } from '../../src/index.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = inject('chromium');

/** The binary of `@sparticuz/chromium` runs on Linux only. */
export const HAS_CHROMIUM: boolean = executablePath !== undefined;

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

interface OpenOptions extends ContextOptions {
  readonly stack?: StartOptions;
}

/** A page of a stack of its own. */
export interface OpenPage {
  readonly page: Page;
  stack: StackForTest;
  /** What the browser refused under the content security policy, and what the page threw. */
  readonly errors: readonly string[];
  /** The events in the list that are drawn. */
  readonly rows: Locator;
  readonly editor: Locator;
  put(...details: readonly object[]): Promise<void>;
  putEntry(entry: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits until a pattern is in force. */
  ready(): Promise<void>;
  /** Replaces the text of the editor, as by pasting. */
  write(pattern: string): Promise<void>;
  /** Sets the pattern, and waits for the server's answer. */
  set(pattern: string): Promise<void>;
}

/**
 * One browser for the tests of a file, and a page and a stack for each test. After each, nothing may have gone
 * against the page's content security policy, and nothing may have been thrown.
 */
export function usePages(): { open(options?: OpenOptions): Promise<OpenPage> } {
  let browser: Browser;
  let opened: OpenPage | undefined;
  beforeAll(async () => {
    browser = await playwright.launch({ executablePath, args: ARGUMENTS });
  }, 60_000);
  afterAll(() => browser.close());
  afterEach(async () => {
    const { page, stack, errors = [] } = opened ?? {};
    await page?.context().close();
    await stack?.close();
    opened = undefined;
    expect(errors).toEqual([]);
  });
  return {
    async open({ stack, ...options } = {}) {
      opened = await openPage(browser, await started(stack), options);
      return opened;
    },
  };
}

/** Our own stack, or that of a template of which the test knows what it has. */
async function started(options: StartOptions = {}): Promise<StackForTest> {
  return options.template ? ((await start(options)) as StackForTest) : startForTest(options);
}

async function openPage(browser: Browser, stack: StackForTest, options: ContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (/Security Policy|TrustedHTML/.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(stack.pageUrl);
  const editor = page.getByRole('textbox', { name: 'Event pattern' }).first();
  await editor.waitFor();
  const opened: OpenPage = {
    page,
    stack,
    errors,
    editor,
    rows: page.getByRole('option'),
    async put(...details) {
      for (let at = 0; at < details.length; at += 10) {
        await putEvents(
          opened.stack,
          details.slice(at, at + 10).map((detail) => ({ Detail: JSON.stringify(detail) })),
        );
      }
    },
    ready: () => page.getByText('Accepted, in force').first().waitFor(),
    putEntry: (entry) => putEvents(opened.stack, [entry]),
    async write(pattern) {
      await editor.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(pattern);
    },
    async set(pattern) {
      await opened.write(pattern);
      await page.getByRole('button', { name: 'Set pattern' }).first().click();
      await page
        .getByText(/Accepted, in force|Rejected/)
        .first()
        .waitFor();
    },
  };
  return opened;
}

async function putEvents(stack: StackForTest, entries: readonly object[]): Promise<void> {
  await stack.call('events:PutEvents', {
    Entries: entries.map((entry) => ({
      EventBusName: stack.eventBusName,
      Source: 'shop',
      DetailType: 'Ordered',
      ...entry,
    })),
  });
}
