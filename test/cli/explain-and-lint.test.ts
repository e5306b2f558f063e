import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './run-here.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambdaless-lint-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('lambdaless explain and patterns lint', () => {
  it.each([
    ['{"source":["shop"]}', '{"source":"shop"}', 0, '✓ source: '],
    [
      '{"detail":{"amount":[{"numeric":[">",10]}]}}',
      '{"detail":{"amount":5}}',
      1,
      '✗ detail.amount: 5 is not > 10',
    ],
    ['{"source":"shop"}', '{}', 2, ''],
  ])('explains %s against %s', async (pattern, event, code, line) => {
    const finished = await runHere('explain', '--pattern', pattern, '--event', event);
    expect(finished.stdout).toContain(line);
    expect(finished.code).toBe(code);
  });

  it('checks patterns in files and in the rules of a template', async () => {
    const good = file('good.json', '{"source":["a"]}');
    const bad = file('bad.json', '{\n  "source": "a"\n}');
    const Rule = { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [{ suffixx: 'a' }] } } };
    const template = file('template.json', JSON.stringify({ Resources: { Rule } }));
    const { code, stdout } = await runHere('patterns', 'lint', good, bad, template);
    expect(stdout).toContain(`✓ ${good}\n`);
    expect(stdout).toMatch(/✗ .*bad\.json:2:\d+ Event pattern is not valid\. Reason: "source" must be/);
    expect(stdout).toMatch(/✗ .*template\.json Rule.* Unrecognized match type suffixx/);
    expect(code).toBe(1);
  });
});
