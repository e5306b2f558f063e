import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Each example as a stranger has it: in a folder of its own, with the built package as a dependency. */
describe('the examples', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lambdaless-examples-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/lambdaless'), 'junction');
    symlinkSync(join(root, 'node_modules/vitest'), join(folder, 'node_modules/vitest'), 'junction');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['node-test', ['--test', '--test-reporter=tap'], /# pass 2\n# fail 0/],
    ['vitest', [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], /Tests\s+4 passed/],
  ])('%s passes', { timeout: 180_000 }, (name, args, verdict) => {
    cpSync(join(root, 'examples', name), join(folder, name), { recursive: true });
    const { NODE_TEST_CONTEXT, VITEST, ...env } = process.env;
    const output = execFileSync(process.execPath, args, {
      cwd: join(folder, name),
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...env, NO_COLOR: '1' },
    });
    expect(output).toMatch(verdict);
  });

  it.each(readdirSync(join(root, 'examples')).filter((name) => !name.endsWith('.md')))(
    '%s has a README and stands in the list',
    (name) => {
      expect(readFileSync(join(root, 'examples', name, 'README.md'), 'utf8')).toMatch(/^# /);
      expect(readFileSync(join(root, 'examples/README.md'), 'utf8')).toContain(`(${name}/)`);
    },
  );
});
