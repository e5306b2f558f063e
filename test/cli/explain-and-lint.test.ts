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
    const template = file('template.json', JSON.stringify({ Resources: { Rule } }, undefined, 1));
    const { code, stdout } = await runHere('patterns', 'lint', good, bad, template);
    expect(stdout).toBe(
      `✓ ${good}\n` +
        `✗ ${bad}:2:14 Event pattern is not valid. Reason: "source" must be an object or an array\n` +
        `✗ ${template}:9:19 Rule: Event pattern is not valid. Reason: Unrecognized match type suffixx\n`,
    );
    expect(code).toBe(1);
  });

  it('reports to programs as well', async () => {
    const good = file('good.json', '{"source":["a"]}');
    const bad = file('bad.json', '{"source":"a"}');
    const { code, stdout } = await runHere('patterns', 'lint', '--json', good, bad);
    const message = 'Event pattern is not valid. Reason: "source" must be an object or an array';
    expect(JSON.parse(stdout)).toEqual([
      { file: good, valid: true },
      { file: bad, valid: false, message, line: 1, column: 12 },
    ]);
    expect(code).toBe(1);
  });

  it.each([
    [{ Resources: {} }, 'there is no event pattern in this template'],
    [
      { Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { Ref: 'It' } } } } },
      'the pattern of Rule is known only to a deployment, and not checked',
    ],
  ])('says what it does not check: %j', async (template, message) => {
    const path = file('unchecked.json', JSON.stringify(template));
    expect(await runHere('patterns', 'lint', path)).toEqual({
      code: 0,
      stdout: '',
      stderr: `${path}: ${message}\n`,
    });
  });
});
