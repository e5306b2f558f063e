import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, usePages } from './chromium.ts';

const TEXTS = ['ink', 'faint', 'accent', 'good', 'bad', 'warn', 'string', 'number'];

describe.runIf(HAS_CHROMIUM)("the page's appearance, in Chromium (Linux only)", () => {
  const { open } = usePages();

  it.each([
    ['in the light', 'light', '#ffffff'],
    ['in the dark', 'dark', '#16161a'],
  ] as const)(
    'has contrast enough for its text %s, and a name for each control',
    async (_name, colorScheme, ground) => {
      const it = await open({ colorScheme });
      await it.ready();
      await it.put({ amount: 5 });
      await it.rows.first().click();
      const colours = await coloursOf(it.page, ['ground', 'raised', 'accent-ink', ...TEXTS]);
      expect(colours['ground']).toBe(ground);
      for (const text of TEXTS)
        for (const back of ['ground', 'raised'])
          expect(contrast(colours[text], colours[back]), `${text} on ${back}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours['accent-ink'], colours['accent'])).toBeGreaterThanOrEqual(4.5);
      for (const tab of ['Trace', 'Not matched', 'Send', 'Event']) {
        await it.page.getByRole('tab', { name: tab }).click();
        expect(await namelessControls(it.page), tab).toEqual([]);
      }
    },
  );

  it('fits the width of a phone, and is tapped', async () => {
    const it = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await it.ready();
    await it.put({ amount: 5, text: 'a long word '.repeat(40), word: 'x'.repeat(300) });
    await it.rows.first().tap();
    for (const [tab, text] of [
      ['Event', 'Resend'],
      ['Trace', 'show all'],
      ['Not matched', 'Nothing was refused'],
      ['Send', 'resources'],
    ] as const) {
      await it.page.getByRole('tab', { name: tab }).tap();
      await it.page.getByText(text).first().waitFor();
      expect(await it.page.evaluate(() => document.documentElement.scrollWidth), tab).toBe(390);
    }
  });

  it('stays where it was scrolled to on a phone when another tab is chosen', async () => {
    const it = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await it.ready();
    await it.put({ amount: 5 });
    await it.rows.first().tap();
    const scrolled = (): Promise<number> => it.page.evaluate(() => scrollY);
    await expect.poll(scrolled).toBeGreaterThan(300);
    const before = await scrolled();
    for (const [tab, text] of [
      ['Send', 'resources'],
      ['Not matched', 'Nothing was refused'],
      ['Event', 'Resend'],
    ] as const) {
      await it.page.getByRole('tab', { name: tab }).tap();
      await it.page.getByText(text).first().waitFor();
      expect(await scrolled(), tab).toBe(before);
    }
  });

  it('brings the event in sight that was tapped on a phone', async () => {
    const it = await open({ viewport: { width: 390, height: 700 }, isMobile: true, hasTouch: true });
    await it.ready();
    await it.put({ amount: 5 });
    await it.rows.first().tap();
    await expect
      .poll(async () => (await it.page.getByText('"Ordered"').boundingBox())?.y ?? 9_999)
      .toBeLessThan(700);
  });

  it('is divided where a person moved the border, also when it is loaded again', async () => {
    const it = await open();
    await it.ready();
    const border = it.page.getByRole('separator', { name: 'Width of the list' });
    await border.hover();
    await it.page.mouse.down();
    await it.page.mouse.move(384, 400, { steps: 3 });
    await it.page.mouse.up();
    await it.page.mouse.move(900, 400);
    expect(await border.getAttribute('aria-valuenow')).toBe('30');
    expect((await border.boundingBox())?.x).toBeCloseTo(384, 0);
    await it.page.reload();
    await it.ready();
    expect((await border.boundingBox())?.x).toBeCloseTo(384, 0);
  });

  it('moves nothing for whoever wants no motion', async () => {
    const it = await open({ reducedMotion: 'reduce' });
    await it.ready();
    await it.stack.close();
    const dot = it.page.locator('.state-dot.waiting');
    await dot.waitFor();
    expect(await dot.evaluate((element) => getComputedStyle(element).animationName)).toBe('none');
  });
});

async function coloursOf(page: Page, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  return page.evaluate((wanted) => {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(wanted.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }, names);
}

async function namelessControls(page: Page): Promise<string[]> {
  return page.locator('button, input, select, textarea').evaluateAll((controls) =>
    controls
      .filter((control) => {
        const labels = (control as HTMLInputElement).labels?.length ?? 0;
        return !control.textContent?.trim() && !control.getAttribute('aria-label') && labels === 0;
      })
      .map(({ outerHTML }) => outerHTML),
  );
}

/** WCAG 2.2, contrast ratio of two colours written as #rrggbb. */
function contrast(one = '', other = ''): number {
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
