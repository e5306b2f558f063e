import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the example app synthesizes, with its bus in another stack', { timeout: 120_000 }, () => {
  const outdir = mkdtempSync(join(tmpdir(), 'lambdaless-example-'));
  execFileSync(process.execPath, ['--import', 'tsx', 'examples/cdk-app/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: outdir, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  });
  const read = (stack: string): string => readFileSync(join(outdir, `${stack}.template.json`), 'utf8');
  expect(read('Orders')).toContain('AWS::Events::EventBus');
  expect(read('Watching')).toContain('Orders:ExportsOutputRefBus');
  expect(read('Watching')).toContain('AWS::CloudWatch::Dashboard');
});
