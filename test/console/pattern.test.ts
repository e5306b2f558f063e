import { describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, type OpenPage, usePages } from './chromium.ts';

// Elsewhere than on Linux there is no binary to test with; the reason stands in the name of the suite.
describe.runIf(HAS_CHROMIUM)("the page's pattern, in Chromium (Linux only)", () => {
  const { open } = usePages();
  const options = ({ page }: OpenPage): Promise<string[]> =>
    page.locator('.cm-tooltip-autocomplete .cm-completionLabel').allTextContents();
  const complete = async (it: OpenPage, text: string): Promise<void> => {
    await it.write(text);
    await it.page.keyboard.press('Control+Space');
    await it.page.locator('.cm-tooltip-autocomplete').waitFor();
  };

  it('is in force when the server has accepted it, and what does not match stays away', async () => {
    const it = await open();
    await it.set('{"detail":{"amount":[{"numeric":[">",5]}]}}');
    await it.ready();
    await it.put({ amount: 4 }, { amount: 6 });
    await it.rows.first().waitFor();
    expect(await it.rows.allTextContents()).toEqual([expect.stringContaining('{"amount":6}')]);
  });

  it("stays as it was when the server refuses another, and the server's words are shown", async () => {
    const it = await open();
    await it.ready();
    await it.set('{"source":[{"prefix":5}]}');
    await it.page.getByText('Rejected; the one before stays in force').waitFor();
    expect(await it.page.getByRole('alert').textContent()).toMatch(
      /^Event pattern is not valid\. Reason: prefix match pattern must be a string/,
    );
    await it.put({ amount: 5 });
    await it.rows.first().waitFor();
  });

  it('is sent by Ctrl-Enter, and not at all while it is no JSON', async () => {
    const it = await open();
    await it.ready();
    await it.write('{"source":["shop"');
    await it.page.getByText('Edited, not set').waitFor();
    await it.page.keyboard.press('Control+Enter');
    await it.page.getByText('This is not JSON, so it was not sent.').waitFor();
    await it.write('{"source":["shop"]}');
    await it.page.keyboard.press('Control+Enter');
    await it.ready();
  });

  it("is underlined where AWS would refuse it, with AWS's message", async () => {
    const it = await open();
    for (const [pattern, marked, message] of [
      ['{"source":[{"prefix":5}]}', '5', 'prefix match pattern must be a string'],
      ['{"source":"shop"}', '"', '"source" must be an object or an array'],
      ['{"source":[{"prefx":"a"}]}', '"', 'Unrecognized match type prefx'],
    ] as const) {
      await it.write(pattern);
      const range = it.page.locator('.cm-lintRange-error');
      await range.waitFor();
      expect(await range.textContent()).toBe(marked);
      await range.hover();
      const tooltip = it.page.locator('.cm-tooltip-lint');
      await tooltip.getByText(`Event pattern is not valid. Reason: ${message}`).waitFor();
      await it.page.mouse.move(0, 0);
      await tooltip.waitFor({ state: 'detached' });
    }
  });

  it('completes operators, and fields and values seen so far', async () => {
    const it = await open();
    await it.ready();
    await it.put({ customer: { country: 'DE' } });
    await it.rows.first().waitFor();
    await complete(it, '{"detail":{"customer":{"');
    expect(await options(it)).toEqual(['"country"', '"$or"']);
    await complete(it, '{"detail":{"customer":{"country":[');
    expect((await options(it)).slice(0, 3)).toEqual(['"DE"', '"anything-but"', '"cidr"']);
    await it.write('{"detail":{"customer":{"country":[');
    await it.page.keyboard.type('"');
    await it.page.locator('.cm-tooltip-autocomplete').getByText('"DE"').click();
    expect(await it.editor.innerText()).toBe('{"detail":{"customer":{"country":["DE"');
    await complete(it, '{"source":[{"pre');
    expect(await options(it)).toEqual(['"prefix"']);
    await it.page.locator('.cm-tooltip-autocomplete').getByText('"prefix"').click();
    await it.editor.getByText('{"source":[{"prefix": ""').waitFor();
  });

  it('takes a value that is clicked, and explains what it then refuses', async () => {
    const it = await open();
    await it.ready();
    await it.put({ country: 'DE', number: 12_345_678 });
    await it.rows.first().click();
    await it.page.getByRole('button', { name: '"DE"' }).click();
    await it.editor.getByText('"country": ["DE"]').waitFor();
    await it.ready();
    await it.put({ country: 'FR' });
    await it.page.getByRole('tab', { name: 'Not matched' }).click();
    await it.page.getByText('detail.country: "FR" is not "DE"').waitFor();
    expect(await it.rows.count()).toBe(1);
    await it.page.getByRole('button', { name: 'Ordered shop' }).click();
    await it.page.getByRole('tabpanel').locator('.tree').getByText('"FR"').waitFor();
  });

  it('is kept by name until it is forgotten', async () => {
    const it = await open();
    await it.ready();
    await it.page.getByLabel('Name to save the pattern under').fill('all');
    await it.page.getByRole('button', { name: 'Save' }).click();
    await it.set('{"source":["nobody"]}');
    await it.page.reload();
    await it.page.getByLabel('Load a saved pattern').selectOption('all');
    await it.editor.getByText('exists').waitFor();
    await it.page.getByText('Edited, not set').waitFor();
    await it.page.getByRole('button', { name: 'Forget' }).click();
    expect(await it.page.getByLabel('Load a saved pattern').count()).toBe(0);
  });

  it('is set again when the page is loaded again, with the columns', async () => {
    const it = await open();
    await it.ready();
    await it.set('{"source":["shop"]}');
    await it.page.getByLabel("Add a column: a field's path").fill('detail.amount');
    await it.page.keyboard.press('Enter');
    const column = it.page.getByRole('button', { name: 'Remove the column detail.amount' });
    await column.waitFor();
    await it.page.reload();
    await it.editor.getByText('{"source":["shop"]}').waitFor();
    await it.ready();
    await column.waitFor();
  });

  it('replaces what is selected by what is typed, over several lines too', async () => {
    const it = await open();
    await it.write('{\n  "source": ["shop"],\n  "detail": {}\n}');
    await it.page.keyboard.press('Control+Home');
    await it.page.keyboard.press('Shift+ArrowDown');
    await it.page.keyboard.type('x');
    await it.page.keyboard.press('Control+a');
    await it.page.keyboard.type('{"source":["a');
    await it.page.keyboard.press('Shift+ArrowLeft');
    await it.page.keyboard.type('"');
    // What is typed brings its partner; a quote typed over a selection goes around it.
    expect(await it.editor.innerText()).toBe('{"source":[""a""]}');
  });
});
