import { describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, type OpenPage, usePages } from './chromium.ts';

describe.runIf(HAS_CHROMIUM)("the page's traces, in Chromium (Linux only)", () => {
  const { open } = usePages();
  /** Opens the trace of the latest event. */
  const traced = async (it: OpenPage, tap = false): Promise<void> => {
    const [row, tab] = [it.rows.last(), it.page.getByRole('tab', { name: 'Trace' })];
    await (tap ? row.tap() : row.click());
    await (tap ? tab.tap() : tab.click());
    await it.page.locator('.state-box.taken').first().waitFor();
  };
  const opened = async (options?: Parameters<typeof open>[0]): Promise<OpenPage> => {
    const it = await open(options);
    await it.ready();
    await it.put({ amount: 5 });
    await it.rows.first().waitFor();
    await traced(it, options?.hasTouch);
    return it;
  };
  const state = ({ page }: OpenPage, name: string) => page.getByRole('button', { name, exact: true });
  const detail = ({ page }: OpenPage) => page.getByRole('region', { name: 'The chosen step' });

  it("draws an event's way through the workflow, with what each state got", async () => {
    const it = await opened();
    await it.page.getByTitle('Find connections (Task): taken').click();
    const text = (await detail(it).textContent()) ?? '';
    for (const part of [
      'input',
      'arguments, after JSONata or Parameters',
      'output',
      'IAM: allowed',
      'dynamodb:Query on arn:aws:dynamodb:us-east-1:000000000000:table/',
      'IAM: in the name of',
      'Billed: 1 read unit · $0.125 per million',
      'connectionId',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/Began \d+ ms after the trace, took \d+ ms/);
    expect(await it.page.locator('.edge.taken').count()).toBeGreaterThan(3);
    expect(await it.page.locator('.container-box').count()).toBe(1);
  });

  it('draws what was taken, and the whole workflow when asked, which it remembers', async () => {
    const it = await opened();
    const [boxes, taken] = [it.page.locator('.state-box'), it.page.locator('.state-box.taken')];
    expect(await boxes.count()).toBe(await taken.count());
    await it.page.getByLabel('show all').check();
    expect(await boxes.count()).toBeGreaterThan(await taken.count());
    await it.page.getByTitle(/^Give up \(.*\): not taken$/).waitFor();
    await it.page.reload();
    await it.ready();
    await it.put({ amount: 6 });
    await it.rows.first().waitFor();
    await traced(it);
    expect(await it.page.getByLabel('show all').isChecked()).toBe(true);
  });

  it('is what an address with its id leads to, as the command line prints it', async () => {
    const it = await opened();
    const [trace] = it.stack.traces().filter(({ root }) => root.name === 'events:PutEvents');
    await it.page.evaluate((id) => location.assign(`#trace=${id}`), trace?.traceId);
    await it.page.getByRole('button', { name: /^request events:PutEvents/ }).waitFor();
    await it.page.reload();
    await it.page.getByRole('button', { name: /^request events:PutEvents/ }).waitFor();
    await it.page.evaluate(() => location.assign('#trace=999999'));
    await it.page.getByText('This trace is not kept, or no longer.').waitFor();
  });

  it('shows a rendered mapping template, and a message that was sent', async () => {
    const it = await opened();
    await it.page.getByRole('button', { name: '← All traces' }).click();
    await it.page
      .getByRole('button', { name: /^Message from a client / })
      .first()
      .click();
    await it.page.getByRole('button', { name: /RequestTemplates/ }).click();
    await detail(it).getByRole('heading', { name: 'rendered mapping template' }).waitFor();
    await detail(it).getByText('stateMachineArn').waitFor();
  });

  it('lets a state that was tried again stand out, and says how often', async () => {
    const it = await opened();
    it.stack.addFaults({
      operation: 'dynamodb:Query',
      error: { code: 'ProvisionedThroughputExceededException' },
      count: 2,
    });
    await it.put({ amount: 6 });
    await it.rows.nth(1).waitFor();
    await traced(it);
    await it.page.getByText('retried 2×').first().waitFor();
    expect(await it.page.locator('.state-box.retried').innerText()).toContain('↻');
    await it.page.getByTitle('Find connections (Task): tried again').click();
    expect(await detail(it).textContent()).toContain('✗ ProvisionedThroughputExceededException');
  });

  it('lets a step that failed stand out, in the graph, among the steps and in the list', async () => {
    const it = await opened();
    it.stack.addFaults({
      operation: 'execute-api:Invoke',
      error: { code: 'ApiGateway.403', statusCode: 403 },
      count: 50,
    });
    await it.put({ amount: 6 });
    await it.page.getByRole('button', { name: '← All traces' }).click();
    await it.page.getByRole('button', { name: /Ordered \(shop\).*failed/ }).click();
    const box = it.page.getByTitle('Send the event (Task): failed');
    await box.waitFor();
    expect(await box.innerText()).toContain('✗');
    await it.page.getByTitle('Undelivered (Fail): failed').waitFor();
    await it.page.locator('.step.failed').getByText('✗ ApiGateway.403, caught').waitFor();
    await box.click();
    await detail(it).getByText('✗ ApiGateway.403: ').waitFor();
  });

  it('is used by the keyboard where the detail takes the place of the graph', async () => {
    const it = await opened({ viewport: { width: 700, height: 900 } });
    await state(it, 'Find connections').focus();
    await it.page.keyboard.press('Enter');
    const close = detail(it).getByRole('button', { name: 'Close' });
    await close.waitFor();
    expect(await state(it, 'Find connections').isVisible()).toBe(false);
    expect(await close.evaluate((button) => button === document.activeElement)).toBe(true);
    await it.page.keyboard.press('Enter');
    await state(it, 'Find connections').waitFor();
    expect(await state(it, 'Find connections').evaluate((box) => box === document.activeElement)).toBe(true);
  });

  it('fits a phone', async () => {
    const it = await opened({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await state(it, 'Find connections').tap();
    await detail(it).waitFor();
    expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
