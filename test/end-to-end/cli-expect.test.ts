import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FinishedChild, lambdaless } from '../support/child.ts';
import { type StackForTest, startForTest } from '../support/stack.ts';

let folder: string;
let stack: StackForTest;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambdaless-expect-'));
  stack = await startForTest();
});
afterAll(async () => {
  await stack?.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function expectEvent(...args: string[]): Promise<FinishedChild> {
  return lambdaless(['expect', stack.webSocketAPIurl, ...args]).finished();
}

const ordered = (amount: number): string =>
  JSON.stringify({ source: 'shop', 'detail-type': 'Ordered', detail: { amount, country: 'DE' } });

describe('lambdaless expect', () => {
  it('publishes once its pattern is in force, prints the event, and exits with 0', async () => {
    const put = file('order.json', ordered(7));
    const junit = join(folder, 'passed.xml');
    const { code, stdout, stderr } = await expectEvent(
      '--source',
      'shop',
      '--within',
      '60s',
      '--put',
      put,
      '--junit',
      junit,
    );
    expect(stderr).toContain('as expected: 1 of 1 event');
    expect(JSON.parse(stdout)).toMatchObject({ source: 'shop', detail: { amount: 7 } });
    expect(code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toContain('tests="1" failures="0"');
  });

  it('exits with 1 and shows the nearest miss with what it lacked', async () => {
    const put = file('small.json', ordered(3));
    const junit = join(folder, 'failed.xml');
    const pattern = '{"source":["shop"],"detail":{"amount":[{"numeric":[">",5]}],"country":["DE"]}}';
    const { code, stdout, stderr } = await expectEvent(
      '--pattern',
      pattern,
      '--within',
      '2s',
      '--put',
      put,
      '--junit',
      junit,
    );
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/nearest miss:\n.*"amount":3[\s\S]*✗ detail\.amount: 3 is not > 5/);
    expect(readFileSync(junit, 'utf8')).toMatch(
      /failures="1"[\s\S]*<failure type="ExpectationFailed" message="0 of 1 event within 2\.0 s">/,
    );
  });

  it('expects several events, each sent once', async () => {
    const put = file('three.ndjson', [1, 2, 3].map(ordered).join('\n'));
    const { code, stdout } = await expectEvent(
      '--source',
      'shop',
      '--count',
      '3',
      '--within',
      '60s',
      '--put',
      put,
    );
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(3);
  });

  it('expects silence with --not, and fails when something arrives', async () => {
    expect((await expectEvent('--source', 'nobody', '--not', '--within', '500ms')).code).toBe(0);
    const put = file('loud.json', ordered(1));
    const { code, stderr } = await expectEvent('--source', 'shop', '--not', '--within', '60s', '--put', put);
    expect(stderr).toContain('not as expected: an event arrived after');
    expect(code).toBe(1);
  });

  it.each([
    [
      'a pattern that EventBridge refuses',
      ['--pattern', '{"source":"shop"}', '--within', '1s'],
      /Reason: "source" must be/,
    ],
    [
      'a file of events that is not there',
      ['--source', 'a', '--within', '1s', '--put', 'none.json'],
      /cannot read none\.json/,
    ],
  ])('exits with 2 for %s', async (_name, args, message) => {
    const { code, stderr } = await expectEvent(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('exits with 2 when it cannot connect', async () => {
    const { code, stderr } = await lambdaless([
      'expect',
      'ws://127.0.0.1:1/x',
      '--source',
      'a',
      '--within',
      '1s',
    ]).finished();
    expect(stderr).toContain('ECONNREFUSED');
    expect(code).toBe(2);
  });
});
