import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, type OpenPage, usePages } from './chromium.ts';

describe.runIf(HAS_CHROMIUM)("the page's list, in Chromium (Linux only)", () => {
  const { open } = usePages();
  const filled = async (...details: readonly object[]): Promise<OpenPage> => {
    const it = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await it.ready();
    await it.put(...details);
    await it.rows.first().waitFor();
    return it;
  };
  const numbers = (count: number): object[] => Array.from({ length: count }, (_, number) => ({ number }));

  it('says what to do while it is empty, and listens', async () => {
    const it = await open();
    await it.ready();
    await it.page.getByText('Listening. What matches the pattern appears here.').waitFor();
    await it.page
      .getByText(`lambdaless put --endpoint-url ${it.stack.endpointUrl} --source shop --detail-type`)
      .waitFor();
    await it.page.getByRole('button', { name: 'Write an event' }).click();
    await it.page.getByRole('button', { name: 'Send', exact: true }).click();
    await it.rows.getByText('{"amount":5}').waitFor();
  });

  it('draws few of many events, and follows to the last', async () => {
    const it = await filled(...numbers(1_000));
    await it.page.getByText('1,000 events').waitFor();
    expect(await it.rows.count()).toBeLessThan(80);
    const last = it.rows.last();
    await last.getByText('{"number":999}').waitFor();
    const [box, list] = [await last.boundingBox(), await it.page.getByRole('listbox').boundingBox()];
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0) + 1);
  }, 30_000);

  it('holds still while paused, counts what waits, and pauses when somebody scrolls up', async () => {
    const it = await filled(...numbers(100));
    await it.page.getByText('100 events').waitFor();
    await it.page.getByRole('listbox').hover();
    await it.page.mouse.wheel(0, -500);
    await it.page.getByRole('button', { name: 'Follow' }).waitFor();
    await it.put({ number: 100 }, { number: 101 });
    await it.page.getByText('2 new').waitFor();
    expect(await it.rows.getByText('{"number":101}').count()).toBe(0);
    await it.page.getByRole('button', { name: 'Follow' }).click();
    await it.rows.getByText('{"number":101}').waitFor();
    await it.page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('has a column for any field, and takes it away again', async () => {
    const it = await filled({ order: { state: 'PAID' } });
    await it.page.getByLabel("Add a column: a field's path").fill('detail.order.state');
    await it.page.keyboard.press('Enter');
    await it.rows.getByText('PAID', { exact: true }).waitFor();
    await it.page.getByRole('button', { name: 'Remove the column detail.order.state' }).click();
    expect(await it.rows.getByText('PAID', { exact: true }).count()).toBe(0);
  });

  it('finds what holds all words, and not what holds one with a minus', async () => {
    const it = await filled({ a: 'paid' }, { a: 'paid test' }, { a: 'open' });
    await it.rows.nth(2).waitFor();
    const search = it.page.getByRole('searchbox');
    await search.fill('PAID');
    await it.page.getByText('2 of 3').waitFor();
    await search.fill('paid -test');
    await it.page.getByText('1 of 3').waitFor();
    await search.fill('nothing like it');
    await it.page.getByText('No event holds what is searched for.').waitFor();
  });

  it('exports what is shown as NDJSON, as it arrived', async () => {
    const it = await filled({ keep: '12345678901234567890' }, { drop: 1 });
    await it.putEntry({ Detail: '{"keep":12345678901234567890}' });
    await it.rows.nth(2).waitFor();
    await it.page.getByRole('searchbox').fill('keep');
    await it.page.getByText('2 of 3').waitFor();
    const downloading = it.page.waitForEvent('download');
    await it.page.getByRole('button', { name: 'Export' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('events.ndjson');
    const lines = (await readFile(await download.path(), 'utf8')).split('\n');
    expect(lines.map((line) => line.replace(/.*"detail":/, ''))).toEqual([
      '{"keep":"12345678901234567890"}}',
      '{"keep":12345678901234567890}}',
      '',
    ]);
  });

  it('shows numbers as they were sent, and texts that hide or turn others as what they are', async () => {
    const it = await filled({ turned: 'abc\u202edef', long: 'x'.repeat(5_000) });
    await it.putEntry({
      Detail: '{"large":12345678901234567890,"precise":0.10000000000000000001}',
    });
    await it.rows.nth(1).click();
    for (const number of ['12345678901234567890', '0.10000000000000000001'])
      await it.page.getByRole('button', { name: number, exact: true }).waitFor();
    await it.rows.nth(0).click();
    await it.page.getByRole('button', { name: '"abc\\u202edef"' }).waitFor();
    await it.page.getByRole('button', { name: '… 3,002 more characters' }).click();
    await it.page.getByRole('button', { name: `"${'x'.repeat(5_000)}"` }).waitFor();
  });

  it('shows hostile contents as text, wherever they stand', async () => {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const it = await open();
    await it.ready();
    await it.putEntry({
      Source: hostile,
      DetailType: hostile,
      Resources: [hostile],
      Detail: `{"__proto__":{"a":1},${JSON.stringify(hostile)}:${JSON.stringify(hostile)}}`,
    });
    await it.rows.first().click();
    await it.page
      .getByRole('button', { name: JSON.stringify(hostile) })
      .first()
      .waitFor();
    await it.page.getByRole('button', { name: 'Pin' }).click();
    await it.page.getByLabel("Add a column: a field's path").fill(`detail.${hostile}`);
    await it.page.keyboard.press('Enter');
    for (const tab of ['Trace', 'Send']) {
      await it.page.getByRole('tab', { name: tab }).click();
      expect(await it.page.getByRole('tabpanel').locator('img, script').count()).toBe(0);
    }
    await it.page.getByRole('tab', { name: 'Trace' }).click();
    await it.page.locator('.state-box.taken').first().click();
    await it.page.getByRole('button', { name: '← All traces' }).click();
    await it.page.getByText(hostile).first().waitFor();
    await it.set('{"source":["nobody"]}');
    await it.putEntry({ Source: hostile, DetailType: hostile, Detail: '{}' });
    await it.page.getByRole('tab', { name: 'Not matched' }).click();
    await it.page.locator('.leaves').first().getByText(JSON.stringify(hostile)).waitFor();
    await it.set(`{"source":[{${JSON.stringify(hostile)}:1}]}`);
    await it.page.getByRole('alert').getByText(hostile).waitFor();
    expect(await it.page.locator('main img, main script').count()).toBe(0);
    expect(await it.page.title()).toBe('Lambdaless: live events');
  });

  it('is used by the keyboard', async () => {
    const it = await filled(...numbers(3));
    await it.rows.nth(2).waitFor();
    await it.page.getByRole('listbox').focus();
    await it.page.keyboard.press('Home');
    await it.page.keyboard.press('ArrowDown');
    expect(await it.rows.nth(1).getAttribute('aria-selected')).toBe('true');
    await it.page.getByRole('button', { name: 'Follow' }).waitFor();
    await it.page.keyboard.press('Space');
    await it.page.getByRole('button', { name: 'Pause' }).waitFor();
    await it.page.keyboard.press('p');
    await it.page.getByTitle('Pinned').waitFor();
    await it.page.keyboard.press('?');
    await it.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await it.page.keyboard.press('Escape');
    await it.page.keyboard.press('/');
    await it.page.keyboard.type('"number":2');
    await it.page.getByText('1 of 3').waitFor();
    await it.page.getByRole('tab', { name: 'Event' }).focus();
    await it.page.keyboard.press('ArrowLeft');
    expect(await it.page.getByRole('tab', { name: 'Send' }).getAttribute('aria-selected')).toBe('true');
    await it.page.getByRole('separator').focus();
    await it.page.keyboard.press('ArrowRight');
    expect(await it.page.getByRole('separator').getAttribute('aria-valuenow')).toBe('47');
  });

  it('keeps a pinned event in sight, and says how another differs from it', async () => {
    const it = await filled({ state: 'PAID', same: 1 }, { state: 'OPEN', same: 1, more: [2] });
    await it.rows.nth(1).waitFor();
    await it.rows.nth(0).click();
    await it.page.getByRole('button', { name: 'Pin' }).click();
    await it.rows.nth(1).click();
    await it.page.getByText('2 differences from the pinned event').waitFor();
    expect(await it.page.locator('.differences tbody tr').allInnerTexts()).toEqual([
      'detail.state\t"PAID"\t"OPEN"',
      'detail.more\t–\t[2]',
    ]);
    await it.page.getByTitle('Pinned').click();
    await it.page.getByRole('button', { name: 'Unpin' }).click();
    expect(await it.page.getByTitle('Pinned').count()).toBe(0);
  });

  it('copies an event as it arrived, and as commands that put it again', async () => {
    const it = await filled({ text: "it's" });
    await it.rows.first().click();
    const copied = async (name: string): Promise<string> => {
      await it.page.getByRole('button', { name }).click();
      await it.page.getByRole('button', { name: 'Copied' }).waitFor();
      await it.page.getByRole('button', { name }).waitFor();
      return it.page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied('Copy JSON')).toMatch(/^\{"version":"0".*"detail":\{"text":"it's"\}\}$/);
    expect(await copied('Copy put')).toMatch(/^lambdaless put .*--detail '\{"text":"it'\\''s"\}'$/);
    expect(await copied('Copy AWS CLI')).toMatch(/^aws events put-events .*--entries '\[\{/);
  });

  it('tells arrivals by the clock or by their age, as it did when the page was left', async () => {
    const it = await filled({ n: 1 });
    await it.rows.getByText(/^\d\d:\d\d:\d\d\.\d{3}$/).waitFor();
    await it.page.getByRole('button', { name: 'received at', exact: true }).click();
    await it.rows.getByText(/^(now|\d+ s ago)$/).waitFor();
    await it.page.reload();
    await it.ready();
    await it.put({ n: 2 });
    await it.rows.getByText(/^(now|\d+ s ago)$/).waitFor();
  });
});
