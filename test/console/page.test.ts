import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, launchChromium, type OpenPage, openPage } from './chromium.ts';

// Elsewhere than on Linux there is no binary to test with; the reason stands in the name of the suite.
describe.runIf(HAS_CHROMIUM)('the page, in Chromium (Linux only)', () => {
  let browser: Browser;
  let opened: OpenPage | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser.close());
  afterEach(async () => {
    await opened?.page.context().close();
    await opened?.stack.close();
    opened = undefined;
  });

  const open = async (options: Parameters<typeof openPage>[1] = {}): Promise<OpenPage> => {
    opened = await openPage(browser, options);
    return opened;
  };
  const rows = ({ page }: OpenPage) => page.getByRole('option');
  const type = async ({ page }: OpenPage, pattern: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Event pattern' }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(pattern);
    await page.getByRole('button', { name: 'Set pattern' }).click();
  };

  it('connects by itself and shows what arrives, and its policy refuses nothing that it needs', async () => {
    const it = await open();
    await it.put({ amount: 5 });
    await rows(it).getByText('{"amount":5}').waitFor();
    await rows(it).first().click();
    await it.page.getByRole('button', { name: 'Resend', exact: true }).click();
    await it.page.getByText('Sent again as').waitFor();
    await rows(it).nth(1).waitFor();
    expect(await it.page.getByRole('status').first().textContent()).toBe('Connected');
    expect(it.errors).toEqual([]);
  });

  it("shows the server's words when it refuses a pattern, which leaves the one before in force", async () => {
    const it = await open();
    await type(it, '{"source":[{"prefix":5}]}');
    await it.page.getByText('Rejected; the one before stays in force').waitFor();
    expect(await it.page.getByRole('alert').textContent()).toMatch(/^Event pattern is not valid\. Reason: /);
    await it.put({ amount: 5 });
    await rows(it).first().waitFor();
  });

  it('adds a value that is clicked to the pattern, and explains what it then refuses', async () => {
    const it = await open();
    await it.put({ country: 'DE' });
    await rows(it).first().click();
    await it.page.getByRole('button', { name: '"DE"' }).click();
    await it.page.getByRole('textbox', { name: 'Event pattern' }).getByText('"country": ["DE"]').waitFor();
    await it.page.getByText('Accepted, in force').waitFor();
    await it.put({ country: 'FR' });
    await it.page.getByRole('tab', { name: 'Not matched' }).click();
    await it.page.getByText('detail.country: "FR" is not "DE"').waitFor();
    expect(await rows(it).count()).toBe(1);
  });

  it('draws few of many events, and follows to the last', async () => {
    const it = await open();
    await it.put(...Array.from({ length: 1_000 }, (_, number) => ({ number })));
    await it.page.getByText('1,000', { exact: true }).waitFor();
    expect(await rows(it).count()).toBeLessThan(80);
    const last = rows(it).last();
    await last.waitFor();
    const [box, list] = [await last.boundingBox(), await it.page.getByRole('listbox').boundingBox()];
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0) + 1);
  }, 30_000);

  it('holds still while paused, counts what waits, and pauses when somebody scrolls up', async () => {
    const it = await open();
    await it.put(...Array.from({ length: 100 }, (_, number) => ({ number })));
    await it.page.getByText('100', { exact: true }).waitFor();
    await it.page.getByRole('listbox').hover();
    await it.page.mouse.wheel(0, -500);
    await it.page.getByRole('button', { name: 'Follow' }).waitFor();
    await it.put({ number: 100 }, { number: 101 });
    await it.page.getByText('2 new').waitFor();
    await it.page.getByRole('button', { name: 'Follow' }).click();
    await rows(it).getByText('{"number":101}').waitFor();
  });

  it('shows hostile contents as text', async () => {
    const it = await open();
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await it.put(
      JSON.parse(`{"__proto__":{"a":1},"html":${JSON.stringify(hostile)},"n":12345678901234567000}`),
    );
    await rows(it).first().click();
    await it.page.getByRole('button', { name: JSON.stringify(hostile) }).waitFor();
    expect(await it.page.locator('main img, main script').count()).toBe(0);
    expect(await it.page.title()).toBe('Lambdaless: live events');
    expect(it.errors).toEqual([]);
  });

  it("draws an event's way through the workflow, with what each state got", async () => {
    const it = await open();
    await it.put({ amount: 5 });
    await rows(it).first().click();
    await it.page.getByRole('tab', { name: 'Trace' }).click();
    await it.page.getByTitle('Find connections (Task)').and(it.page.locator('.taken')).click();
    const detail = it.page.getByRole('region', { name: 'The chosen step' });
    await detail.getByText('arguments').waitFor();
    await it.page.getByRole('button', { name: /dynamodb:Query/ }).click();
    expect(await detail.textContent()).toContain('Billed: 1 read unit');
    expect(await detail.textContent()).toContain('IAM: allowed');
    expect(await it.page.getByTitle('Give up (').count()).toBe(1);
  });

  it('lets a state that was tried again stand out, and says how often', async () => {
    const it = await open();
    await it.put({ amount: 5 });
    await rows(it).first().click();
    it.stack.addFaults({
      operation: 'dynamodb:Query',
      error: { code: 'ProvisionedThroughputExceededException' },
      count: 2,
    });
    await it.put({ amount: 6 });
    await rows(it).getByText('{"amount":6}').click();
    await it.page.getByRole('tab', { name: 'Trace' }).click();
    await it.page.getByText('retried 2×').first().waitFor();
    expect(await it.page.locator('.state-box.retried').count()).toBe(1);
  });

  it('sends an event that is typed, and says why one is refused', async () => {
    const it = await open();
    await it.page.getByRole('tab', { name: 'Send' }).click();
    await it.page.getByRole('textbox', { name: 'detail', exact: true }).fill('{"typed":1}');
    await it.page.getByRole('button', { name: 'Send', exact: true }).click();
    await rows(it).getByText('{"typed":1}').waitFor();
    await it.page.getByRole('textbox', { name: 'source', exact: true }).fill('aws.forged');
    await it.page.getByRole('button', { name: 'Send', exact: true }).click();
    await it.page.getByText(/Not authorized/).waitFor();
  });

  it('keeps patterns by name', async () => {
    const it = await open();
    await it.page.getByLabel('Name to save the pattern under').fill('all');
    await it.page.getByRole('button', { name: 'Save' }).click();
    await type(it, '{"source":["nobody"]}');
    await it.page.getByLabel('Load a saved pattern').selectOption('all');
    await it.page.getByRole('textbox', { name: 'Event pattern' }).getByText('exists').waitFor();
  });

  it('is used by the keyboard', async () => {
    const it = await open();
    await it.put({ number: 0 }, { number: 1 }, { number: 2 });
    await rows(it).nth(2).waitFor();
    await it.page.getByRole('listbox').focus();
    await it.page.keyboard.press('Home');
    await it.page.keyboard.press('ArrowDown');
    expect(await rows(it).nth(1).getAttribute('aria-selected')).toBe('true');
    await it.page.keyboard.press('/');
    await it.page.keyboard.type('"number":2');
    await it.page.getByText('1 of 3').waitFor();
  });

  it('shows connections side by side, and closing one leaves the other', async () => {
    const it = await open();
    await it.page.getByRole('button', { name: '+ Connection' }).click();
    await it.page.getByText('Accepted, in force').nth(1).waitFor();
    await it.put({ amount: 5 });
    await rows(it).nth(1).waitFor();
    await it.page.getByRole('button', { name: 'Close this connection' }).first().click();
    expect(await rows(it).count()).toBe(1);
    expect(await it.page.getByRole('region').count()).toBe(1);
  });

  it.each([
    ['in the light', { colorScheme: 'light' as const }],
    ['in the dark', { colorScheme: 'dark' as const }],
  ])('has contrast enough for its text %s, and a name for each control', async (_name, options) => {
    const it = await open(options);
    await it.put({ amount: 5 });
    await rows(it).first().click();
    const colours = await it.page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return Object.fromEntries(
        [
          'ground',
          'raised',
          'ink',
          'faint',
          'accent',
          'accent-ink',
          'good',
          'bad',
          'warn',
          'string',
          'number',
        ].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
      );
    });
    const { ground = '', raised = '', ...texts } = colours;
    for (const [name, text] of Object.entries(texts)) {
      if (name === 'accent-ink') expect(contrast(text, colours['accent'] ?? '')).toBeGreaterThanOrEqual(4.5);
      else
        for (const back of [ground, raised])
          expect(contrast(text, back), `${name} on ${back}`).toBeGreaterThanOrEqual(4.5);
    }
    const nameless = await it.page.locator('button, input, select, textarea').evaluateAll((controls) =>
      controls
        .filter((control) => {
          const labels = (control as HTMLInputElement).labels?.length ?? 0;
          return !control.textContent?.trim() && !control.getAttribute('aria-label') && labels === 0;
        })
        .map(({ outerHTML }) => outerHTML),
    );
    expect(nameless).toEqual([]);
  });

  it('fits the width of a phone', async () => {
    const it = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await it.put({ amount: 5 });
    await rows(it).first().tap();
    await it.page.getByRole('tab', { name: 'Trace' }).tap();
    await it.page.locator('.state-box').first().waitFor();
    expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

/** WCAG 2.2, contrast ratio of two colours written as #rrggbb. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
